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

    // ./payload/a.dat, .\a b.ps1, a/../b.sh: what is ahead of the last such folder says nothing of where the file was.
    private static readonly Regex Here = new(@"^([^<>:""|?*\x00-\x1f]*[\\/])?\.{1,2}[\\/](?<rest>[^<>:""|?*\x00-\x1f]+)$", Options);

    // dist/win-x64/setup.exe, System32\a.exe, \Windows\a.exe: a folder that may be below any other. Of those with blanks, only these are known from words.
    private static readonly Regex Relative = new(
        @"^(\\?([\w.()+@~-]+[\\/])+[\w.()+-]+|\\?(Program Files( \(x86\))?|Common Files|Documents and Settings)\\[^<>:""|?*/\x00-\x1f]+)$",
        Options | RegexOptions.IgnoreCase
    );

    private static readonly char[] Slashes = ['\\', '/'];

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

    // Files that have files in them.
    private static readonly HashSet<string> ArchiveEndings = new(
        "7z ace arj bz2 cab dmg gz img iso jar lzh rar tar tgz vhd vhdx wim xz zip".Split(' '),
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
        var bare = WithoutHere(WindowsPath.Plain(text));
        var last = bare.LastIndexOfAny(Slashes);
        if (type == MdeIndicatorType.FileName && last >= 0)
        {
            return WindowsPath.Plain(bare) is var path && Path.IsMatch(path) ? new RecognizedToken(MdeIndicatorType.FilePath, path)
                : last < bare.Length - 1 && bare[last + 1] != ' ' && bare.IndexOfAny(OfNoName) < 0 ? Alone(InFolder(bare, bare.Substring(last + 1)))
                : null;
        }

        return (type == MdeIndicatorType.FilePath && last < 0 && EndsAsFile(bare)) || (type == MdeIndicatorType.FileName && bare.Length < text.Length)
            ? new RecognizedToken(MdeIndicatorType.FileName, bare)
            : null;
    }

    /// <summary>
    /// The path alone, where nothing stands around a path that is one of Windows by its backslashes. Of others, the folder may be that of an archive or of
    /// whoever made the list, or two names are separated by a slash.
    /// </summary>
    public static RecognizedToken Alone(RecognizedToken token) =>
        token is { Type: MdeIndicatorType.FilePath, Other: not null } && token.Value.IndexOf('\\') >= 0
            ? token with
            {
                Other = null,
                OtherValue = null,
            }
            : token;

    /// <summary>Whether a text has the form of a path.</summary>
    public static bool IsPath(string text) => Path.IsMatch(text);

    /// <summary>A name of a file; null where no column can hold it.</summary>
    public static string? FileName(string text) => text.Length > 0 && text.IndexOfAny(OfNoName) < 0 && !Slashes.Contains(text[text.Length - 1]) ? text : null;

    /// <summary>A file by its name and a folder that may be anywhere, and by its name alone, as in another folder; null for none.</summary>
    public static RecognizedToken? OfFolder(string text)
    {
        var isHere = Here.IsMatch(text);
        var path = WithoutHere(text);
        var parts = path.Split(Slashes);
        var name = parts[parts.Length - 1];
        if (!(isHere || Relative.IsMatch(path)) || parts.Skip(1).Any(part => part.Length == 0) || parts.Take(parts.Length - 1).Any(EndsAsFile))
        {
            return null;
        }

        // C2/evil.com has a host behind a word.
        var found = Name(name, isDefanged: false);
        return found is null || (!isHere && found is { Type: MdeIndicatorType.Domain, Other: null }) ? found
            : parts.Length == 1 ? new RecognizedToken(MdeIndicatorType.FileName, name)
            : InFolder(path, name);
    }

    /// <summary>
    /// The names of the files of a place in an archive, such as <c>report.zip/inner.exe</c> and <c>a.iso\docs\b.lnk</c>: of the archive, and of what is in it.
    /// None where it is no such place.
    /// </summary>
    public static IReadOnlyList<string> InArchive(string text)
    {
        // Most texts are none, which their beginning says.
        if (text.IndexOfAny(Slashes) is var first && (first < 0 || !IsArchive(text.Substring(0, first))))
        {
            return [];
        }

        var parts = text.Split(Slashes);
        var name = parts[parts.Length - 1];
        return EndsAsFile(name) && Array.TrueForAll(parts, part => part.Trim().Length > 0 && part.IndexOfAny(OfNoName) < 0 && part.IndexOf(':') < 0)
            ? [.. parts.Take(parts.Length - 1).Where(IsArchive), name]
            : [];
    }

    // A host has more than two parts, or a letter of no file's name.
    private static bool IsArchive(string name) =>
        name.IndexOf('.') is > 0 and var dot && dot == name.LastIndexOf('.') && ArchiveEndings.Contains(name.Substring(dot + 1));

    private static RecognizedToken InFolder(string path, string name) =>
        new(MdeIndicatorType.FilePath, path) { Other = MdeIndicatorType.FileName, OtherValue = name };

    private static bool EndsAsFile(string folder) => folder.LastIndexOf('.') is > 0 and var dot && FileEndings.Contains(folder.Substring(dot + 1));

    // ./a.sh is a.sh, wherever that was.
    private static string WithoutHere(string text) => Here.Match(text) is { Success: true } match ? match.Groups["rest"].Value : text;

    /// <summary>Whether a file's name or path has a wildcard, or a quotation mark amid a word: no part of it is what is meant.</summary>
    public static bool IsNoName(MdeIndicatorType type, string text) =>
        type is MdeIndicatorType.FileName or MdeIndicatorType.FilePath
        && (WindowsPath.Plain(text).IndexOfAny(['*', '?', '<', '>']) >= 0 || AmidQuote.IsMatch(text));

    /// <summary>A path that is stated as one; null where no file can have it.</summary>
    public static string? FilePath(string text)
    {
        var bare = text.Length > 2 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2) : text;
        var path = WindowsPath.Plain(WithoutHere(WindowsPath.Plain(bare)));
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

        return HashForms.OfName(text) is { } hash ? new RecognizedToken(MdeIndicatorType.FileName, text) { Other = hash.Type, OtherValue = hash.Value }
            : host is null ? new RecognizedToken(MdeIndicatorType.FileName, text)
            : new RecognizedToken(MdeIndicatorType.Domain, host) { Other = MdeIndicatorType.FileName, OtherValue = text };
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
        var isKnown = !isCom || ComNames.Contains(text.Substring(0, dot));

        // evil..com is no host, and no file either; Invoice March.com is one.
        return host is null ? isKnown || text.Any(char.IsWhiteSpace) : isKnown && !host.StartsWith("www.", StringComparison.Ordinal);
    }

    private static bool IsOfBoth(string text, string ending) => HostEndings.Contains(ending) && !text.Any(char.IsWhiteSpace);
}
