using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Running;

namespace MdeHunting.Packs.Sweeping;

/// <summary>
/// The folder that a sweep writes to: a file of rows for each query and connection, the index, and the journal, by which a sweep goes on that ended before its
/// end. All of the sweep's queries are in the journal before the first is run, so that it is known what belongs to it.
/// </summary>
/// <param name="options">Where and how.</param>
/// <param name="clock">The time (UTC).</param>
internal sealed class PackFolder(OutputFolderOptions options, Func<DateTime> clock) : IDisposable
{
    /// <summary>What tells the rows of a query from what else the journal has of it.</summary>
    public const string RowsKey = "rows";

    private const string OutcomeKey = "outcome";

    private static readonly PackOutcome NotYet = PackOutcome.Of(new PackVerdict(MdePackStatus.Skipped, null, "The sweep ended before it was run."));

    private readonly JournalFolders _folders = new(options.Files, clock) { Kind = "pack", Derived = [PackIndex.CsvName, PackIndex.JsonName] };
    private readonly PackWork _work = new();
    private readonly Dictionary<PackTask, PackOutcome> _outcomes = [];
    private IReadOnlyList<PackTask> _plan = [];
    private JournalFolder? _folder;
    private int _hasAsked;
    private bool _isResumed;
    private bool _hasEnded;

    /// <summary>The moment of the sweep (UTC); null where it begins now.</summary>
    public DateTime? Moment => _folder?.Header?.Moment("moment");

    /// <summary>The files of queries that could not be read, which the index tells of.</summary>
    public IReadOnlyList<PackException> Unread { get; init; } = [];

    private MdeOutputFormat Format =>
        Enum.TryParse<MdeOutputFormat>(_folder?.Header?.Text("format"), out var format) ? format : options.Format ?? MdeOutputFormat.Csv;

    /// <summary>Looks at the folder, and verifies it where a sweep is resumed.</summary>
    /// <exception cref="OutputException">It is not fit for what is asked.</exception>
    public async Task PrepareAsync(IMessageSink messages, CancellationToken token)
    {
        _folder = options.IsResume && !options.IsPreview ? _folders.Resume(options.Path, token) : _folders.Look(options.Path, options.IsResume);
        if (_folder?.Header is { } header)
        {
            if (options.Format is { } format && header.Text("format") is { } before && before != format.ToString())
            {
                throw Mismatch($"-OutputFormat is {format}, and was {before}");
            }

            _isResumed = true;
            await FolderFindings.TellAsync(options.Path, _folder.Findings, messages).ConfigureAwait(false);
            await FolderFindings.TellNotRecordedAsync(options, header, messages).ConfigureAwait(false);
        }
        else if (options.IsResume)
        {
            await messages
                .WarnAsync($"The folder '{options.Path}' doesn't contain a run yet. A run starts now, with the specified parameters.")
                .ConfigureAwait(false);
        }
    }

    /// <summary>The options of the sweep that is resumed; those that are given now have to be the same. Where none is, those that are given.</summary>
    /// <exception cref="OutputException">They are not.</exception>
    public RunOptions Settle(RunOptions run)
    {
        if (_folder?.Header is not { } header)
        {
            return run;
        }

        var settled = RecordedRun.Settle(header, run, options.Given, out var differences);
        return differences.Count == 0 ? settled : throw Mismatch(string.Join("; ", differences));
    }

    /// <summary>Begins the sweep, or goes on with it.</summary>
    /// <param name="plan">The queries, in the order in which they are run.</param>
    /// <param name="run">How each is run.</param>
    /// <param name="now">The moment of the sweep (UTC).</param>
    /// <param name="range">The time asked for; null for the queries' own.</param>
    /// <exception cref="OutputException">The folder is of another sweep, or cannot be written.</exception>
    public void Begin(IReadOnlyList<PackTask> plan, RunOptions run, DateTime now, TimeRange? range)
    {
        _plan = plan;
        var keys = plan.Select(task => PackRecord.KeyOf(task.Text, range, task.Connection)).ToList();
        var sweep = PackRecord.SweepOf(keys);
        if (_folder?.Header is { } header)
        {
            var left = _work.Match(_folder, plan, keys);
            if (header.Text("sweep") != sweep)
            {
                throw Mismatch(PackDifference.Describe(_folder.Tasks.Except(_work.All), left));
            }

            if (!options.IsPreview)
            {
                _work.Add(_folder, plan, keys, left);
            }

            return;
        }

        if (options.IsPreview)
        {
            return;
        }

        _folder ??= _folders.Create(options.Path);
        _folder.Describe(
            _folders
                .Header()
                .With("module", typeof(PackFolder).Assembly.GetName().Version!.ToString(3))
                .With("format", Format.ToString())
                .With("sweep", sweep)
                .With("tasks", (long)plan.Count)
                .With("moment", now)
                .With(FolderFindings.Evidence, options.EvidencePath)
                .With(PackRecord.FactsOf(run, range))
                .With(PackRecord.OfProcess())
        );
        _work.Add(_folder, plan, keys, plan);
    }

    /// <summary>What became of a query in the run that is resumed; null where it is to be run.</summary>
    public IndexEntry? Find(PackTask task) =>
        _work.Find(task) is { } work && Outcome(work) is { } outcome && PackRecord.IsLasting(outcome)
            ? new IndexEntry(task, outcome, work.Parts.FirstOrDefault())
            : null;

    /// <summary>What becomes of a query's rows.</summary>
    public IPackOutput Output(PackTask task) =>
        _work.Find(task) is { } work && !options.IsPreview ? new PackFileOutput(work, work.Facts.Text("file")!, Format) : new PackOutput();

    /// <summary>A query is about to be asked.</summary>
    /// <exception cref="OutputException">What comes could not be kept, so that it is not to be asked for.</exception>
    public void Ask()
    {
        if (options.IsPreview || _folder is not { } folder)
        {
            return;
        }

        folder.ThrowIfBroken();
        if (Interlocked.Exchange(ref _hasAsked, 1) == 0 && _isResumed)
        {
            folder.Append("resumed", PackRecord.OfProcess());
        }
    }

    /// <summary>Keeps what became of a query.</summary>
    /// <param name="task">The query.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="output">Where its rows went; null where it was not run.</param>
    /// <param name="messages">Where something is told.</param>
    /// <returns>The outcome, which is that of an earlier run where this one had nothing.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public async Task<IndexEntry> KeepAsync(PackTask task, PackOutcome outcome, IPackOutput? output, IMessageSink messages)
    {
        if (options.IsPreview || _work.Find(task) is not { } work)
        {
            return new IndexEntry(task, outcome, null);
        }

        JournalPart? part = null;
        if (output is PackFileOutput { Result: not null } file)
        {
            part = file.End(PackRecord.FactsOf(outcome));
            if (file.HasReplaced)
            {
                await messages.WarnAsync(RowFile.Replacement(part.File)).ConfigureAwait(false);
            }
        }
        else if (work.Parts.FirstOrDefault() is { } before && Outcome(work) is { } had)
        {
            (part, outcome) = (before, had);
        }
        else if (PackRecord.IsLasting(outcome))
        {
            work.CompleteEmpty(OutcomeKey, PackRecord.FactsOf(outcome));
        }
        else
        {
            work.Miss(RowsKey, PackRecord.FactsOf(outcome));
        }

        lock (_outcomes)
        {
            _outcomes[task] = outcome;
        }

        return new IndexEntry(task, outcome, part);
    }

    /// <summary>The full path of a file.</summary>
    public string FullPath(JournalPart part) => _folder!.FullPath(part.File);

    /// <summary>The sweep has come to its end.</summary>
    /// <exception cref="OutputException">The index cannot be written.</exception>
    public async Task EndAsync(IMessageSink messages)
    {
        if (options.IsPreview || _folder is not { } folder)
        {
            _hasEnded = true;
            return;
        }

        var entries = Entries();
        WriteIndex(folder, entries);
        _hasEnded = true;
        var isComplete = entries.All(entry => PackRecord.IsLasting(entry.Outcome));
        var files = entries.Count(entry => entry.Part is not null);
        if (_hasAsked != 0)
        {
            folder.Append(
                "ended",
                new JournalLine().With("isComplete", isComplete).With("files", (long)files).With("rows", entries.Sum(entry => entry.Outcome.Rows))
            );
        }
        else if (!_isResumed)
        {
            await messages.WarnAsync($"No query was run. '{Path.Combine(options.Path, PackIndex.CsvName)}' has the reason for each.").ConfigureAwait(false);
        }
        else
        {
            await messages
                .WarnAsync(
                    $"The run in '{options.Path}' {(isComplete ? "is complete" : "has nothing more to run")}: its "
                        + FormattableString.Invariant($"{files:N0} {(files == 1 ? "file was" : "files were")} verified, and no query was run.")
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is { Header: not null } folder && !options.IsPreview && !_hasEnded && _plan.Count > 0)
        {
            try
            {
                WriteIndex(folder, Entries());
                folder.Append("stopped", new JournalLine());
            }
            catch (OutputException)
            {
                // It was told, and the journal says what is there.
            }
        }

        _folder?.Dispose();
    }

    private void WriteIndex(JournalFolder folder, IReadOnlyList<IndexEntry> entries)
    {
        var index = new PackIndex(entries, Unread);
        folder.Derive(PackIndex.CsvName, index.ToCsv());
        folder.Derive(PackIndex.JsonName, index.ToJson());
    }

    // In the order in which the journal has them.
    private IReadOnlyList<IndexEntry> Entries()
    {
        lock (_outcomes)
        {
            return
            [
                .. _plan
                    .Select(task => (Task: task, Work: _work.Find(task)!))
                    .Where(one => one.Work is not null)
                    .OrderBy(one => one.Work.Number)
                    .Select(one => new IndexEntry(
                        one.Task,
                        Outcome(one.Work) ?? (_outcomes.TryGetValue(one.Task, out var outcome) ? outcome : NotYet),
                        one.Work.Parts.FirstOrDefault()
                    )),
            ];
        }
    }

    private static PackOutcome? Outcome(JournalTask work) =>
        work.Parts.FirstOrDefault() is { } part ? PackRecord.OutcomeOf(part.Facts)
        : work.EmptyParts.TryGetValue(OutcomeKey, out var facts) ? PackRecord.OutcomeOf(facts)
        : null;

    private OutputException Mismatch(string difference) =>
        new(
            OutputFailure.ResumeMismatch,
            $"The run in '{options.Path}' is different: {difference}.",
            "Specify its queries, parameters, and connections. With -Resume, you can omit the time range, -Split, -Force, -MaxRows, and -OutputFormat. "
                + "Or specify another folder."
        )
        {
            Target = options.Path,
        };
}
