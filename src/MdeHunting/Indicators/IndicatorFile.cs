using MdeHunting.Journal;

namespace MdeHunting.Indicators;

/// <summary>Opens files of indicators and of warning lists, and says why one cannot be read.</summary>
internal static class IndicatorFile
{
    /// <summary>Opens a file; where that fails, why.</summary>
    public static (FileStream? Content, IndicatorException? Failure) Open(string path)
    {
        try
        {
            return (InputFile.Open(path), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new IndicatorException(IndicatorFailure.IndicatorFileNotFound, $"There's no file '{path}'.", "Check the path.", e) { Target = path });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, Unreadable(path, $"'{path}' can't be read: {e.Message}", e));
        }
    }

    /// <summary>That a reader failed over what a file contains in a way that nobody foresaw.</summary>
    public static IndicatorException Damaged(string path, string called, Exception inner) =>
        new(IndicatorFailure.IndicatorFileDamaged, $"{called} can't be read: {inner.Message}", "Correct the file, or leave it out.", inner) { Target = path };

    /// <summary>That a file cannot be read.</summary>
    public static IndicatorException Unreadable(string path, string what, Exception? inner) =>
        new(IndicatorFailure.IndicatorFileUnreadable, what, "Specify a file that you may read.", inner) { Target = path };
}
