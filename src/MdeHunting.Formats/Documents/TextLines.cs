using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>Gives the lines of a text.</summary>
internal static class TextLines
{
    /// <summary>Gives them, in their order.</summary>
    public static void Read(string text, IIndicatorSink sink, CancellationToken token)
    {
        using var reader = new StringReader(text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            token.ThrowIfCancellationRequested();
            sink.TakeLine(line, number);
        }
    }
}
