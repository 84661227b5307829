using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;

namespace MdeHunting.TestKit;

/// <summary>One request to a <see cref="LabSession"/>.</summary>
/// <param name="Number">Its number, from 1 on.</param>
/// <param name="Request">What was asked.</param>
internal sealed partial record LabCall(int Number, HuntingRequest Request)
{
    /// <summary>Whether it only counts.</summary>
    public bool IsCount => Request.Query.Contains("summarize Rows = count() by Bin", StringComparison.Ordinal);

    /// <summary>The time that the query is bounded to; a query of a table without a time has none.</summary>
    public TimeRange Range =>
        Bounds().Match(Request.Query) is { Success: true } bounds
            ? new TimeRange(Moment(bounds.Groups[1].Value), Moment(bounds.Groups[2].Value))
            : throw new InvalidOperationException($"The query is not bounded: {Request.Query}");

    /// <summary>How many rows it has before any limit; null where it met a fault first.</summary>
    public int? Rows { get; set; }

    /// <summary>Whether its time and another one have a moment in common.</summary>
    public bool Touches(DateTime moment) => moment >= Range.Start && moment < Range.End;

    private static DateTime Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;

    [GeneratedRegex(@">= datetime\(([^)]+)\) and \w+ < datetime\(([^)]+)\)")]
    private static partial Regex Bounds();
}
