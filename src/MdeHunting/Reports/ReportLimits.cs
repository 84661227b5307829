namespace MdeHunting.Reports;

/// <summary>How much a report has of rows: a browser opens, sorts and searches that within three seconds.</summary>
/// <param name="Cells">How many cells all tables have together.</param>
/// <param name="Characters">How many characters all cells have together.</param>
internal sealed record ReportLimits(long Cells, long Characters)
{
    /// <summary>A hundred thousand rows of twelve columns, or 80 million characters.</summary>
    public static ReportLimits Usual { get; } = new(1_200_000, 80_000_000);
}
