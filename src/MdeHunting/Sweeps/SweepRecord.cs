using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Text;

namespace MdeHunting.Sweeps;

/// <summary>
/// What a folder keeps of the sweep of one tenant: what came of each call, with files of the hits and of their rows. A call that is there is not made again.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="subject">The sweep and its connection.</param>
/// <param name="list">What tells its indicators from another list.</param>
/// <param name="write">Writes an object to the pipeline.</param>
internal sealed class SweepRecord(OutputFolder folder, JobSubject subject, string list, Func<object, Task> write)
{
    private const string Widening = "widen ";
    private const string OfRows = "rows ";
    private const string OfTable = "table ";

    private readonly Dictionary<string, JournalLine> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private readonly SavedNames _names = new();
    private readonly object _gate = new();
    private Func<string, JournalLine> _facts = static _ => new JournalLine();
    private JournalTask? _task;
    private bool _isOpen;
    private bool _hasGaps;

    /// <summary>What is known of the sweep that is resumed; null where it is new.</summary>
    public JournalLine? Facts { get; private set; }

    /// <summary>The format of its files.</summary>
    public MdeOutputFormat Format => folder.Format;

    /// <summary>Whether the rows of the hits are kept.</summary>
    public bool IsDetailed { get; set; }

    /// <summary>Looks what is there of the sweep.</summary>
    /// <exception cref="OutputException">The folder is of another sweep.</exception>
    public void Find()
    {
        if (folder.Find(subject, list, 1) is not { } task)
        {
            return;
        }

        _task = task;
        Facts = task.Facts;
        foreach (var part in task.Parts)
        {
            _known[part.Key] = part.Facts;
        }

        foreach (var part in task.EmptyParts)
        {
            _known[part.Key] = part.Value;
        }

        _again.UnionWith(_known.Where(one => one.Value.IsSet(RecordedSweep.MayPass)).Select(one => one.Key));
    }

    /// <summary>Gives out the files that are there, and tells again what rows are missing of them.</summary>
    public async Task RetellAsync(IHuntingReport report)
    {
        if (_task is not { } task)
        {
            return;
        }

        if (task.Facts.Text("account") is var before && before != subject.Connection.Account)
        {
            await report
                .WarnAsync($"The first run used {before ?? "an application"}, and this one uses {subject.Connection.Account ?? "an application"}.")
                .ConfigureAwait(false);
        }

        foreach (
            var (key, facts) in task.EmptyParts.Where(part => part.Value.Text("error") is not null && !IsAgain(part.Key)).Select(part => (part.Key, part.Value))
        )
        {
            await report.WriteErrorAsync(Incomplete($"The query for {TableOf(key)}", TableOf(key), facts)).ConfigureAwait(false);
        }

        await RetellAsync(task.Parts.Where(part => !IsAgain(part.Key)), report).ConfigureAwait(false);
    }

    /// <summary>Likewise of those whose call was to be made again, and was not or failed.</summary>
    public Task RetellLeftAsync(IHuntingReport report) =>
        _task is { } task ? RetellAsync(task.Parts.Where(part => IsAgain(part.Key) && task.WasDone(part)), report) : Task.CompletedTask;

    private async Task RetellAsync(IEnumerable<JournalPart> parts, IHuntingReport report)
    {
        foreach (var part in parts)
        {
            await write(ToFile(part)).ConfigureAwait(false);
            if (part.Facts.Text("error") is not null)
            {
                await report.WriteErrorAsync(Incomplete($"The file '{part.File}'", part.File, part.Facts)).ConfigureAwait(false);
            }
        }
    }

    // Its files are written anew, also those of rows, since there may be more hits then.
    private bool IsAgain(string key) => _again.Contains(key) || _again.Any(step => key.StartsWith(OfRows + step, StringComparison.Ordinal));

    /// <summary>Says how the sweep is made, and names its files; nothing is written before a call is made.</summary>
    /// <param name="facts">Gives what is known of it, for the folder of its files.</param>
    /// <param name="tables">The tables.</param>
    public void Describe(Func<string, JournalLine> facts, SweepTables tables)
    {
        _facts = facts;
        foreach (var table in tables.Searched)
        {
            _names.Of(table.Name);
        }
    }

    /// <summary>A call is about to be made.</summary>
    /// <exception cref="OutputException">What comes of it could not be kept.</exception>
    public void Open()
    {
        lock (_gate)
        {
            _task = folder.Begin(subject, _task, _facts);
            _isOpen = true;
        }
    }

    /// <summary>There will be no call; what is not there yet is begun.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void OpenNew()
    {
        if (Facts is null)
        {
            Open();
        }
    }

    /// <summary>What came of a call in the sweep that is resumed; null where that is not known.</summary>
    /// <exception cref="OutputException">It was another call.</exception>
    public StepOutcome? Find(SweepStep step)
    {
        if (!_known.TryGetValue(step.Key, out var line))
        {
            return null;
        }

        Check(line, step.Table.Name, step.Write());
        return RecordedSweep.Outcome(line);
    }

    /// <summary>How the table of a call was found to be in the tenant, unlike it was planned; null where it was not.</summary>
    public KnownTable? FindTable(SweepStep step) =>
        _known.TryGetValue(OfTable + step.Key, out var line) ? RecordedSweep.Table(step.Table.Name, line.Text("columns") ?? string.Empty) : null;

    /// <summary>Keeps how the table of a call is in the tenant.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void SaveTable(SweepStep step, KnownTable live)
    {
        Open();
        _task!.CompleteEmpty(OfTable + step.Key, new JournalLine().With("columns", RecordedSweep.Columns(live)));
    }

    /// <summary>Whether a call was made in halves.</summary>
    public bool HasHalves(SweepStep step) => _known.Keys.Any(key => key.Length > step.Key.Length && key.StartsWith(step.Key, StringComparison.Ordinal));

    /// <summary>Keeps what came of a call that has no hits.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Save(SweepStep step, StepOutcome outcome)
    {
        if (folder.Options.IsPreview)
        {
            return;
        }

        Open();
        _task!.CompleteEmpty(step.Key, RecordedSweep.Line(outcome, step, step.Write(), null));
    }

    /// <summary>Keeps what came of a call.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public async Task SaveAsync(SweepStep step, StepOutcome outcome, HitReader reader, HuntingResponse? response)
    {
        var kept = outcome with { Values = IsDetailed ? SweepDetails.ValuesOf(reader) : [] };
        var facts = RecordedSweep.Line(kept, step, step.Write(), response);
        lock (_gate)
        {
            _hasGaps |= outcome.MayPass;
            foreach (
                var rows in _again.Contains(step.Key) ? _known.Keys.Where(key => key.StartsWith(OfRows + step.Key, StringComparison.Ordinal)).ToList() : []
            )
            {
                _known.Remove(rows);
            }
        }

        if (reader.Hits.Count == 0)
        {
            _task!.CompleteEmpty(step.Key, facts);
            return;
        }

        var file = new RowFile(folder.Format);
        file.Begin(_task!.Begin($"hits/{FileName(step)}{file.Extension}"), HitColumns.All);
        foreach (var hit in reader.Hits)
        {
            file.Write(file.Format(HitColumns.Of(hit, Format)));
        }

        await CompleteAsync(file, step.Key, facts).ConfigureAwait(false);
    }

    /// <summary>Whether calls that search were made in the sweep that is resumed: with other pairs of hashes, they would be other ones.</summary>
    public bool HasSearches => _known.Keys.Any(key => !new[] { Widening, OfRows, OfTable }.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>The pairs of hashes of a call in the sweep that is resumed; null where they are not known.</summary>
    /// <exception cref="OutputException">It was another call.</exception>
    public IReadOnlyList<(string Sha256, string Sha1)>? FindPairs(SweepStep step, string query)
    {
        if (!_known.TryGetValue(Widening + step.Key, out var line))
        {
            return null;
        }

        Check(line, step.Table.Name, query);
        return [.. line.Texts("pairs").Select(pair => (pair.Value, pair.Key))];
    }

    /// <summary>Keeps pairs of hashes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void SavePairs(SweepStep step, string query, IEnumerable<(string Sha256, string Sha1)> pairs, HuntingResponse? response) =>
        _task!.CompleteEmpty(
            Widening + step.Key,
            RecordedSweep.Answer(query, response).With("pairs", [.. pairs.Distinct().Select(pair => new KeyValuePair<string, string>(pair.Sha1, pair.Sha256))])
        );

    /// <summary>Pairs of hashes could not be had.</summary>
    public void MissPairs(SweepStep step, MdeException failure) => Miss(Widening + step.Key, failure, failure.What);

    /// <summary>Whether rows of hits are there.</summary>
    /// <param name="step">The call whose hits they are of.</param>
    /// <param name="number">Which of its calls for rows, from 1 on.</param>
    /// <param name="missing">Why some of them are missing; null where none is.</param>
    public bool HasRows(SweepStep step, int number, out string? missing)
    {
        missing = _known.TryGetValue(RowsKey(step, number), out var line) ? line.Text("why") : null;
        return line is not null;
    }

    /// <summary>Begins a file of rows.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public PartWriter BeginRows(SweepStep step, int number, string extension) =>
        _task!.Begin(
            FormattableString.Invariant($"rows/{FileName(step)}{(number == 1 ? string.Empty : FormattableString.Invariant($" ({number})"))}{extension}")
        );

    /// <summary>Ends a file of rows.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public Task CompleteRowsAsync(SweepStep step, int number, RowFile file, HuntingResponse response, string? errorId, string? why) =>
        CompleteAsync(file, RowsKey(step, number), RecordedSweep.Answer(response.SentQuery, response).With("error", errorId).With("why", why));

    /// <summary>Rows of hits could not be had.</summary>
    public void MissRows(SweepStep step, int number, MdeException? failure, string reason) => Miss(RowsKey(step, number), failure, reason);

    /// <summary>A call did not come to its end: it is made again when the sweep is resumed.</summary>
    public void Miss(string key, MdeException? failure, string reason)
    {
        lock (_gate)
        {
            _hasGaps = true;
            if (!_isOpen || failure is OutputException)
            {
                return;
            }
        }

        _task!.Miss(key, new JournalLine().With("error", failure?.ErrorId).With("why", reason).With("requestId", failure?.GetRequestId()));
    }

    /// <summary>The sweep of the tenant has come to its end.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void End()
    {
        if (_task is { IsFinished: false } && !_hasGaps)
        {
            Open();
            _task.Finish();
        }
    }

    private static string TableOf(string key)
    {
        var start = key.StartsWith(OfRows, StringComparison.Ordinal) ? OfRows.Length : 0;
        return key.Substring(start, Math.Max(0, key.LastIndexOf(' ') - start));
    }

    private static string RowsKey(SweepStep step, int number) => FormattableString.Invariant($"{OfRows}{step.Key}{number}");

    // By the number of the call, and by letters the half.
    private string FileName(SweepStep step) =>
        string.Join(
            "-",
            new[] { _names.Of(step.Table.Name), step.Chunks == 1 ? string.Empty : step.Chunk.ToString(CultureInfo.InvariantCulture), step.Halves }.Where(name =>
                name.Length > 0
            )
        );

    private void Check(JournalLine line, string table, string query)
    {
        if (line.Text("querySha256") != Sha256Text.Of(query))
        {
            throw folder.Mismatch($"its query for {table} is different from this one, possibly because another version of the module wrote it");
        }
    }

    private Task CompleteAsync(RowFile file, string key, JournalLine facts) => write(ToFile(_task!.Complete(file.End(), key, facts.With("rows", file.Rows))));

    private MdeOutputFile ToFile(JournalPart part) =>
        new(folder.FullPath(part.File), part.File)
        {
            StartTime = _task!.Facts.Moment("start"),
            EndTime = _task.Facts.Moment("end"),
            RowCount = RecordedRun.Rows(part),
            Length = part.Bytes,
            Sha256 = part.Sha256,
            ErrorId = part.Facts.Text("error"),
            RequestId = part.Facts.Text("requestId"),
            WrittenAt = part.Facts.Moment("receivedAt"),
            QueryName = TableOf(part.Key),
            Connection = subject.Connection.Name,
            TenantId = subject.Connection.TenantId,
            WasThere = _task.WasDone(part),
        };

    private static HuntingException Incomplete(string what, string target, JournalLine facts) =>
        new(
            HuntingFailure.WindowIncomplete,
            $"{what} isn't complete. {facts.Text("why")}",
            facts.IsSet(RecordedSweep.MayPass)
                ? "To query what is missing, run the command again with -Resume."
                : "The first run reported it, and another run would return the same. Search for fewer indicators, or for a shorter time range."
        )
        {
            Target = target,
            RequestId = facts.Text("requestId"),
        };
}
