using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running.Time;
using MdeHunting.Text;

namespace MdeHunting.Running;

/// <summary>Writes the rows of one query to files of a folder, one for each window, and gives out what each file is.</summary>
/// <param name="folder">The folder.</param>
/// <param name="subject">The query and its connection.</param>
/// <param name="write">Writes an object to the pipeline.</param>
internal sealed class FolderOutput(OutputFolder folder, JobSubject subject, Func<object, Task> write) : IWindowSink
{
    private readonly DynamicObjects _objects = new();
    private string _query = string.Empty;
    private Func<string, JournalLine> _facts = static _ => new JournalLine();
    private IMessageSink? _messages;
    private RowFile _rows = new(MdeOutputFormat.Csv);
    private IReadOnlyList<(string Column, string Text)> _labels = [];
    private object?[] _labelled = [];
    private MdeHuntingColumn[] _columns = [];
    private JournalTask? _task;
    private TimeRange? _window;
    private TimeRange? _cut;
    private int _occurrence;
    private bool _isReplacementTold;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <summary>Looks what is there of the query, gives that out, and tells what of it has missing rows.</summary>
    /// <param name="query">The query.</param>
    /// <param name="options">How it is asked now.</param>
    /// <param name="report">Where it is told.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>How the first run asked it; null where it is new.</returns>
    /// <exception cref="OutputException">The folder is not fit for it.</exception>
    public async Task<RecordedQuery?> FindAsync(string query, RunOptions options, IHuntingReport report, CancellationToken token)
    {
        _query = query;
        _messages = report;
        await folder.PrepareAsync(subject, report, token).ConfigureAwait(false);
        _occurrence = folder.CountOccurrence(subject, query);
        _task = folder.Find(subject, query, _occurrence);
        _rows = new RowFile(folder.Format);
        if (_task is not { } task)
        {
            return null;
        }

        var settled = RecordedRun.Settle(task.Facts, options, folder.Options.Given, out var differences);
        if (differences.Count > 0)
        {
            throw folder.Mismatch(string.Join("; ", differences));
        }

        if (task.Facts.Text("account") is var before && before != subject.Connection.Account)
        {
            await report
                .WarnAsync($"The first run used {before ?? "an application"}, and this one uses {subject.Connection.Account ?? "an application"}.")
                .ConfigureAwait(false);
        }

        foreach (var part in task.Parts)
        {
            await write(ToFile(part)).ConfigureAwait(false);
            if (part.Facts.Text("error") is not null)
            {
                await report.WriteErrorAsync(Incomplete(part)).ConfigureAwait(false);
            }
        }

        var left = settled.MaxRows - (int)task.Parts.Sum(RecordedRun.Rows);
        return new RecordedQuery(settled with { MaxRows = left }, task.Facts.Moment("moment")!.Value, RecordedRun.Left(task));
    }

    /// <summary>Says how a query is asked that is new; nothing is written before it is.</summary>
    /// <param name="options">How it is asked.</param>
    /// <param name="now">The moment of the run (UTC).</param>
    /// <param name="range">The time; null for the query's own.</param>
    /// <param name="cut">What the service does not keep of it; null for nothing.</param>
    public void Describe(RunOptions options, DateTime now, TimeRange? range, TimeRange? cut)
    {
        _facts = place => RecordedRun.Facts(subject, _query, _occurrence, place, options, now, range);
        _cut = cut;
    }

    /// <inheritdoc/>
    public void Open(TimeRange? window)
    {
        _task = folder.Begin(subject, _task, _facts);
        if (_cut is { } cut)
        {
            _cut = null;
            _task.Cut(new JournalLine().With("start", cut.Start).With("end", cut.End).With("error", LookBack.ErrorId));
        }

        _window = window;
        if (_labelled.Length == 0)
        {
            Label();
        }
    }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _columns = MdeHuntingColumn.Settle([.. _labels.Select(label => new MdeHuntingColumn(label.Column, "String")), .. columns]);
        if (_labelled.Length != _columns.Length)
        {
            _labelled = new object?[_columns.Length];
            for (var i = 0; i < _labels.Count; i++)
            {
                _labelled[i] = _labels[i].Text;
            }
        }

        _rows.Begin(_task!.Begin(FileName(_window) + _rows.Extension), _columns);
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        if (_labels.Count > 0)
        {
            cells.CopyTo(_labelled, _labels.Count);
            cells = _labelled;
        }

        return _rows.Format(cells);
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _rows.Write((string)rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CloseAsync(HuntingResponse response, MdeException? fault, string? leftOut)
    {
        var facts = new JournalLine()
            .With("start", _window?.Start)
            .With("end", _window?.End)
            .With("rows", _rows.Rows)
            .With("requestId", response.RequestId)
            .With("sentQuerySha256", Sha256Text.Of(response.SentQuery))
            .With("sentAt", response.StartedAt)
            .With("receivedAt", response.FinishedAt)
            .With("error", fault?.ErrorId)
            .With("why", fault?.What ?? leftOut)
            .With("hasReplacedCharacters", _rows.HasReplaced ? true : null)
            .With("columns", [.. _columns.Select(column => new KeyValuePair<string, string>(column.PropertyName, column.Type))]);
        var part = _task!.Complete(_rows.End(), RecordedRun.Key(_window), facts);
        if (_rows.HasReplaced && !_isReplacementTold)
        {
            _isReplacementTold = true;
            await _messages!.WarnAsync(RowFile.Replacement(part.File)).ConfigureAwait(false);
        }

        await write(ToFile(part)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Miss(TimeRange time, MdeException cause) => Miss((TimeRange?)time, cause);

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result) => Task.CompletedTask;

    /// <summary>The query could not be had as a whole: what is not there of it is told in the journal.</summary>
    public void End(MdeException failure)
    {
        if (_task is null || failure is OutputException)
        {
            return;
        }

        if (failure is HuntingException { Failure: HuntingFailure.QueryRefused })
        {
            folder.Refuse(_task);
        }

        foreach (var left in RecordedRun.Left(_task))
        {
            Miss(left, failure);
        }
    }

    private void Miss(TimeRange? time, MdeException cause) =>
        _task?.Miss(
            RecordedRun.Key(time),
            new JournalLine()
                .With("start", time?.Start)
                .With("end", time?.End)
                .With("error", cause.ErrorId)
                .With("why", cause.What)
                .With("requestId", cause.GetRequestId())
        );

    // The names sort as the windows follow each other.
    private static string FileName(TimeRange? window) => window is { } range ? $"{UtcText.InFileName(range.Start)}-{UtcText.InFileName(range.End)}" : "rows";

    private void Label()
    {
        var (connectionColumn, queryColumn) = folder.Labels(subject);
        var labels = new List<(string, string)>();
        if (connectionColumn is not null)
        {
            labels.Add((connectionColumn, subject.Connection.Name));
        }

        if (queryColumn is not null)
        {
            labels.Add((queryColumn, _task!.Facts.Text("name") ?? subject.Name));
        }

        _labels = labels;
    }

    private MdeOutputFile ToFile(JournalPart part) =>
        new(folder.FullPath(part.File), part.File)
        {
            StartTime = part.Facts.Moment("start"),
            EndTime = part.Facts.Moment("end"),
            RowCount = RecordedRun.Rows(part),
            Length = part.Bytes,
            Sha256 = part.Sha256,
            ErrorId = part.Facts.Text("error"),
            RequestId = part.Facts.Text("requestId"),
            WrittenAt = part.Facts.Moment("receivedAt"),
            QueryName = _task!.Facts.Text("name"),
            Connection = subject.Connection.Name,
            TenantId = subject.Connection.TenantId,
            WasThere = _task.WasDone(part),
        };

    private HuntingException Incomplete(JournalPart part) =>
        new(
            HuntingFailure.WindowIncomplete,
            $"Rows are missing from {RecordedRun.Range(part.Facts)?.ToString() ?? "the result"}: {part.Facts.Text("why")}",
            "The first run reported it, and another run would return the same. Filter the query further, and run it for that time range alone."
        )
        {
            Target = _query,
            RequestId = part.Facts.Text("requestId"),
        };
}

/// <summary>How a first run asked a query, and what is left of it.</summary>
/// <param name="Options">The options, with the rows that are left of -MaxRows.</param>
/// <param name="Now">The moment of the first run (UTC).</param>
/// <param name="Left">The times that are left; null among them for the query's own.</param>
internal sealed record RecordedQuery(RunOptions Options, DateTime Now, IReadOnlyList<TimeRange?> Left);
