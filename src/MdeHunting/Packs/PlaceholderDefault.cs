using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Packs;

/// <summary>The value that a placeholder has where none is specified.</summary>
internal static class PlaceholderDefault
{
    /// <summary>The value as KQL; null where there is none, or none of its type.</summary>
    /// <param name="value">The text that the author gives.</param>
    /// <param name="type">The type of the placeholder.</param>
    public static KqlText? Of(string? value, ColumnKind type) =>
        (value, type) switch
        {
            (null, _) => null,
            (_, ColumnKind.String) => KqlWriter.Value(value),
            (_, ColumnKind.Int64) when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => KqlWriter.Value(
                number
            ),
            (_, ColumnKind.Int32) when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => KqlWriter.Value(
                number
            ),
            (_, ColumnKind.Double) when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => KqlWriter.Value(number),
            (_, ColumnKind.Boolean) when bool.TryParse(value, out var flag) => KqlWriter.Value(flag),
            (_, ColumnKind.TimeSpan) when KqlTimespan.Parse(value) is { } duration => KqlWriter.Value(duration),
            // msticpy counts days from now: -30 is thirty days ago.
            (_, ColumnKind.DateTime) when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) => Days(days),
            _ => null,
        };

    private static KqlText Days(int days) =>
        days == 0 ? KqlText.Of($"now()")
        : days > 0 ? KqlText.Of($"now({KqlWriter.Value(TimeSpan.FromDays(days))})")
        : KqlText.Of($"ago({KqlWriter.Value(TimeSpan.FromDays(-(double)days))})");
}
