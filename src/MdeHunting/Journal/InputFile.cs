namespace MdeHunting.Journal;

/// <summary>Opens files that people name or that stand in their folders. A pipe would be waited for, and a device may never end: those are refused.</summary>
internal static class InputFile
{
    /// <summary>Opens a file to read it, whoever else has it open.</summary>
    /// <exception cref="IOException">It can't be opened, or is a pipe, a socket, or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path) =>
        !Directory.Exists(path) && SpecialFile.Is(path)
            ? throw new IOException("It's a pipe, a socket, or a device, and not a file.")
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Whether an exception that nobody foresaw is about what a file contains, so that other files can still be read.</summary>
    public static bool IsOfContent(Exception exception) => exception is not (MdeException or OperationCanceledException or OutOfMemoryException);
}
