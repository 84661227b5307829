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

    /// <summary>The path without what makes Windows take it as it is, and with backslashes where it is one of Windows.</summary>
    public static string Plain(string text)
    {
        var path = text.Length > 4 && text[0] is '\\' or '/' ? Prefix.Replace(text, match => match.Groups["unc"].Success ? @"\\" : string.Empty) : text;
        path = path.Length > 4 && path[0] == '$' ? Variable.Replace(path, "%${name}%") : path;
        return path.IndexOf('/') >= 0 && IsOfWindows(path) ? path.Replace('/', '\\') : path;
    }

    private static bool IsOfWindows(string path) =>
        path[0] is '%' or '\\' || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/' && path[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'));
}
