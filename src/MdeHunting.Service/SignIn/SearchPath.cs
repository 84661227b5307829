using System.Runtime.InteropServices;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Finds programs in the folders of PATH alone. .NET looks in the process's current folder before PATH (https://github.com/dotnet/runtime/issues/129736), and
/// an empty or relative entry of PATH means that folder too; a program that lies there came with somebody's files.
/// </summary>
internal static class SearchPath
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>The folders of a PATH that are named in full.</summary>
    public static IEnumerable<string> Folders(string? path) => (path ?? string.Empty).Split(Path.PathSeparator).Where(IsFull);

    /// <summary>The full paths of the programs of that name, in the order of PATH; a name with a folder in it has none.</summary>
    public static IEnumerable<string> Find(string name, string? path)
    {
        if (name.Length == 0 || name.IndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar, Path.VolumeSeparatorChar, '\0']) >= 0)
        {
            return [];
        }

        var file = IsWindows && !name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name + ".exe" : name;
        return Folders(path).Select(folder => Path.Combine(folder, file)).Where(IsProgram);
    }

    /// <summary>Whether a path begins at a root, so that it means the same in every folder.</summary>
    public static bool IsFull(string path)
    {
        if (path.IndexOf('\0') >= 0)
        {
            return false;
        }

        return IsWindows
            ? path.Length > 2 && ((path[1] == ':' && path[2] is '\\' or '/') || path.StartsWith(@"\\", StringComparison.Ordinal))
            : path.Length > 0 && path[0] == '/';
    }

    /// <summary>Whether there is a file that can be run.</summary>
    public static bool IsProgram(string file)
    {
#if NET
        const UnixFileMode run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & run) != 0);
#else
        return File.Exists(file);
#endif
    }
}
