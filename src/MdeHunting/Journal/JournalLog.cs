using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Journal;

/// <summary>
/// A file to which lines are added and from which none is taken: what was written and flushed stays, whatever becomes of the process and the machine, and of
/// the last line at the most a part is there, which has no line end. A file that is written anew and renamed would be as safe, and would cost more with each
/// line.
/// </summary>
/// <remarks>
/// Each line ends with a hash of itself and of that of the line before, so that one which was changed, taken out or put between is found. It protects against
/// mistakes and damage; who wants to deceive can compute it anew.
/// </remarks>
internal sealed class JournalLog : IDisposable
{
    private const string Chain = ",\"chain\":\"";
    private const int ChainLength = 64;

    private readonly object _gate = new();
    private readonly IJournalFiles _files;
    private readonly string _path;
    private Stream? _stream;
    private string _last;
    private long _length;

    /// <param name="files">The files.</param>
    /// <param name="path">The log.</param>
    /// <param name="read">What was read of it; null for a new one.</param>
    public JournalLog(IJournalFiles files, string path, JournalText? read = null)
    {
        (_files, _path) = (files, path);
        (_last, _length) = read is null ? (string.Empty, 0L) : (read.LastHash, read.WholeBytes);
    }

    /// <summary>Reads a log; what is behind its last line end was not written whole, and is not read.</summary>
    /// <exception cref="OutputException">A line was changed or damaged.</exception>
    public static JournalText Read(IJournalFiles files, string path)
    {
        byte[] bytes;
        using (var stream = files.Open(path))
        using (var all = new MemoryStream())
        {
            stream.CopyTo(all);
            bytes = all.ToArray();
        }

        var lines = new List<JournalLine>();
        var last = string.Empty;
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            var text = Encoding.UTF8.GetString(bytes, start, end - start);
            start = end + 1;
            var chained = text.Length - Chain.Length - ChainLength - 2;
            if (
                chained < 0
                || Sha256Text.Of(last + text.Substring(0, chained)) is var hash && text.Substring(chained) != $"{Chain}{hash}\"}}"
                || JournalLineReader.Read(text) is not { } line
            )
            {
                throw Damaged(path, FormattableString.Invariant($"line {lines.Count + 1} was changed or damaged since it was written"));
            }

            lines.Add(line);
            last = hash;
        }

        return new JournalText(lines, last, start, bytes.Length > start);
    }

    /// <summary>The failure of a journal that cannot be trusted.</summary>
    public static OutputException Damaged(string path, string why) =>
        new(
            OutputFailure.JournalDamaged,
            $"The journal '{path}' cannot be trusted: {why}.",
            "Nothing was changed, and no query was run. Restore the journal from a copy, or write to another folder."
        )
        {
            Target = path,
        };

    /// <summary>Adds a line, and ends when it is on the disk.</summary>
    public void Append(JournalLine line)
    {
        lock (_gate)
        {
            var json = line.ToJson();
            var content = json.Substring(0, json.Length - 1);
            var hash = Sha256Text.Of(_last + content);
            var bytes = Encoding.UTF8.GetBytes($"{content}{Chain}{hash}\"}}\n");

            // Also cuts off what was not written whole.
            _stream ??= _files.Append(_path, _length);
            _stream.Write(bytes, 0, bytes.Length);
            _files.Flush(_stream);
            _last = hash;
            _length += bytes.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }
}

/// <summary>What was read of a log.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="LastHash">The hash of the last one.</param>
/// <param name="WholeBytes">How many bytes they are.</param>
/// <param name="HasTornLine">Whether the beginning of another line follows.</param>
internal sealed record JournalText(IReadOnlyList<JournalLine> Lines, string LastHash, long WholeBytes, bool HasTornLine);
