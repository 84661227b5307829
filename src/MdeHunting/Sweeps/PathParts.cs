using System.Text.RegularExpressions;

namespace MdeHunting.Sweeps;

/// <summary>A path that is looked for, without what differs from machine to machine: its drive, or what a variable of the environment stands for.</summary>
internal sealed class PathParts
{
    private static readonly Regex Variable = new(@"^%(?<name>[^%]+)%", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    // What the kernel has in place of a drive, and of the folder of Windows.
    private static readonly Regex Device = new(
        @"^\\(Device\\[^\\]+(?=\\)|(?<root>SystemRoot)(?=\\))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    );

    // https://learn.microsoft.com/windows/deployment/usmt/usmt-recognized-environment-variables; those of which no more is known than that they are some folder
    // are not in it.
    private static readonly Dictionary<string, string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["APPDATA"] = @"\AppData\Roaming",
        ["LOCALAPPDATA"] = @"\AppData\Local",
        ["TEMP"] = @"\Temp",
        ["TMP"] = @"\Temp",
        ["PROGRAMDATA"] = @":\ProgramData",
        ["ALLUSERSPROFILE"] = @":\ProgramData",
        ["PROGRAMFILES"] = @":\Program Files",
        ["PROGRAMFILES(X86)"] = @":\Program Files (x86)",
        ["COMMONPROGRAMFILES"] = @":\Program Files\Common Files",
        ["WINDIR"] = @":\Windows",
        ["SYSTEMROOT"] = @":\Windows",
        ["PUBLIC"] = @":\Users\Public",
        ["SYSTEMDRIVE"] = ":",
    };

    private readonly string _path;
    private readonly string _end;
    private readonly bool _isWhole;

    private readonly bool _isAnySlash;

    private PathParts(string path, string end, bool isWhole, bool isAnySlash = false)
    {
        (_path, _end, _isWhole, _isAnySlash) = (path, end, isWhole, isAnySlash);
        var text = end.TrimStart(':', '\\', '/', '~') is { Length: > 0 } trimmed ? trimmed : path;
        Prefilters = _isAnySlash ? [.. new[] { text, text.Replace('/', '\\') }.Distinct(StringComparer.Ordinal)] : [text];
    }

    /// <summary>Texts of which one is in each of the paths that are meant.</summary>
    public IReadOnlyList<string> Prefilters { get; }

    /// <summary>Reads a path.</summary>
    public static PathParts Of(string value)
    {
        var path = value.Trim().TrimEnd('\\', '/') is { Length: > 0 } trimmed ? trimmed : value;
        if (Variable.Match(path) is { Success: true } match)
        {
            var rest = path.Substring(match.Length);
            return new PathParts(path, (Folders.TryGetValue(match.Groups["name"].Value, out var folder) ? folder : string.Empty) + rest, isWhole: false);
        }

        if (Device.Match(path) is { Success: true } device)
        {
            return new PathParts(
                path,
                (device.Groups["root"].Success ? Folders["SYSTEMROOT"] : string.Empty) + path.Substring(device.Length),
                isWhole: !device.Groups["root"].Success
            );
        }

        return path.Length > 2 && path[1] == ':' && path[2] == '\\' ? new PathParts(path, path.Substring(2), isWhole: true)
            : path[0] is not ('\\' or '/' or '~' or '%')
                ? new PathParts(path, $"/{path}".Replace('/', path.IndexOf('\\') < 0 ? '/' : '\\'), isWhole: false, path.IndexOf('\\') < 0)
            : path[0] == '~' ? new PathParts(path, path.Substring(1), isWhole: false)
            : new PathParts(path, path, isWhole: true);
    }

    /// <summary>How a path of a row is the one that is meant: the same; a part, where it is on another drive or below it; null for neither.</summary>
    public MdeIndicatorGrade? Compare(string value)
    {
        value = _isAnySlash ? value.Replace('\\', '/') : value;
        if (value.Equals(_path, StringComparison.OrdinalIgnoreCase) || (!_isWhole && value.EndsWith(_end, StringComparison.OrdinalIgnoreCase)))
        {
            return MdeIndicatorGrade.Exact;
        }

        var place = value.IndexOf(_end, StringComparison.OrdinalIgnoreCase);
        return place >= 0 && (place + _end.Length == value.Length || value[place + _end.Length] is '\\' or '/') && (_end[0] is '\\' or '/' or ':' || place == 0)
            ? MdeIndicatorGrade.Part
            : null;
    }
}
