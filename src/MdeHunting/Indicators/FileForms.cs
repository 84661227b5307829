using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Reads names and paths of files, and tells them from names of hosts.</summary>
internal static class FileForms
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    private static readonly char[] OfNoName = ['*', '?', '"', '<', '>', '|'];

    private static readonly Regex AmidQuote = new(@"\w""\w", Options);

    private static readonly Regex Path = new(
        @"^([A-Za-z]:\\[^<>:""|?*\x00-\x1f]+|\\\\[^\\/<>:""|?*\x00-\x1f]+\\[^<>:""|?*\x00-\x1f]+|%[A-Za-z0-9_()]+%\\[^<>:""|?*\x00-\x1f]+"
            + @"|/(Applications|bin|boot|dev|etc|home|lib|lib64|Library|media|mnt|opt|private|proc|root|run|sbin|srv|sys|System|tmp|Users|usr|var|Volumes)/[^\x00-\x1f]+"
            + @"|~/[^\x00-\x1f]+)$",
        Options
    );

    // ./payload/a.dat, as the programs that make lists of hashes write it: of no certain folder, but a name.
    private static readonly Regex Relative = new(@"^(\.{1,2}[\\/]|[\w-]+[\\/])([\w.-]+[\\/])*(?<name>[\w.()+-]+)$", Options);

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
    public static bool IsEnding(string text) => FileEndings.Contains(text);

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

    /// <summary>Whether a text has the form of a path.</summary>
    public static bool IsPath(string text) => Path.IsMatch(text);

    /// <summary>A name of a file, where no column can hold another one.</summary>
    public static string? FileName(string text) => text.Length > 0 && text.IndexOfAny(OfNoName) < 0 ? text : null;

    /// <summary>The name of a file behind a folder that may be anywhere; null for none.</summary>
    public static RecognizedToken? OfFolder(string text) =>
        Relative.Match(text) is { Success: true } relative ? Name(relative.Groups["name"].Value, isDefanged: false) : null;

    /// <summary>Whether a file's name or path has a wildcard, or a quotation mark amid a word: no part of it is what is meant.</summary>
    public static bool IsNoName(MdeIndicatorType type, string text) =>
        type is MdeIndicatorType.FileName or MdeIndicatorType.FilePath
        && (WindowsPath.Plain(text).IndexOfAny(['*', '?', '<', '>']) >= 0 || AmidQuote.IsMatch(text));

    /// <summary>A path that is stated as one; null where no file can have it.</summary>
    public static string? FilePath(string text)
    {
        var bare = text.Length > 2 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2) : text;
        var path = WindowsPath.Plain(bare);
        return path.Length > 0 && (path[0] is '/' or '~' || path.IndexOfAny(OfNoName) < 0) ? path : null;
    }

    /// <summary>A name of a file, of a host, or of both, as report.zip and run.sh are; what was defanged is a host's, where it can be one.</summary>
    public static RecognizedToken? Name(string text, bool isDefanged)
    {
        var port = text.IndexOf(':');
        if (port > 0)
        {
            return AddressForms.IsPort(text.Substring(port + 1)) && HostName.Parse(text.Substring(0, port)) is { } named
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
}
