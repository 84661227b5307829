using System.Security.Cryptography;
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

        using var sha256 = SHA256.Create();
        var torn = bytes.Length - start;
        return new JournalText(lines, last, start, torn == 0 ? null : new FileSum(Sha256Text.Digits(sha256.ComputeHash(bytes, start, torn)), torn));
    }

    /// <summary>The failure of a journal that cannot be trusted.</summary>
    public static OutputException Damaged(string path, string why) =>
        new(
            OutputFailure.JournalDamaged,
            $"The journal '{path}' can't be trusted: {why}.",
            "Nothing was changed, and no query was run. Restore the journal from a copy, or write to another folder."
        )
        {
            Target = path,
        };

    /// <summary>Adds lines, and ends when they are on the disk.</summary>
    public void Append(params JournalLine[] lines)
    {
        lock (_gate)
        {
            var (bytes, last) = Chained(lines);

            // Also cuts off what was not written whole.
            _stream ??= _files.Append(_path, _length);
            _stream.Write(bytes, 0, bytes.Length);
            _files.Flush(_stream);
            _last = last;
            _length += bytes.Length;
        }
    }

    /// <summary>The bytes of a line as it would be added next.</summary>
    public byte[] Render(JournalLine line)
    {
        lock (_gate)
        {
            return Chained([line]).Bytes;
        }
    }

    private (byte[] Bytes, string Last) Chained(JournalLine[] lines)
    {
        var last = _last;
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var json = line.ToJson();
            var content = json.Substring(0, json.Length - 1);
            last = Sha256Text.Of(last + content);
            text.Append(content).Append(Chain).Append(last).Append("\"}\n");
        }

        return (Encoding.UTF8.GetBytes(text.ToString()), last);
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
/// <param name="Torn">The beginning of another line that follows; null where none does.</param>
internal sealed record JournalText(IReadOnlyList<JournalLine> Lines, string LastHash, long WholeBytes, FileSum? Torn)
{
    /// <summary>Whether the beginning of another line follows.</summary>
    public bool HasTornLine => Torn is not null;

    /// <summary>What is told of the beginning of a line that was removed.</summary>
    /// <param name="torn">The beginning.</param>
    /// <param name="file">The log.</param>
    public static JournalLine ToLine(FileSum torn, string file) =>
        new JournalLine()
            .With("file", file)
            .With(
                "why",
                FormattableString.Invariant($"Its last line was incomplete, because its writing was interrupted: its {torn.Bytes} bytes were removed.")
            )
            .With("removedBytes", torn.Bytes)
            .With("removedSha256", torn.Sha256);

    /// <summary>Who wrote to it last, in parentheses with a blank ahead; empty where no line says so.</summary>
    public string Holder =>
        Lines.LastOrDefault(line => line.Number("process") is not null) is { } line
            ? FormattableString.Invariant($" (process {line.Number("process")} of {line.Text("computer")}, since {line.Text("at")})")
            : string.Empty;
}
