namespace MdeHunting.Service.Services;

/// <summary>
/// Reads a file that a parameter or the process's environment names: a description, a certificate, a token. Such a file is small and lies on a disk; a pipe or
/// a device in its place would be waited for, or never end.
/// </summary>
internal static class SmallFile
{
    /// <summary>How many bytes such a file has at the most.</summary>
    public const int Longest = 1_048_576;

    /// <summary>The file's bytes.</summary>
    /// <exception cref="IOException">It is empty, is too long, is no file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It's a folder.");
        }

        var length = new FileInfo(Target(path)).Length;

        // What is no file has no length, and is not opened.
        if (length == 0)
        {
            throw new IOException("It's empty, or it's a pipe or a device and not a file.");
        }

        if (length > Longest)
        {
            throw new IOException(FormattableString.Invariant($"It has {length:N0} bytes. The limit is {Longest:N0}."));
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[length];
        var read = 0;
        while (read < content.Length && file.Read(content, read, content.Length - read) is var more and > 0)
        {
            read += more;
        }

        return read == content.Length ? content : content.AsSpan(0, read).ToArray();
    }

    // A link's own length is that of its text.
    private static string Target(string path) =>
#if NET
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        path;
#endif
}
