using MdeHunting.Journal;
using MdeHunting.Kql;
using MdeHunting.Text;

namespace MdeHunting.Running;

/// <summary>Reads a file as one query.</summary>
internal static class QueryFile
{
    // No service takes a query that is nearly as long.
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The file's text: UTF-8, UTF-16 or UTF-32.</summary>
    /// <exception cref="HuntingException">There is no such file, it cannot be opened, is no text, is in another encoding, or has no query.</exception>
    public static string Read(string path)
    {
        var bytes = ReadBytes(path);
        if (bytes.Length > MostBytes)
        {
            throw Unreadable(path, $"'{path}' is larger than 16 MB, so it isn't a query.", "Specify a file that has one query in KQL.");
        }

        if (TextEncoding.Read(bytes) is not { } text)
        {
            throw Array.IndexOf(bytes, (byte)0) >= 0
                ? Unreadable(path, $"'{path}' isn't a text file: it has NUL bytes.", "Specify a file that has one query in KQL, saved as UTF-8.")
                : Unreadable(
                    path,
                    $"'{path}' isn't text in UTF-8 or UTF-16.",
                    "Save it as UTF-8: in another encoding, such as Windows-1252, characters of the query could be mistaken."
                );
        }

        return HasQuery(text) ? text : throw Empty(path, $"The file '{path}' has no query.");
    }

    /// <summary>Whether a text has more than blanks and comments.</summary>
    public static bool HasQuery(string text) => new SourceText(text).Significant.Count > 0;

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw Unreadable(path, $"'{path}' is a folder.", "Specify the files in it, such as -Path './hunts/*.kql'.");
        }

        try
        {
            // A pipe has no length, and would be waited for.
            if (new FileInfo(path).Length == 0)
            {
                throw Empty(path, $"'{path}' has no query: it's empty, or it's a pipe or a device and not a file.");
            }

            using var file = InputFile.Open(path);
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (var read = file.Read(buffer, 0, buffer.Length); read > 0 && bytes.Length <= MostBytes; read = file.Read(buffer, 0, buffer.Length))
            {
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HuntingException(HuntingFailure.QueryFileNotFound, $"There's no query file '{path}'.", "Check the path.", e) { Target = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, $"'{path}' can't be read: {e.Message}", "Check that it's a file and that you can read it.", e);
        }
    }

    private static HuntingException Empty(string path, string what) =>
        new(HuntingFailure.EmptyQuery, what, "Save a query in KQL in it, such as DeviceInfo | take 10.") { Target = path };

    private static HuntingException Unreadable(string path, string what, string nextStep, Exception? inner = null) =>
        new(HuntingFailure.QueryFileUnreadable, what, nextStep, inner) { Target = path };
}
