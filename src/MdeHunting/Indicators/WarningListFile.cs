using MdeHunting.Contract;
using MdeHunting.Isolation;
using MdeHunting.Journal;

namespace MdeHunting.Indicators;

/// <summary>Reads files of warning lists.</summary>
internal static class WarningListFile
{
    /// <summary>Reads a file; where it cannot be used, why.</summary>
    public static (WarningList? List, IndicatorException? Failure) Read(string path, CancellationToken token)
    {
        var (content, failure) = IndicatorFile.Open(path);
        if (content is null)
        {
            return (null, failure);
        }

        using (content)
        {
            var formats = FormatsLoader.Indicators;
            try
            {
                return (new WarningList(formats.ReadWarningList(new IndicatorDocument(content, path, MdeIndicatorFormat.Misp), token), path), null);
            }
            catch (IndicatorException e)
            {
                return (null, e);
            }
            catch (IOException e)
            {
                return (null, IndicatorFile.Unreadable(path, $"'{path}' can't be read: {e.Message}", e));
            }
            catch (Exception e) when (InputFile.IsOfContent(e))
            {
                return (null, IndicatorFile.Damaged(path, $"'{path}'", e));
            }
        }
    }
}
