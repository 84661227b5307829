using System.Text;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>The end of a log: what was done last is known without reading all that was done before.</summary>
internal static class LogTail
{
    // The line that is looked for names a certificate at the most.
    private const int Length = 64 * 1024;

    /// <summary>The event of the last line that is whole; null where that is none.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static string? LastEvent(IJournalFiles files, string log)
    {
        using var stream = files.Open(log);
        if (stream.CanSeek)
        {
            stream.Seek(-Math.Min(stream.Length, Length), SeekOrigin.End);
        }

        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        var end = text.LastIndexOf('\n');
        if (end <= 0)
        {
            return null;
        }

        var start = text.LastIndexOf('\n', end - 1) + 1;
        return JournalLineReader.Read(text.Substring(start, end - start))?.Text("event");
    }
}
