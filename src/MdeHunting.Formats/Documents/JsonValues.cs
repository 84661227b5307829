using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MdeHunting.Formats.Documents;

/// <summary>Values of a JSON object, whatever kind somebody wrote them in.</summary>
internal static class JsonValues
{
    private static readonly Regex Escape = new(@"\\(u[0-9a-fA-F]{4}|.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>A text; null where there is none, or it is empty.</summary>
    public static string? Text(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.Decoded() is { Length: > 0 } text
                ? text
                : null
            : null;

    /// <summary>The text of a value that is one, also one with half of a surrogate pair, which the library refuses.</summary>
    public static string Decoded(this JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var raw = value.GetRawText();
            return Escape.Replace(raw.Substring(1, raw.Length - 2), match => Unescaped(match.Value));
        }
    }

    private static string Unescaped(string escape) =>
        escape[1] switch
        {
            'u' => ((char)int.Parse(escape.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            var itself => itself.ToString(),
        };

    /// <summary>A truth value, also as a number or a text; null where there is none.</summary>
    public static bool? Flag(this JsonElement item, string name) =>
        !item.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => value.TryGetInt32(out var number) ? number != 0 : null,
                JsonValueKind.String => value.Decoded() is "1" or "true" or "True" ? true
                : value.Decoded() is "0" or "false" or "False" ? false
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
