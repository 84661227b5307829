using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Results;

namespace MdeHunting.Evidence;

/// <summary>The recording of one query on one connection: its requests, and what became of it.</summary>
/// <param name="open">Opens the bag; called when the first request is sent.</param>
/// <param name="connection">The connection.</param>
/// <param name="query">The query as it was given.</param>
/// <param name="mask">Takes secrets out of what is recorded; null for those of the connection alone.</param>
internal sealed class EvidenceQuery(Func<EvidenceBag> open, MdeConnection connection, string query, EvidenceMask? mask = null)
{
    private readonly EvidenceMask _mask = mask ?? new EvidenceMask(() => [connection]);
    private readonly object _gate = new();
    private EvidenceBag? _bag;
    private volatile string? _shown;
    private long _number;
    private long _rowsBeforeStop;
    private long _responses;
    private volatile bool _isWholeAtStop;

    /// <summary>The query as it was given, without secrets once a request was begun.</summary>
    public string Query => _shown ?? query;

    /// <summary>The time range that all of its requests cover together; null for the query's own.</summary>
    public Func<TimeRange?> Range { get; set; } = static () => null;

    /// <summary>How that is divided, as it was specified; null where it isn't.</summary>
    public string? Split { get; set; }

    /// <summary>The connection.</summary>
    public MdeConnection Connection => connection;

    /// <summary>A session whose requests and responses are recorded.</summary>
    public IHuntingSession Session => new RecordedSession(this, connection.Session);

    /// <summary>Begins the recording of a request.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public EvidenceRequest Begin(HuntingRequest request)
    {
        _mask.Add(request.Secrets);
        return new(Open(), this, Facts(), request);
    }

    /// <summary>A request whose text is recorded without secrets.</summary>
    public HuntingRequest WithoutSecrets(HuntingRequest request) =>
        _mask.Query(request.ShownQuery) is var shown && shown != request.ShownQuery ? request with { Redacted = shown } : request;

    /// <summary>Begins the recording of a list that may have several pages.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public EvidenceRequest BeginList() => new(Open(), this, Facts(), new HuntingRequest(string.Empty)) { IsPaged = true };

    private EvidenceBag Open()
    {
        EvidenceBag bag;
        lock (_gate)
        {
            if (_bag is null)
            {
                _bag = open();
                _number = _bag.NextQuery();
                var range = Range();
                _shown = _mask.Query(query);
                _bag.Append(
                    "query",
                    Facts()
                        .With("connection", connection.Name)
                        .With("tenantId", connection.TenantId)
                        .With("start", range?.Start)
                        .With("end", range?.End)
                        .With("split", Split)
                        .With("isRedacted", _shown == query ? null : true)
                        .With("text", _shown)
                );
            }

            bag = _bag;
        }

        return bag;
    }

    /// <summary>Says what became of the query.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="failure">What ended it; null where it came to its end.</param>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void End(ResultBuilder result, Exception? failure)
    {
        if (_bag is not { } bag)
        {
            return;
        }

        bag.Append(
            "ended",
            Facts()
                .With("rows", Rows(result))
                .With("responses", Interlocked.Read(ref _responses))
                .With("isComplete", result.IsComplete && failure is null)
                .With("missing", result.Missing.Count == 0 ? null : string.Join("; ", result.Missing))
                .With(failure is null ? new JournalLine() : RecordedFailure.ToLine(failure, _isWholeAtStop, Rows(result)))
        );
    }

    /// <summary>Takes in that a response, of whatever kind, is stored.</summary>
    public void AddResponse() => Interlocked.Increment(ref _responses);

    /// <summary>Takes in that the caller stopped a request.</summary>
    /// <param name="rows">How many of its rows were returned.</param>
    /// <param name="isWhole">Whether its response is in the bag as a whole.</param>
    public void Stop(long rows, bool isWhole)
    {
        Interlocked.Add(ref _rowsBeforeStop, rows);
        _isWholeAtStop |= isWhole;
    }

    private long Rows(ResultBuilder result) => result.RowsKept + Interlocked.Read(ref _rowsBeforeStop);

    private JournalLine Facts() => new JournalLine().With("query", _number);
}
