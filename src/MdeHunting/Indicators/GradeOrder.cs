namespace MdeHunting.Indicators;

/// <summary>How much alike an indicator and what was found are, by the grade of a hit.</summary>
internal static class GradeOrder
{
    // The indicator itself first; what shares no more than a place with it last.
    private static readonly MdeIndicatorGrade[] All =
    [
        MdeIndicatorGrade.Exact,
        MdeIndicatorGrade.SameFile,
        MdeIndicatorGrade.UrlPrefix,
        MdeIndicatorGrade.SameHost,
        MdeIndicatorGrade.Subdomain,
        MdeIndicatorGrade.Subkey,
        MdeIndicatorGrade.InNetwork,
        MdeIndicatorGrade.Part,
    ];

    /// <summary>The one that is most alike.</summary>
    /// <param name="grades">One at the least.</param>
    public static MdeIndicatorGrade Best(IEnumerable<MdeIndicatorGrade> grades) => grades.OrderBy(grade => Array.IndexOf(All, grade)).First();
}
