using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>The folder that <c>-OutputPath</c> names.</summary>
internal static class OutputFolderPath
{
    /// <summary>The full path: of the file system, absolute, as it is without wildcards. To be called by the pipeline thread.</summary>
    /// <exception cref="OutputException">It is none of the file system.</exception>
    public static string Of(SessionState session, string path)
    {
        FilePath found;
        try
        {
            found = FilePath.Of(session, path);
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw NotValid(path, $"'{path}' is not a path: {e.Message}", e);
        }

        if (!found.IsOfFileSystem)
        {
            throw NotValid(path, $"'{path}' is a path of the provider {found.Provider}, and not of a folder.");
        }

        try
        {
            // Without the separator at the end, and with those of the system.
            var full = Path.GetFullPath(found.Full);
            return full.Length > (Path.GetPathRoot(full)?.Length ?? 0) ? full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : full;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw NotValid(path, $"'{path}' is not a path: {e.Message}", e);
        }
    }

    private static OutputException NotValid(string path, string what, Exception? inner = null) =>
        new(OutputFailure.OutputPathNotValid, what, "Specify the path of a folder; it need not be there yet.", inner) { Target = path };
}
