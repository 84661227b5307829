using System.Globalization;

namespace MdeHunting.Text;

/// <summary>
/// A time span as the text that .NET reads back, in every culture. Results have it in place of the span: ConvertTo-Json writes a span as fifteen lines, and
/// cuts it where it is deep, and [timespan] takes the text.
/// </summary>
internal static class SpanText
{
    /// <summary>The text.</summary>
    public static string Of(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
