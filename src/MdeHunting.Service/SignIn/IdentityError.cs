using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// An error of an identity service (RFC 6749, section 5.2, and what Entra ID adds) with what is used of it alone, each as it should be: MSAL throws a whole
/// error away, and what the service says with it, for one number in it that is none.
/// </summary>
internal static class IdentityError
{
    // A sentence or two.
    private const int LongestText = 100_000;
    private const int MostDigits = 9;
    private const int MostCodes = 20;
    private static readonly string[] Others = ["suberror", "claims", "correlation_id"];

    // RFC 6749, section 4.1.2.1.
    private static readonly string[] PassingErrors = ["temporarily_unavailable", "server_error"];

    // https://learn.microsoft.com/entra/identity-platform/reference-error-codes: what Entra ID calls temporary there.
    private static readonly Regex PassingCodes = new(@"\bAADSTS(90006|90024|90033|90055)\b", RegexOptions.CultureInvariant);

    /// <summary>What an error says that passes by itself; null for one that does not, and for what is no error.</summary>
    public static string? Passes(byte[] body) =>
        Read(body) is var (error, words) && (Array.IndexOf(PassingErrors, error) >= 0 || (words is not null && PassingCodes.IsMatch(words)))
            ? words ?? error
            : null;

    /// <summary>The words of a body that may be an error; null where it has none.</summary>
    public static string? Words(byte[] body) => Read(body)?.Words;

    private static (string? Error, string? Words)? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? (Text(root, "error"), root.TryGetProperty("error_description", out var told) ? Words(told) : null)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Whatever it is, it is judged as that.
            return null;
        }
    }

    /// <summary>The error; null for what has no text.</summary>
    public static byte[]? Plain(JsonElement root)
    {
        var (error, description) = (Text(root, "error"), root.TryGetProperty("error_description", out var told) ? Words(told) : null);
        if (error is null && description is null)
        {
            return null;
        }

        // MSAL would say something of its own where the service says nothing.
        var plain = new JsonObject
        {
            ["error"] = error ?? string.Empty,
            ["error_description"] =
                description ?? (string.IsNullOrWhiteSpace(error) ? "it doesn't state a reason." : $"it says '{error}', and doesn't state a reason."),
        };
        foreach (var name in Others)
        {
            if (Text(root, name) is { } text)
            {
                plain[name] = text;
            }
        }

        if (Codes(root) is { Length: > 0 } codes)
        {
            plain["error_codes"] = new JsonArray(codes);
        }

        return Encoding.UTF8.GetBytes(plain.ToJsonString());
    }

    private static JsonNode[] Codes(JsonElement root) =>
        root.TryGetProperty("error_codes", out var codes) && codes.ValueKind is JsonValueKind.Array
            ?
            [
                .. codes
                    .EnumerateArray()
                    .Select(code => code.ValueKind is JsonValueKind.String ? TextOf(code) : code.GetRawText())
                    .Where(code => code?.Length <= MostDigits && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    .Take(MostCodes)
                    .Select(code => (JsonNode)int.Parse(code!, NumberStyles.None, CultureInfo.InvariantCulture)),
            ]
            : [];

    // What is no text is told as it came: it is all that the service says.
    private static string? Words(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when TextOf(value) is { } text => text.Trim().Length == 0 ? null : Cut(text),
            _ => Cut(value.GetRawText()),
        };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && TextOf(value) is { } text ? Cut(text) : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape in it is half a character.
            return null;
        }
    }

    private static string Cut(string text) => text.Length > LongestText ? text.Substring(0, LongestText) : text;
}
