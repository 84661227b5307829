using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Reads hashes of files and of certificates.</summary>
internal static class HashForms
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Separating = new(@"[\s:\u200b-\u200f\u202a-\u202e\ufeff-]", Options);

    // Samples are called by their hashes, https://virusshare.com and others.
    private static readonly Regex OfSample = new(@"^(VirusShare_)?(?<digits>[0-9A-Fa-f]{32,64})(\.|$)", Options);

    // Digits between other words of a name.
    private static readonly Regex Amid = new(
        @"^[\w.-]*?(?<![0-9A-Za-z])(?<digits>([0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}))(?![0-9A-Za-z])[\w.-]*$",
        Options
    );

    /// <summary>The hash that the file of a sample is called by; null where the name is none of these.</summary>
    public static RecognizedToken? OfName(string name) =>
        name.Length > 32 && OfSample.Match(name) is { Success: true } match ? Hash(match.Groups["digits"].Value) : null;

    /// <summary>The hash in a piece that is no indicator as a whole, as it stands there; null where it has none.</summary>
    public static FoundToken? Within(string piece) =>
        piece.Length is > 32 and < 256 && Amid.Match(piece) is { Success: true } match ? FoundToken.Of(match.Groups["digits"].Value) : null;

    /// <summary>A hash of a file by the number of its digits; null for none.</summary>
    public static RecognizedToken? Hash(string text) =>
        Hash(text, text.Length) is not { } hash ? null
        : text.Length == 32 ? new RecognizedToken(MdeIndicatorType.Md5, hash)
        : text.Length == 40 ? new RecognizedToken(MdeIndicatorType.Sha1, hash)
        : text.Length == 64 ? new RecognizedToken(MdeIndicatorType.Sha256, hash)
        : null;

    /// <summary>4F:0D:…, as programs show certificates by, and sometimes files; null for none.</summary>
    public static RecognizedToken? Fingerprint(string text) =>
        text.Length is not (59 or 95) || text[2] != ':' ? null
        : Hash(Digits(text), 40) is { } thumbprint
            ? new RecognizedToken(MdeIndicatorType.CertificateThumbprint, thumbprint) { Other = MdeIndicatorType.Sha1, OtherValue = thumbprint }
        : Hash(Digits(text), 64) is { } signer
            ? new RecognizedToken(MdeIndicatorType.SignerHash, signer) { Other = MdeIndicatorType.Sha256, OtherValue = signer }
        : null;

    /// <summary>The digits of a hash without what separates them, and without the invisible mark that Windows puts ahead of a thumbprint.</summary>
    public static string Digits(string text) => text.Length > 32 || text.IndexOfAny([' ', ':', '-']) >= 0 ? Separating.Replace(text, string.Empty) : text;

    /// <summary>A hash of so many digits, in lower case; null where the text is none.</summary>
    public static string? Hash(string text, int length)
    {
        if (text.Length != length || length < 32)
        {
            return null;
        }

        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                return null;
            }
        }

        return text.ToLowerInvariant();
    }
}
