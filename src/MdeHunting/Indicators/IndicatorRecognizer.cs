using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Says what a piece of a text is an indicator of, by its form alone.</summary>
internal static class IndicatorRecognizer
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int LongestPiece = 8192;

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    private static readonly char[] OfNoName = ['*', '?', '"', '<', '>', '|'];

    private static readonly Regex AmidQuote = new(@"\w""\w", Options);
    private static readonly Regex Separating = new(@"[\s:\u200b-\u200f\u202a-\u202e\ufeff-]", Options);

    private static readonly Regex Hive = new(
        @"^(?<hive>HKLM|HKCU|HKCR|HKU|HKCC|HKEY_(LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG))(:?\\)(?<rest>\S.*)$",
        Options | RegexOptions.IgnoreCase
    );

    private static readonly Dictionary<string, string> Hives = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HKLM"] = "HKEY_LOCAL_MACHINE",
        ["HKCU"] = "HKEY_CURRENT_USER",
        ["HKCR"] = "HKEY_CLASSES_ROOT",
        ["HKU"] = "HKEY_USERS",
        ["HKCC"] = "HKEY_CURRENT_CONFIG",
    };

    private static readonly Regex Path = new(
        @"^([A-Za-z]:\\[^<>:""|?*\x00-\x1f]+|\\\\[^\\/<>:""|?*\x00-\x1f]+\\[^<>:""|?*\x00-\x1f]+|%[A-Za-z0-9_()]+%\\[^<>:""|?*\x00-\x1f]+"
            + @"|/(Applications|bin|boot|dev|etc|home|lib|lib64|Library|media|mnt|opt|private|proc|root|run|sbin|srv|sys|System|tmp|Users|usr|var|Volumes)/[^\x00-\x1f]+"
            + @"|~/[^\x00-\x1f]+)$",
        Options
    );

    // ./payload/a.dat, as the programs that make lists of hashes write it: of no certain folder, but a name.
    private static readonly Regex Relative = new(@"^(\.{1,2}[\\/]|[\w-]+[\\/])([\w.-]+[\\/])*(?<name>[\w.()+-]+)$", Options);

    private static readonly Regex Sid = new(@"^S-1-[0-9]{1,14}(-[0-9]{1,10}){1,15}$", Options | RegexOptions.IgnoreCase);
    private static readonly Regex MailName = new(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$", Options);
    private static readonly Regex Schemed = new(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]{1,15})://(?<rest>[^\s<>""\\]+)$", Options);
    private static readonly Regex Bare = new(@"^(?<host>[^/?#\s:@\\]+)(:(?<port>[0-9]{1,5}))?(?<rest>[/?#][^\s<>""\\]*)$", Options);

    // A network whose prefix is too long is no address of a page.
    private static readonly Regex Prefixed = new(@"^[0-9.]+/[0-9]{1,3}$", Options);

    // What a file is called by, among what reports name: programs, scripts, documents, archives, images of disks.
    private static readonly HashSet<string> FileEndings = new(
        (
            "7z ace ade apk app appx arj asp aspx bat bin bz2 cab cfg chm cmd com conf cpl csv dat db dex dll dmg doc docm docx dot dotm dump dylib eml elf exe gif gz "
            + "hlp hta htm html ico img inf ini ink iso jar java jnlp job jpeg jpg js jse json jsp key kext ko lnk log lua mdb md msc msg msi msp mst mui ocx odt one "
            + "pdb pdf php pif pkg pl plist png pot potm pps ppsm ppt pptm pptx ps1 psd1 psm1 pub py pyc pyd pyw rar rb reg rpm rtf scpt scr sct settingcontent-ms sh "
            + "shs so sql svg swf sys tar tgz tmp ts txt url vb vba vbe vbs vhd vhdx vmdk war wim wmf ws wsc wsf wsh xla xlam xll xls xlsb xlsm xlsx xlt xltm xml xsl xz "
            + "yaml yml zip"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    // Endings of files that are also those of whole countries and of domains that are common: a name with more than one dot is a host's.
    private static readonly HashSet<string> HostEndings = new(
        "ai as bz cat cc gs inc la map mk ml mm mov pm ps rs run st tab tf".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    // .com is a domain's ending that everybody uses, and a file's that these alone are known by.
    private static readonly HashSet<string> ComNames = new(
        "attrib chcp chkdsk cmd command debug diskcomp diskcopy doskey edit explorer format graftabl graphics iexplore kb16 keyb lsass mode more net ping powershell rundll32 setup svchost tree win winlogon".Split(
            ' '
        ),
        StringComparer.OrdinalIgnoreCase
    );

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

    /// <summary>A piece that stands beside the hash of a file: a name of two parts that ends in .com may be the file's.</summary>
    public static RecognizedToken BesideAHash(RecognizedToken token) =>
        token is { Type: MdeIndicatorType.Domain, Other: null, WasDefanged: false }
        && token.Value.EndsWith(".com", StringComparison.Ordinal)
        && token.Value.IndexOf('.') == token.Value.LastIndexOf('.')
            ? token with
            {
                Other = MdeIndicatorType.FileName,
            }
            : token;

    /// <summary>Whether it is what a file's name ends in, behind the dot.</summary>
    public static bool IsFileEnding(string text) => FileEndings.Contains(text);

    /// <summary>
    /// What is stated as a file's name and has a folder, or as a path and has none: no column holds it as it is stated. Null where it has what it is stated as.
    /// </summary>
    public static RecognizedToken? Restated(MdeIndicatorType type, string text)
    {
        var last = text.LastIndexOfAny(['\\', '/']);
        if (type == MdeIndicatorType.FileName && last >= 0)
        {
            return WindowsPath.Plain(text) is var path && Path.IsMatch(path) ? new RecognizedToken(MdeIndicatorType.FilePath, path)
                : last < text.Length - 1 && text[last + 1] != ' ' && text.IndexOfAny(OfNoName) < 0
                    ? new RecognizedToken(MdeIndicatorType.FileName, text.Substring(last + 1))
                : null;
        }

        return type == MdeIndicatorType.FilePath && last < 0 && IsFileName(text, null) ? new RecognizedToken(MdeIndicatorType.FileName, text) : null;
    }

    /// <summary>Whether a file's name or path has a wildcard, or a quotation mark amid a word: no part of it is what is meant.</summary>
    public static bool IsNoName(MdeIndicatorType type, string text) =>
        type is MdeIndicatorType.FileName or MdeIndicatorType.FilePath
        && (WindowsPath.Plain(text).IndexOfAny(['*', '?', '<', '>']) >= 0 || AmidQuote.IsMatch(text));

    /// <summary>A value of a type that is known; null where the text is no value of it.</summary>
    public static string? Parse(MdeIndicatorType type, string text) =>
        type switch
        {
            MdeIndicatorType.Md5 => Hash(Digits(text), 32),
            MdeIndicatorType.Sha1 or MdeIndicatorType.CertificateThumbprint => Hash(Digits(text), 40),
            MdeIndicatorType.Sha256 => Hash(Digits(text), 64),
            MdeIndicatorType.SignerHash => Hash(Digits(text), 40) ?? Hash(Digits(text), 64),
            MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 => Address(text) is { } address && address.Type == type ? address.Value : null,
            MdeIndicatorType.Cidr => Network(text)?.Value,
            MdeIndicatorType.Domain => HostName.Parse(text),
            MdeIndicatorType.Url => Url(text),
            MdeIndicatorType.MailAddress or MdeIndicatorType.AccountUpn => Mail(text),
            MdeIndicatorType.AccountSid => Sid.IsMatch(text) ? text.ToUpperInvariant() : null,
            MdeIndicatorType.AccountObjectId => Guid.TryParse(text, out var id) ? id.ToString("D", CultureInfo.InvariantCulture) : null,
            MdeIndicatorType.FileName => text.Length > 0 && text.IndexOfAny(OfNoName) < 0 ? text : null,
            MdeIndicatorType.FilePath => FilePath(text),
            MdeIndicatorType.RegistryKey => Key(text) ?? (text.Length > 0 ? text : null),
            _ => text.Length > 0 ? text : null,
        };

    private static RecognizedToken? Parse(string text, bool isDefanged) =>
        Hash(text) is { } hash ? hash
        : Network(text) is { } network ? network
        : Address(text) is { } address ? address
        : Key(text) is { } key ? new RecognizedToken(MdeIndicatorType.RegistryKey, key)
        : Url(text) is { } url ? new RecognizedToken(MdeIndicatorType.Url, url)
        : Mail(text) is { } mail ? new RecognizedToken(MdeIndicatorType.MailAddress, mail)
        : WindowsPath.Plain(text) is var path && Path.IsMatch(path) ? new RecognizedToken(MdeIndicatorType.FilePath, path)
        : Fingerprint(text) is { } fingerprint ? fingerprint
        : Sid.IsMatch(text) ? new RecognizedToken(MdeIndicatorType.AccountSid, text.ToUpperInvariant())
        : Name(text, isDefanged)
            ?? (!isDefanged && Relative.Match(text) is { Success: true } relative ? Name(relative.Groups["name"].Value, isDefanged: false) : null);

    private static RecognizedToken? Hash(string text) =>
        Hash(text, text.Length) is not { } hash ? null
        : text.Length == 32 ? new RecognizedToken(MdeIndicatorType.Md5, hash)
        : text.Length == 40 ? new RecognizedToken(MdeIndicatorType.Sha1, hash)
        : text.Length == 64 ? new RecognizedToken(MdeIndicatorType.Sha256, hash)
        : null;

    // 4F:0D:…, as programs show certificates by.
    private static RecognizedToken? Fingerprint(string text) =>
        text.Length is not (59 or 95) || text[2] != ':' ? null
        : Hash(Digits(text), 40) is { } thumbprint ? new RecognizedToken(MdeIndicatorType.CertificateThumbprint, thumbprint)
        : Hash(Digits(text), 64) is { } signer ? new RecognizedToken(MdeIndicatorType.SignerHash, signer)
        : null;

    // The digits of a hash without what separates them, and without the invisible mark that Windows puts ahead of a thumbprint.
    private static string Digits(string text) => text.Length > 32 || text.IndexOfAny([' ', ':', '-']) >= 0 ? Separating.Replace(text, string.Empty) : text;

    private static string? FilePath(string text)
    {
        var bare = text.Length > 2 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2) : text;
        var path = WindowsPath.Plain(bare);
        return path.Length > 0 && (path[0] is '/' or '~' || path.IndexOfAny(OfNoName) < 0) ? path : null;
    }

    private static string? Hash(string text, int length)
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

    // 1.2.3.4, 1.2.3.4:443, 2001:db8::1, [2001:db8::1]:443.
    private static RecognizedToken? Address(string text)
    {
        if (IPv4(text) is { } four)
        {
            return new RecognizedToken(MdeIndicatorType.IPv4, four);
        }

        var last = text.LastIndexOf(':');
        if (last > 0 && IPv4(text.Substring(0, last)) is { } before && IsPort(text.Substring(last + 1)))
        {
            return new RecognizedToken(MdeIndicatorType.IPv4, before);
        }

        if (
            text[0] == '['
            && text.IndexOf(']') is > 0 and var close
            && (close == text.Length - 1 || (text[close + 1] == ':' && IsPort(text.Substring(close + 2))))
        )
        {
            text = text.Substring(1, close - 1);
        }

        return text.IndexOf(':') < 0 || text.IndexOf('%') >= 0 || text.Length < 3 || !IsHexAndColons(text) ? null
            : !IPAddress.TryParse(text, out var six) || six.AddressFamily != AddressFamily.InterNetworkV6 ? null
            : six.IsIPv4MappedToIPv6 ? new RecognizedToken(MdeIndicatorType.IPv4, six.MapToIPv4().ToString())
            : new RecognizedToken(MdeIndicatorType.IPv6, six.ToString());
    }

    private static bool IsHexAndColons(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.'))
            {
                return false;
            }

            digits += c is ':' or '.' ? 0 : 1;
        }

        return digits > 0;
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue;

    // A leading zero is octal for some programs and not for others, so it is no address.
    private static string? IPv4(string text)
    {
        var parts = text.Length is >= 7 and <= 15 ? text.Split('.') : [];
        return parts.Length == 4 && Array.TrueForAll(parts, IsByte) ? text : null;
    }

    private static bool IsByte(string text) =>
        text.Length is >= 1 and <= 3 && (text.Length == 1 || text[0] != '0') && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static RecognizedToken? Network(string text)
    {
        var slash = text.IndexOf('/');
        if (
            slash < 2
            || text.Length - slash > 4
            || !int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || Address(text.Substring(0, slash)) is not { } first
            || first.Value.Length > slash + 30
            || text.Substring(0, slash).IndexOf(']') >= 0
        )
        {
            return null;
        }

        var bytes = IPAddress.Parse(first.Value).GetAddressBytes();
        if (prefix > bytes.Length * 8 || (first.Type == MdeIndicatorType.IPv4 && IPv4(text.Substring(0, slash)) is null))
        {
            return null;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Max(0, Math.Min(8, prefix - (i * 8)));
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return prefix == bytes.Length * 8 ? first : new RecognizedToken(MdeIndicatorType.Cidr, FormattableString.Invariant($"{new IPAddress(bytes)}/{prefix}"));
    }

    private static string? Key(string text) =>
        text.Length > 5 && text[0] is 'H' or 'h' && Hive.Match(text) is { Success: true } match
            ? $"{(Hives.TryGetValue(match.Groups["hive"].Value, out var name) ? name : match.Groups["hive"].Value.ToUpperInvariant())}\\{match.Groups["rest"].Value.TrimEnd('\\')}"
            : null;

    // The scheme and the host have no case; the rest has, for the server decides.
    private static string? Url(string text)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) > 0)
        {
            if (Schemed.Match(text) is not { Success: true } match)
            {
                return null;
            }

            var rest = match.Groups["rest"].Value;
            var end = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var found ? found : rest.Length;
            var authority = rest.Substring(0, end);
            var user = authority.LastIndexOf('@') + 1;
            return Host(authority.Substring(user)) is { } host
                ? $"{match.Groups["scheme"].Value.ToLowerInvariant()}://{authority.Substring(0, user)}{host}{rest.Substring(end)}"
                : null;
        }

        return
            text.IndexOf('/') > 0
            && !Prefixed.IsMatch(text)
            && Bare.Match(text) is { Success: true } bare
            && Host(bare.Groups["port"].Success ? $"{bare.Groups["host"].Value}:{bare.Groups["port"].Value}" : bare.Groups["host"].Value) is { } name
            ? name + bare.Groups["rest"].Value
            : null;
    }

    private static string? Host(string text)
    {
        var port =
            text.LastIndexOf(':') is > 0 and var colon && text.IndexOf(']') < colon && IsPort(text.Substring(colon + 1)) ? text.Substring(colon) : string.Empty;
        var name = text.Substring(0, text.Length - port.Length);
        return IPv4(name) is { } four ? four + port
            : name.Length > 2 && name[0] == '[' && name[name.Length - 1] == ']' && Address(name) is { Type: MdeIndicatorType.IPv6 } six ? $"[{six.Value}]{port}"
            : HostName.Parse(name) is { } host ? host + port
            : null;
    }

    private static string? Mail(string text)
    {
        var start = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? "mailto:".Length : 0;
        text = start > 0 && text.IndexOf('?') is > 0 and var query ? text.Substring(0, query) : text;
        var at = text.LastIndexOf('@');
        return
            at > start
            && text.Substring(start, at - start) is var name
            && MailName.IsMatch(name)
            && name[0] != '.'
            && name[name.Length - 1] != '.'
            && HostName.Parse(text.Substring(at + 1)) is { } host
            ? $"{name.ToLowerInvariant()}@{host}"
            : null;
    }

    // report.zip and run.sh are names of both; what was defanged is a host's, where it can be one.
    private static RecognizedToken? Name(string text, bool isDefanged)
    {
        var port = text.IndexOf(':');
        if (port > 0)
        {
            return IsPort(text.Substring(port + 1)) && HostName.Parse(text.Substring(0, port)) is { } named
                ? new RecognizedToken(MdeIndicatorType.Domain, named)
                : null;
        }

        // *.evil.com and .evil.com are the names under evil.com.
        var isOfAll = text.StartsWith("*.", StringComparison.Ordinal);
        var host = HostName.Parse(
            isOfAll ? text.Substring(2)
            : text[0] == '.' ? text.Substring(1)
            : text
        );
        if ((isDefanged && (host is not null || text.IndexOfAny(['(', ')', '{', '}']) >= 0)) || !IsFileName(text, host))
        {
            return host is null ? null : new RecognizedToken(MdeIndicatorType.Domain, host);
        }

        return host is null
            ? new RecognizedToken(MdeIndicatorType.FileName, text)
            : new RecognizedToken(MdeIndicatorType.Domain, host) { Other = MdeIndicatorType.FileName };
    }

    private static bool IsFileName(string text, string? host)
    {
        var dot = text.LastIndexOf('.');
        if (
            dot <= 0
            || dot == text.Length - 1
            || text[0] == '%'
            || text.IndexOfAny(['\\', '/', ':', '*', '?', '"', '<', '>', '|', '@', '=', ',', ';', '[', ']']) >= 0
            || !(FileEndings.Contains(text.Substring(dot + 1)) || (text.IndexOf('.') == dot && IsOfBoth(text, text.Substring(dot + 1))))
        )
        {
            return false;
        }

        var isCom = text.EndsWith(".com", StringComparison.OrdinalIgnoreCase);
        return host is null || (!host.StartsWith("www.", StringComparison.Ordinal) && (!isCom || ComNames.Contains(text.Substring(0, dot))));
    }

    private static bool IsOfBoth(string text, string ending) => HostEndings.Contains(ending) && !text.Any(char.IsWhiteSpace);

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
            ? FileEndings.Contains(WithoutInvisible(piece.Substring(last + 1)))
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
