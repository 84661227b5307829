using System.Text;

namespace MdeHunting.Hunting;

/// <summary>Reads a file as one query.</summary>
internal static class QueryFile
{
    /// <summary>The file's text: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <exception cref="HuntingException">There is no such file, it cannot be opened, or it is in another encoding.</exception>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HuntingException(HuntingFailure.QueryFileNotFound, $"There is no query file '{path}'.", "Check the path.", e) { Target = path };
        }
        catch (DecoderFallbackException e)
        {
            throw new HuntingException(
                HuntingFailure.QueryFileUnreadable,
                $"'{path}' is not text in UTF-8, nor in UTF-16 with a byte order mark.",
                "Save it as UTF-8: in another encoding, characters of the query could be mistaken.",
                e)
            {
                Target = path,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new HuntingException(HuntingFailure.QueryFileUnreadable, $"'{path}' cannot be read: {e.Message}", "Check that it is a file, and that you may read it.", e) { Target = path };
        }
    }
}
