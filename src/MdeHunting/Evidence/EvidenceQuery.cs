using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Results;

namespace MdeHunting.Evidence;

/// <summary>The recording of one query on one connection: its requests, and what became of it.</summary>
/// <param name="open">Opens the bag; called when the first request is sent.</param>
/// <param name="connection">The connection.</param>
/// <param name="query">The query as it was given.</param>
internal sealed class EvidenceQuery(Func<EvidenceBag> open, MdeConnection connection, string query)
{
    private readonly object _gate = new();
    private EvidenceBag? _bag;
    private long _number;
    private long _rowsBeforeStop;
    private volatile bool _isWholeAtStop;

    /// <summary>The query as it was given.</summary>
    public string Query => query;

    /// <summary>The connection.</summary>
    public MdeConnection Connection => connection;

    /// <summary>A session whose requests and responses are recorded.</summary>
    public IHuntingSession Session => new RecordedSession(this, connection.Session);

    /// <summary>Begins the recording of a request.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public EvidenceRequest Begin(HuntingRequest request) => new(Open(), this, Facts(), request);

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
                _bag.Append("query", Facts().With("connection", connection.Name).With("tenantId", connection.TenantId).With("text", query));
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
                .With("rows", result.RowsKept + Interlocked.Read(ref _rowsBeforeStop))
                .With("responses", (long)result.Calls)
                .With("isComplete", result.IsComplete && failure is null)
                .With("missing", result.Missing.Count == 0 ? null : string.Join("; ", result.Missing))
                .With(failure is null ? new JournalLine() : RecordedFailure.ToLine(failure, _isWholeAtStop))
        );
    }

    /// <summary>Takes in that the caller stopped a request.</summary>
    /// <param name="rows">How many of its rows were returned.</param>
    /// <param name="isWhole">Whether its response is in the bag as a whole.</param>
    public void Stop(long rows, bool isWhole)
    {
        Interlocked.Add(ref _rowsBeforeStop, rows);
        _isWholeAtStop |= isWhole;
    }

    private JournalLine Facts() => new JournalLine().With("query", _number);
}
