using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Says what a piece of a text is an indicator of, by its form alone.</summary>
internal static class IndicatorRecognizer
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>How many characters an indicator has at most that is known by its form.</summary>
    public const int LongestPiece = 8192;

    private static readonly Regex Hive = new(
        @"^(?<hive>HKLM|HKCU|HKCR|HKU|HKCC|HKEY_(LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)|\\{1,2}REGISTRY\\{1,2}(?<kernel>MACHINE|USER))(:?\\{1,2})(?<rest>[^\s\\].*)$",
        Options | RegexOptions.IgnoreCase
    );

    private static readonly Dictionary<string, string> Hives = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HKLM"] = "HKEY_LOCAL_MACHINE",
        ["HKCU"] = "HKEY_CURRENT_USER",
        ["HKCR"] = "HKEY_CLASSES_ROOT",
        ["HKU"] = "HKEY_USERS",
        ["HKCC"] = "HKEY_CURRENT_CONFIG",
        ["MACHINE"] = "HKEY_LOCAL_MACHINE",
        ["USER"] = "HKEY_USERS",
    };

    // What JSON and code have for one backslash; three stand ahead of a value that is called like a path of a server.
    private static readonly Regex Doubled = new(@"(?<!\\)(\\\\)+(?!\\)", Options);

    private static readonly Regex Sid = new(@"^S-1-[0-9]{1,14}(-[0-9]{1,10}){1,15}$", Options | RegexOptions.IgnoreCase);

    /// <summary>What a piece is; null where it is no indicator that can be told by its form.</summary>
    public static RecognizedToken? Recognize(string piece)
    {
        if (piece.Length is < 3 or > LongestPiece || !MayBeAny(piece))
        {
            return null;
        }

        var seen = WithoutInvisible(piece);
        var text = Refanging.Undo(seen);
        return Parse(text, isDefanged: text != seen) is { } found ? found with { WasDefanged = text != seen }
            : text != seen ? Parse(seen, isDefanged: false)
            : null;
    }

    /// <summary>A value of a type that is known; null where the text is no value of it.</summary>
    public static string? Parse(MdeIndicatorType type, string text) =>
        type switch
        {
            MdeIndicatorType.Md5 => HashForms.Hash(HashForms.Digits(text), 32),
            MdeIndicatorType.Sha1 or MdeIndicatorType.CertificateThumbprint => HashForms.Hash(HashForms.Digits(text), 40),
            MdeIndicatorType.Sha256 => HashForms.Hash(HashForms.Digits(text), 64),
            MdeIndicatorType.SignerHash => HashForms.Hash(HashForms.Digits(text), 40) ?? HashForms.Hash(HashForms.Digits(text), 64),
            MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 => AddressForms.Address(text) is { } address && address.Type == type ? address.Value : null,
            MdeIndicatorType.Cidr => AddressForms.Network(text)?.Value,
            MdeIndicatorType.Domain => HostName.Parse(text),
            MdeIndicatorType.Url => AddressForms.Url(text),
            MdeIndicatorType.MailAddress or MdeIndicatorType.AccountUpn => AddressForms.Mail(text),
            MdeIndicatorType.AccountSid => Sid.IsMatch(text) ? text.ToUpperInvariant() : null,
            MdeIndicatorType.AccountObjectId => Guid.TryParse(text, out var id) ? id.ToString("D", CultureInfo.InvariantCulture) : null,
            MdeIndicatorType.FileName => FileForms.FileName(text),
            MdeIndicatorType.FilePath => FileForms.FilePath(text),
            MdeIndicatorType.RegistryKey => Key(text) ?? (text.Length > 0 ? Undoubled(text) : null),
            // A message's ID of the service is a GUID, which some programs write with braces.
            MdeIndicatorType.MessageId when text.Length > 0 && text[0] == '{' && Guid.TryParse(text, out var id) => id.ToString(
                "D",
                CultureInfo.InvariantCulture
            ),
            _ => text.Length > 0 ? text : null,
        };

    private static RecognizedToken? Parse(string text, bool isDefanged) =>
        HashForms.Hash(text) is { } hash ? hash
        : AddressForms.Network(text) is { } network ? network
        : AddressForms.Address(text) is { } address ? address
        : Key(text) is { } key ? new RecognizedToken(MdeIndicatorType.RegistryKey, key)
        : AddressForms.Url(text) is { } url ? new RecognizedToken(MdeIndicatorType.Url, url)
        : AddressForms.Mail(text) is { } mail ? new RecognizedToken(MdeIndicatorType.MailAddress, mail)
        : WindowsPath.Plain(text) is var path && FileForms.IsPath(path) ? new RecognizedToken(MdeIndicatorType.FilePath, path)
        : HashForms.Fingerprint(text) is { } fingerprint ? fingerprint
        : Sid.IsMatch(text) ? new RecognizedToken(MdeIndicatorType.AccountSid, text.ToUpperInvariant())
        : FileForms.Name(text, isDefanged) ?? (isDefanged ? null : FileForms.OfFolder(WindowsPath.Plain(text)));

    private static string? Key(string text)
    {
        if (text.Length <= 5 || text[0] is not ('H' or 'h' or '\\') || Hive.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var hive = (match.Groups["kernel"] is { Success: true } kernel ? kernel : match.Groups["hive"]).Value;
        return $"{(Hives.TryGetValue(hive, out var name) ? name : hive.ToUpperInvariant())}\\{Undoubled(match.Groups["rest"].Value).TrimEnd('\\')}";
    }

    private static string Undoubled(string key) =>
        key.IndexOf(@"\\", StringComparison.Ordinal) < 0 ? key : Doubled.Replace(key, match => match.Value.Substring(match.Length / 2));

    // Most pieces are words, and most lines are sentences: of what has blanks, only a path, a key and a file's name can be one.
    private static bool MayBeAny(string piece)
    {
        var (isMarked, hasBlank, hasBackslash, last) = (false, false, false, -1);
        for (var i = 0; i < piece.Length; i++)
        {
            switch (piece[i])
            {
                case '.' or ']' or ')' or '}' or '\u3002' or '\uff0e' or '\uff61':
                    (isMarked, last) = (true, i);
                    break;
                case '\\':
                    (isMarked, hasBackslash) = (true, true);
                    break;
                case ' ' or '\t' or '\u00a0' or '\u3000':
                    // [ dot ]
                    hasBlank |= !(i > 0 && piece[i - 1] is '[' or '(' or '{') && !(i + 1 < piece.Length && piece[i + 1] is ']' or ')' or '}');
                    break;
                case ':' or '/' or '@' or '-' or '[' or '(' or '{' or '^' or '\uff20' or '\uff1a':
                    isMarked = true;
                    break;
            }
        }

        return hasBlank && !hasBackslash && piece[0] is not ('/' or '~')
            ? FileForms.IsEnding(WithoutInvisible(piece.Substring(last + 1)))
            : isMarked || piece.Length >= 32;
    }

    // Zero-width characters and soft hyphens, which documents put into long words.
    private static string WithoutInvisible(string piece)
    {
        StringBuilder? kept = null;
        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] is (>= '\u200b' and <= '\u200f') or '\u2060' or '\ufeff' or '\u00ad' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
            {
                kept ??= new StringBuilder(piece, 0, i, piece.Length);
            }
            else
            {
                kept?.Append(piece[i]);
            }
        }

        return kept?.ToString() ?? piece;
    }
}
