using MdeHunting.Contract;

namespace MdeHunting.Tests.Indicators;

internal static class IndicatorReadings
{
    /// <summary>Reads a document to its end.</summary>
    public static MdeIndicatorFormat ReadToEnd(this IIndicatorFormats formats, IndicatorDocument document, IIndicatorSink sink, CancellationToken token)
    {
        var reading = formats.Open(document, sink, token);
        foreach (var _ in reading.Steps) { }

        return reading.Format;
    }
}
