using System.Globalization;
using System.Text.Json;

namespace MdeHunting.Service.Tokens;

/// <summary>
/// The claims of a token, each read as what it should be, or as nothing where it is something else. An empty or blank text tells nothing, and is none.
/// </summary>
internal readonly struct Claims(JsonElement all)
{
    /// <summary>All of them.</summary>
    public JsonElement All => all;

    /// <summary>The user's sign-in name, by whichever claim has it.</summary>
    public string? Account => Text("upn") ?? Text("preferred_username") ?? Text("unique_name");

    /// <summary>A claim that is a text.</summary>
    public string? Text(string name) => all.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>A claim that is a number, as it is written.</summary>
    public string? Number(string name) => all.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetRawText() : null;

    /// <summary>The APIs that a token is for (<c>aud</c>), which may be a list.</summary>
    public string[] Audiences => [.. List("aud").Where(text => text.Trim().Length > 0)];

    /// <summary>A claim that is a list of texts; one text is a list of one.</summary>
    public string[] List(string name)
    {
        if (!all.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(v => v.ValueKind is JsonValueKind.String).Select(v => v.GetString()!)],
            _ => [],
        };
    }

    /// <summary>A claim whose text is a list of words (<c>scp</c>).</summary>
    public string[] Words(string name) => [.. List(name).SelectMany(text => text.Split([' '], StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>
    /// A claim that is a time (NumericDate, RFC 7519 section 2: seconds since 1970, maybe with a fraction, some issuers write it as a text), in UTC.
    /// </summary>
    public DateTime? Time(string name) =>
        double.TryParse(Number(name) ?? Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static string? TextOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString() is { } text && text.Trim().Length > 0 ? text : null;
}
