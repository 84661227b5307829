using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Text;

namespace MdeHunting.Results;

/// <summary>
/// Adds up the responses to one query, and what is missing of them, to one result: one response, or one for each window of time that the query was asked for.
/// Its work begins when it is made.
/// </summary>
/// <param name="connection">The connection that is asked.</param>
/// <param name="query">The query as it was given.</param>
internal sealed class ResultBuilder(MdeConnection connection, string query)
{
    private readonly DateTime _startedAt = connection.Session.UtcNow;
    private readonly List<HuntingResponse> _responses = [];
    private readonly List<MdeHuntingCall> _calls = [];
    private readonly List<MdeMissingWindow> _missing = [];
    private readonly List<string> _notes = [];

    /// <summary>The query as it was given.</summary>
    public string Query => query;

    /// <summary>Whether the responses are hashed, for who keeps the result.</summary>
    public bool HashesContent { get; init; }

    /// <summary>The time range that the query is limited to; null for its own.</summary>
    public TimeRange? Range { get; set; }

    /// <summary>Whether nothing is known to be missing so far.</summary>
    public bool IsComplete => _missing.Count == 0;

    /// <summary>What is known to be missing so far.</summary>
    public IReadOnlyList<MdeMissingWindow> Missing => _missing;

    /// <summary>How many responses came.</summary>
    public int Calls => _responses.Count;

    /// <summary>Whether any response came.</summary>
    public bool HasResponses => _responses.Count > 0;

    /// <summary>How many rows were kept of the responses.</summary>
    public long RowsKept => _calls.Sum(call => (long)call.RowsKept);

    /// <summary>Takes in a response.</summary>
    /// <param name="response">What is known of it.</param>
    /// <param name="startTime">The beginning of the window that was asked for (UTC); null for the query's own time.</param>
    /// <param name="endTime">The end of that window (UTC); null for the query's own time.</param>
    public void Add(HuntingResponse response, DateTime? startTime = null, DateTime? endTime = null)
    {
        _responses.Add(response);
        _calls.Add(new MdeHuntingCall(response, startTime, endTime));
        foreach (var warning in response.Warnings)
        {
            AddNote(warning);
        }
    }

    /// <summary>Takes in a request that the service refused, and that was sent again in another form.</summary>
    /// <param name="refusal">What it said.</param>
    /// <param name="startedAt">When the request was sent (UTC).</param>
    /// <param name="range">The time that was asked for; null for the query's own.</param>
    public void AddRefused(HuntingException refusal, DateTime startedAt, TimeRange? range) =>
        _calls.Add(new MdeHuntingCall(refusal, startedAt, connection.Session.UtcNow, range?.Start, range?.End));

    /// <summary>Notes what is missing.</summary>
    public void AddMissing(MdeMissingWindow missing) => _missing.Add(missing);

    /// <summary>Notes what a reader should know; once, however often it is said.</summary>
    public void AddNote(string note)
    {
        var visible = TerminalSafeText.Line(note);
        if (!_notes.Contains(visible))
        {
            _notes.Add(visible);
        }
    }

    /// <summary>The result so far, with these rows.</summary>
    public MdeHuntingResult ToResult(
        IReadOnlyList<MdeHuntingColumn> schema,
        IReadOnlyList<PSObject> rows,
        string? name = null,
        string? path = null,
        string? fileName = null
    ) =>
        new(connection, query, schema, rows, Statistics())
        {
            Name = name,
            Path = path,
            FileName = fileName,
            Missing = _missing.ToList().AsReadOnly(),
            Calls = _calls.ToList().AsReadOnly(),
            Notes = connection.Session.Notes.Concat(_notes).Distinct(StringComparer.Ordinal).ToList().AsReadOnly(),
            StartTime = Range?.Start,
            EndTime = Range?.End,
            StartedAt = _startedAt,
            FinishedAt = connection.Session.UtcNow,
        };

    private MdeHuntingStatistics Statistics() =>
        new(_calls.Count, _calls.Sum(call => call.Bytes), new TimeSpan(_calls.Sum(call => call.Took.Ticks)))
        {
            ExecutionTime = Span(Sum(s => s.ExecutionTime?.Ticks)),
            CpuTime = Span(Sum(s => s.CpuTime?.Ticks)),
            PeakMemory = Told(s => s.PeakMemory)?.Max(),
            TableRows = Sum(s => s.TableRows),
        };

    // What the service says of every response; null where it is silent of one, since the rest would pass for the whole.
    private IReadOnlyList<long>? Told(Func<ServiceStatistics, long?> what)
    {
        var told = _responses.Select(a => a.Statistics is { } statistics ? what(statistics) : null).ToList();
        return told.Count > 0 && told.All(t => t is not null) ? [.. told.Select(t => t!.Value)] : null;
    }

    // The numbers are the service's: two that are each possible may be too large together.
    private long? Sum(Func<ServiceStatistics, long?> what) =>
        Told(what) is { } told && told.Sum(t => (decimal)t) is var sum && sum <= long.MaxValue ? (long)sum : null;

    private static string? Span(long? ticks) => ticks is { } known ? SpanText.Of(new TimeSpan(known)) : null;
}
