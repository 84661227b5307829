using MdeHunting.Contract;
using MdeHunting.Isolation;

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
            try
            {
                return (
                    new WarningList(FormatsLoader.Indicators.ReadWarningList(new IndicatorDocument(content, path, MdeIndicatorFormat.Misp), token), path),
                    null
                );
            }
            catch (IndicatorException e)
            {
                return (null, e);
            }
            catch (IOException e)
            {
                return (null, IndicatorFile.Unreadable(path, $"'{path}' can't be read: {e.Message}", e));
            }
        }
    }
}
