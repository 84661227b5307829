using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// PEM (RFC 7468) as it was written, whatever an environment variable, a script, a JSON or YAML file, an address or a word processor has made of its lines and
/// dashes.
/// </summary>
internal static class PemText
{
    // The numbers bound how far a text that is none is looked through. In one line, the dashes of the next block follow at once.
    private static readonly Regex Boundary = new(
        @"[\p{Pd}\u2212]{1,16}(?<verb>BEGIN|END)[\s\u00A0]{1,4}(?<label>[A-Z0-9]{1,20}(?:[\s\u00A0]{1,4}[A-Z0-9]{1,20}){0,5})"
            + @"(?:[\p{Pd}\u2212]{5}(?=[\p{Pd}\u2212]+BEGIN)|[\p{Pd}\u2212]{1,16})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private static readonly Regex Escape = new(
        @"[\\`]{1,4}(?:u(?<code>[0-9A-Fa-f]{4})|(?<end>[nrt])|(?=[/""']))|&#(?<end>10|13|x[aAdD]);",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private static readonly Regex Blanks = new(@"[\s\u00A0]+", RegexOptions.CultureInvariant);

    /// <summary>The text with its boundaries as they should be; null for one that is no PEM.</summary>
    public static string? Of(string text)
    {
        if (text.IndexOf("BEGIN%20", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            text = Uri.UnescapeDataString(text);
        }

        var isPem = false;
        var pem = Boundary.Replace(
            WithoutEscapes(text),
            boundary =>
            {
                isPem |= boundary.Groups["verb"].Value == "BEGIN";
                return $"-----{boundary.Groups["verb"].Value} {Blanks.Replace(boundary.Groups["label"].Value, " ")}-----";
            }
        );
        return isPem ? pem : null;
    }

    /// <summary>The bytes of base64, also of base64url, whatever stands between its characters; null for a text that is none.</summary>
    public static byte[]? Decode(string text)
    {
        var bare = string.Concat(WithoutEscapes(text).Where(c => !PastedText.IsStray(c) && !PastedText.IsQuote(c) && c != ','))
            .Replace('-', '+')
            .Replace('_', '/')
            .TrimEnd('=');
        try
        {
            return Convert.FromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string WithoutEscapes(string text) =>
        Escape.Replace(
            text,
            escape =>
                escape.Groups["code"].Success ? $"{(char)int.Parse(escape.Groups["code"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}"
                : escape.Groups["end"].Success ? "\n"
                : string.Empty
        );
}
