using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// A bag of evidence that is being filled: a folder as RFC 8493 has it, in which each response lies as it came, with what was asked for it. Whenever the
/// process or the machine ends, it has what its log says to be there, and another process goes on with it.
/// </summary>
/// <remarks>
/// A file is written under a temporary name and flushed; then the log says that it is being stored, it gets its name, and the log says that it is stored. So
/// what the log says to be stored is there, with the hash that it tells. Each line of the log is chained to the one before it by its hash.
/// </remarks>
internal sealed class EvidenceBag : IDisposable
{
    /// <summary>The version of the bag's own files.</summary>
    public const string Version = "1";

    /// <summary>The member of the log's first line with the hashes of the files that a bag begins with, which stay as they are.</summary>
    public const string BeginningFiles = "beginningFiles";

    private readonly IJournalFiles _files;
    private readonly Func<DateTime> _now;
    private readonly string _writer;
    private readonly JournalLog _log;
    private readonly IDisposable _lock;
    private readonly object _gate = new();
    private readonly object _order = new();
    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);
    private JournalLine _header = new();
    private EvidenceException? _failure;
    private long _queries;
    private long _requests;
    private long _responses;

    /// <param name="files">The files.</param>
    /// <param name="path">The bag's folder.</param>
    /// <param name="now">The time of this machine (UTC).</param>
    /// <param name="writer">What tells this process from every other one, also from one that has its number.</param>
    /// <param name="held">What keeps others out.</param>
    /// <param name="read">What its log tells; null for a new one.</param>
    internal EvidenceBag(IJournalFiles files, string path, Func<DateTime> now, string writer, IDisposable held, JournalText? read)
    {
        (_files, Path, _now, _writer, _lock) = (files, path, now, writer, held);
        _log = new JournalLog(files, FullPath(BagFolder.LogName), read);
    }

    /// <summary>The bag's folder.</summary>
    public string Path { get; }

    /// <summary>What the first line of the log tells: what the evidence is for.</summary>
    public JournalLine Header => _header;

    /// <summary>The hashes of the files that are stored, by their names from the bag on.</summary>
    public IReadOnlyDictionary<string, string> Stored => _stored;

    /// <summary>The full path of a file.</summary>
    /// <param name="file">The file, from the bag on.</param>
    public string FullPath(string file) => System.IO.Path.Combine(Path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>The number of the next query.</summary>
    public long NextQuery() => Interlocked.Increment(ref _queries);

    /// <summary>The number of the next request.</summary>
    public long NextRequest() => Interlocked.Increment(ref _requests);

    /// <summary>The folder of the next response, from the bag on.</summary>
    public string NextResponse() => FormattableString.Invariant($"{BagText.Payload}{Interlocked.Increment(ref _responses):D6}");

    /// <summary>Adds an event to the log, and ends when it is on the disk.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Append(string name, JournalLine facts)
    {
        // Requests that run at once write their lines in the order of the times in them.
        lock (_order)
        {
            Append(Line(name, facts));
        }
    }

    /// <summary>The line of an event, as it is added to the log.</summary>
    public JournalLine Line(string name, JournalLine facts) => new JournalLine().With("at", _now()).With("event", name).With(facts);

    /// <summary>Adds a line to the log, and ends when it is on the disk.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Append(JournalLine line) => Write(BagFolder.LogName, () => _log.Append(line));

    /// <summary>What the log will be once a line is added to it.</summary>
    /// <exception cref="EvidenceException">It cannot be read.</exception>
    public byte[] LogWith(JournalLine line)
    {
        var log = FullPath(BagFolder.LogName);
        return [.. BagFolder.Reading(log, () => BagFolder.ReadAll(_files, log)), .. _log.Render(line)];
    }

    /// <summary>Begins a file, under a temporary name.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public PartWriter BeginFile(string file)
    {
        PartWriter? writer = null;
        Write(
            file,
            () =>
            {
                var full = FullPath(file);
                _files.CreateFolder(System.IO.Path.GetDirectoryName(full)!);
                writer = new PartWriter(Write, _files, full + JournalFolder.UnfinishedSuffix, file);
            }
        );
        return writer!;
    }

    /// <summary>Gives files their names, together with a text for each of some others.</summary>
    /// <param name="written">The files that were written.</param>
    /// <param name="texts">The others, by their names from the bag on.</param>
    /// <param name="facts">What the log tells of them.</param>
    /// <exception cref="EvidenceException">They cannot be written.</exception>
    public void Store(IEnumerable<PartWriter> written, IEnumerable<KeyValuePair<string, string>> texts, JournalLine facts)
    {
        var writers = written.ToList();
        foreach (var text in texts)
        {
            var bytes = BagText.Bytes(text.Value);
            var writer = BeginFile(text.Key);
            writers.Add(writer);
            writer.Write(bytes, 0, bytes.Length);
        }

        var sums = writers.ConvertAll(writer => new KeyValuePair<string, string>(writer.File, writer.Seal()));
        Append("storing", new JournalLine().With(facts).With("files", sums));
        foreach (var writer in writers)
        {
            Write(writer.File, () => _files.Move(writer.Path, FullPath(writer.File)));
            writer.Dispose();
        }

        Append("stored", new JournalLine().With(facts).With("files", sums));
        Remember(sums);
    }

    /// <summary>Takes in that files are stored.</summary>
    internal void Remember(IEnumerable<KeyValuePair<string, string>> sums)
    {
        lock (_gate)
        {
            foreach (var sum in sums)
            {
                _stored[sum.Key] = sum.Value;
            }
        }
    }

    /// <summary>Goes on counting behind what is there.</summary>
    internal void CountFrom(long queries, long requests, long responses)
    {
        _queries = Math.Max(_queries, queries);
        _requests = Math.Max(_requests, requests);
        _responses = Math.Max(_responses, responses);
    }

    // Of a process that ended before the log's first line, it may be there already.
    private void Replace(string file, string text)
    {
        var bytes = BagText.Bytes(text);
        using var writer = BeginFile(file);
        writer.Write(bytes, 0, bytes.Length);
        writer.Seal();
        Write(
            file,
            () =>
            {
                _files.Delete(FullPath(file));
                _files.Move(writer.Path, FullPath(file));
            }
        );
    }

    /// <summary>Closes the bag, which stays as it is.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    /// <summary>Writes; the first failure is that of all that would be written after it.</summary>
    public void Write(string file, Action write)
    {
        if (_failure is { } before)
        {
            throw new EvidenceException(before.Failure, before.What, before.NextStep) { Target = before.GetTarget() };
        }

        try
        {
            BagFolder.Guard(FullPath(file), write, Path);
        }
        catch (EvidenceException e)
        {
            _failure = e;
            TellFailure(file, e.What);
            throw;
        }
    }

    /// <summary>Why it can't be written to, where its log doesn't say so; null where it can, or does.</summary>
    public string? UntoldFailure { get; private set; }

    // Where there is no room for a response, there may be some for a line. A log that itself failed takes none.
    private void TellFailure(string file, string why)
    {
        UntoldFailure = why;
        if (file == BagFolder.LogName)
        {
            return;
        }

        try
        {
            _log.Append(Line(RecordedFailure.NotWrittenEvent, new JournalLine().With("why", why)));
            UntoldFailure = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            // It's told when the bag is continued, if that's done by this process.
        }
    }

    /// <summary>Begins a new bag.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    internal void Begin(EvidenceCase facts, FileSum? torn)
    {
        CreatePayload();
        var texts = new List<KeyValuePair<string, string>>
        {
            new(BagText.DeclarationName, BagText.Declaration),
            new(BagFolder.CaseName, Json(facts.ToLine())),
            new(BagFolder.ToolName, Json(EvidenceTool.ToLine())),
        };
        foreach (var text in texts)
        {
            Replace(text.Key, text.Value);
        }

        var sums = texts.ConvertAll(text => new KeyValuePair<string, string>(text.Key, Sha256Text.Of(text.Value)));
        _header = Process(facts.ToLine()).With("version", Version).With(BeginningFiles, sums);
        Append("opened", _header);
        TellTorn(torn);
    }

    /// <summary>Goes on with a bag that is not sealed.</summary>
    /// <param name="text">What its log has.</param>
    /// <param name="facts">What the evidence is for.</param>
    /// <param name="untold">Why this process could not write to it before, where the log doesn't say so.</param>
    /// <exception cref="EvidenceException">It is of another case, or cannot be written.</exception>
    internal void Continue(JournalText text, EvidenceCase facts, string? untold)
    {
        _header = text.Lines[0];
        if (facts.CaseId is { } asked && _header.Text("caseId") is { } known && asked != known)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceMismatch,
                $"The bag of evidence in '{Path}' is of case '{known}', and -CaseId specifies '{asked}'.",
                "Specify the folder of that case, or leave out -CaseId to continue the bag."
            )
            {
                Target = Path,
            };
        }

        // Before anything is written: it ends where something in the bag leads elsewhere.
        var there = AllFiles();
        CreatePayload();
        TellTorn(text.Torn);
        if (untold is not null)
        {
            Append(RecordedFailure.NotWrittenEvent, new JournalLine().With("why", untold));
        }

        Append("continued", Process(facts.ToGivenLine()));
        new BagRecovery(_files, this).Run(text, there);
    }

    /// <summary>The files of the bag, by their names from it on.</summary>
    public IReadOnlyList<string> AllFiles() => BagFolder.Reading(Path, () => BagFolder.AllFiles(_files, Path));

    // RFC 8493, section 2.1.2: a bag has it also before the first response, and where none ever comes.
    private void CreatePayload() => Write(BagText.PayloadFolder, () => _files.CreateFolder(FullPath(BagText.PayloadFolder)));

    // The first line that is added takes the place of what was not written whole.
    private void TellTorn(FileSum? torn)
    {
        if (torn is { } removed)
        {
            Append("unfinished", JournalText.ToLine(removed, BagFolder.LogName));
        }
    }

    private JournalLine Process(JournalLine facts)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return facts.With("computer", Environment.MachineName).With("process", process.Id).With("writer", _writer).With("tool", EvidenceTool.Agent);
    }

    private static string Json(JournalLine line) => line.ToJson() + "\n";
}
