using System.Globalization;
using System.Text.Json;

namespace MdeHunting.Formats.Documents;

/// <summary>Values of a JSON object, whatever kind somebody wrote them in.</summary>
internal static class JsonValues
{
    /// <summary>A text; null where there is none, or it is empty.</summary>
    public static string? Text(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() is { Length: > 0 } text
                ? text
                : null
            : null;

    /// <summary>A truth value, also as a number or a text; null where there is none.</summary>
    public static bool? Flag(this JsonElement item, string name) =>
        !item.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => value.TryGetInt32(out var number) ? number != 0 : null,
                JsonValueKind.String => value.GetString() is "1" or "true" or "True" ? true
                : value.GetString() is "0" or "false" or "False" ? false
                : null,
                _ => null,
            };

    /// <summary>A whole number; null where there is none.</summary>
    public static int? Number(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>A moment in UTC, in ISO 8601; null where there is none.</summary>
    public static DateTime? Moment(this JsonElement item, string name) =>
        item.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.UtcDateTime
            : null;

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
