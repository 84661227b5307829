using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Paths as programs and people write them, https://learn.microsoft.com/dotnet/standard/io/file-path-formats, in the form that tables have: with a drive or a
/// server, and backslashes.
/// </summary>
internal static class WindowsPath
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    private static readonly Regex Prefix = new(@"^(\\\\[?.]|\\\?\?|//[?.])[\\/]((?<unc>UNC)[\\/]|Volume\{[^}\\/]*\}(?=[\\/])|(?=[a-z]:))", Options);

    // As PowerShell writes variables of the environment.
    private static readonly Regex Variable = new(@"^\$(\{env:(?<name>[\w()]+)\}|env:(?<name>\w+))(?=[\\/])", Options);

    // What JSON and code have for one backslash, and paths of two of them, which those have for four.
    private static readonly Regex Doubled = new(@"(?<=.)\\{2,}", Options);
    private static readonly Regex OfKernel = new(@"^\\\\(Device|SystemRoot|\?\?)\\\\", Options);

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file: six characters at most, ~, and a number.
    private static readonly Regex Short = new(@"(?<![^\\])[^\\/.\s]{1,6}~[0-9]{1,6}(\.[^\\/.\s]{1,3})?(?![^\\])", Options);

    private static readonly char[] Backslash = ['\\'];

    /// <summary>
    /// The path without what makes Windows take it as it is, with backslashes where it is one of Windows, one for each folder, and without . and .. in it.
    /// </summary>
    public static string Plain(string text)
    {
        var path = Undoubled(text);
        path = path.Length > 4 && path[0] is '\\' or '/' ? Prefix.Replace(path, match => match.Groups["unc"].Success ? @"\\" : string.Empty) : path;
        path = path.Length > 4 && path[0] == '$' ? Variable.Replace(path, "%${name}%") : path;
        if (path.Length == 0 || !IsOfWindows(path))
        {
            return path;
        }

        path = path.IndexOf('/') >= 0 ? Undoubled(path.Replace('/', '\\')) : path;
        return path.IndexOf(@"\.", StringComparison.Ordinal) >= 0 ? WithoutDots(path) : path;
    }

    /// <summary>Why rows may have another text for a name or a path of Windows; null where nothing is known of one.</summary>
    public static string? WhyOther(string path) =>
        path.IndexOf('~') > 0 && Short.Match(path) is { Success: true, Value: var name }
            ? $"'{name}' can be a short (8.3) name, and rows with the long name aren't compared with it. Specify the long name."
        : path.Length > 0 && path[0] == '%' && path.IndexOf(@"%\..\", StringComparison.Ordinal) > 0
            ? "It goes above a folder that a variable stands for. Specify the path without '..'."
        : null;

    private static string Undoubled(string path)
    {
        if (path.Length < 3 || path.IndexOf(@"\\", 1, StringComparison.Ordinal) < 0)
        {
            return path;
        }

        var ahead = OfKernel.IsMatch(path) ? 1 : Math.Min(2, path.Length - path.TrimStart(Backslash).Length);
        return path.Substring(0, ahead) + Doubled.Replace(path.TrimStart(Backslash), @"\");
    }

    // Nothing is above a drive or a share; what is above a folder that a variable stands for isn't known.
    private static string WithoutDots(string path)
    {
        var parts = path.Split(Backslash);
        var root = path.StartsWith(@"\\", StringComparison.Ordinal) ? 4 : 1;
        var kept = new List<string>(parts.Length);
        foreach (var part in parts)
        {
            if (kept.Count < root || part is not ("." or ".."))
            {
                kept.Add(part);
            }
            else if (part == ".." && kept.Count > root)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (part == ".." && path[0] == '%')
            {
                return path;
            }
        }

        return string.Join(@"\", kept);
    }

    private static bool IsOfWindows(string path) =>
        path[0] is '%' or '\\' || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/' && path[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'));
}
