namespace MdeHunting.Indicators;

/// <summary>Which indicators are looked for although there is a reason not to, and what is told besides them.</summary>
/// <param name="Expired">Those whose time is over.</param>
/// <param name="Revoked">Those that their author revoked or deleted.</param>
/// <param name="Undetectable">Those that are not for detection.</param>
/// <param name="Noise">Reserved addresses, public resolvers, and what lists of false positives and warning lists have.</param>
internal readonly record struct IndicatorOptions(bool Expired, bool Revoked, bool Undetectable, bool Noise)
{
    /// <summary>The warning lists that values are compared with; null for none.</summary>
    public WarningLists? Warnings { get; init; }

    /// <summary>Whether a reason counts.</summary>
    public bool Counts(MdeIndicatorSkip skip) =>
        !(
            skip switch
            {
                MdeIndicatorSkip.Expired => Expired,
                MdeIndicatorSkip.Revoked => Revoked,
                MdeIndicatorSkip.NotForDetection => Undetectable,
                _ => Noise,
            }
        );
}
