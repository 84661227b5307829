using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Results;

namespace MdeHunting.Evidence;

/// <summary>
/// The recording of one request of a query: a folder in the bag for each time that it was sent, with the query as asked, the request as sent, the content as
/// received, some headers, and what is known of them. One without a response has no content. A request that is sent again, for a passing fault or a claims
/// challenge, has several.
/// </summary>
internal sealed class EvidenceRequest : IResponseRecorder
{
    // What tells of the response and of no session (RFC 9110; the services' own ids of a request).
    private static readonly HashSet<string> ToldHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date",
        "Content-Type",
        "Content-Encoding",
        "Content-Length",
        "Retry-After",
        "request-id",
        "client-request-id",
        "x-ms-request-id",
        "x-ms-correlation-id",
    };

    private readonly EvidenceBag _bag;
    private readonly EvidenceQuery _query;
    private readonly JournalLine _facts;
    private readonly HuntingRequest _request;
    private readonly object _gate = new();
    private StoredSending? _pending;

    /// <param name="bag">The bag.</param>
    /// <param name="query">The query that it is of.</param>
    /// <param name="facts">What the log tells of that.</param>
    /// <param name="request">What is asked.</param>
    public EvidenceRequest(EvidenceBag bag, EvidenceQuery query, JournalLine facts, HuntingRequest request)
    {
        (_bag, _query, _request) = (bag, query, request);
        _facts = new JournalLine().With(facts).With("request", bag.NextRequest());
        _bag.Append("request", new JournalLine().With(_facts).With("start", request.StartTime).With("end", request.EndTime));
    }

    /// <summary>Whether several responses are pages of one list, and not the same request again.</summary>
    public bool IsPaged { get; init; }

    /// <summary>Says that the tenant's tables were listed, or that the service did not.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Complete(IReadOnlyList<KnownTable>? tables) =>
        Finish(new JournalLine().With("verdict", tables is null ? "NotListed" : "Schema").With("isComplete", tables is not null).With("tables", tables?.Count));

    /// <inheritdoc/>
    public IResponseRecording Begin(RecordedHead head)
    {
        FinishEarlier();
        return new Recording(this, head, _bag.NextResponse());
    }

    /// <inheritdoc/>
    public void EndWithoutResponse(RecordedSending sent)
    {
        FinishEarlier();
        var folder = _bag.NextResponse();
        _bag.Store([], [Query(folder), Request(folder, sent)], new JournalLine().With(_facts).With("unanswered", folder));
        Remember(new StoredSending(folder, sent, null, _query.Connection.Session.UtcNow));
    }

    private void FinishEarlier() =>
        Finish(
            IsPaged && IsAnswered
                ? new JournalLine().With("verdict", "Page").With("isComplete", true)
                : new JournalLine().With("verdict", "Retried").With("isComplete", false).With("missing", "The request was retried.")
        );

    /// <summary>Says what the last response was found to be.</summary>
    /// <param name="response">What is known of it.</param>
    /// <param name="columns">Its columns; null where none of its rows was wanted.</param>
    /// <param name="rowLimit">How many rows the service gives at the most.</param>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Complete(HuntingResponse response, IReadOnlyList<MdeHuntingColumn>? columns, int rowLimit)
    {
        var isSetAside = response.RowCount >= _request.SetAsideFrom;
        var fault = isSetAside ? null : TruncationCheck.Fault(_request, response.RowCount, rowLimit);
        var leftOut = isSetAside ? null : TruncationCheck.LeftOut(_request, response.RowCount, rowLimit);
        Finish(
            new JournalLine()
                .With(
                    "verdict",
                    isSetAside ? RecordedResponse.SetAside
                        : _request.IsCount ? RecordedResponse.Counted
                        : fault is not null ? RecordedResponse.MaybeTruncated
                        : leftOut is not null ? RecordedResponse.RowsLeftOut
                        : "Complete"
                )
                .With("isComplete", !isSetAside && fault is null && leftOut is null)
                .With("missing", isSetAside ? "Its rows were queried again over shorter time ranges." : fault?.What ?? leftOut)
                .With("rows", response.RowCount)
                .With("rowsReturned", _request.IsCount ? 0 : response.RowsHandedOn)
                .WithNames("columns", columns is null ? null : [.. columns.Select(column => new TypedName(column.Name, column.Type))])
        );
    }

    /// <summary>Says that the request failed, with or without a response.</summary>
    /// <param name="failure">What ended it.</param>
    /// <param name="rows">How many of its rows were returned until then.</param>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Fail(Exception failure, long rows = 0)
    {
        var isStopped = failure is OperationCanceledException;
        var areRowsStopped = isStopped && !_request.IsCount;
        var isWhole = areRowsStopped && IsWhole;
        if (isStopped)
        {
            _query.Stop(_request.IsCount ? 0 : rows, isWhole);
        }

        var facts = new JournalLine()
            .With("verdict", areRowsStopped ? RecordedResponse.Stopped : "Failed")
            .With("isComplete", false)
            .With("rowsBeforeStop", areRowsStopped ? rows : null)
            .With(RecordedFailure.ToLine(failure, isWhole, rows));
        if (!Finish(facts))
        {
            _bag.Append("failed", new JournalLine().With(_facts).With(facts));
        }
    }

    private bool IsAnswered
    {
        get
        {
            lock (_gate)
            {
                return _pending is { Response: not null };
            }
        }
    }

    private bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return _pending is { Response: { Head.Status: RecordedResponse.Ok, End.Outcome: RecordingOutcome.Complete } };
            }
        }
    }

    private bool Finish(JournalLine verdict)
    {
        StoredSending? sending;
        lock (_gate)
        {
            sending = _pending;
            _pending = null;
        }

        if (sending is null)
        {
            return false;
        }

        var meta = Meta(sending).With(verdict);
        _bag.Store(
            [],
            [new($"{sending.Folder}/meta.json", meta.ToJson() + "\n")],
            new JournalLine().With(_facts).With(sending.Response is null ? "unanswered" : "response", sending.Folder).With(verdict)
        );
        return true;
    }

    private JournalLine Meta(StoredSending sending)
    {
        var (sent, response) = (sending.Sent, sending.Response);
        var connection = _query.Connection;
        var session = connection.Session;
        return new JournalLine()
            .With("version", EvidenceBag.Version)
            .With(_facts)
            .With("connection", connection.Name)
            .With("tenantId", connection.TenantId)
            .With("tenantDomain", connection.TenantDomain)
            .With("cloud", session.Cloud)
            .With("api", session.Api.ToString())
            .With("authorityHost", session.AuthorityHost)
            .With("huntingHost", session.HuntingHost)
            .With("account", session.Account)
            .With("clientId", connection.ClientId?.ToString())
            .With("application", connection.ApplicationName)
            .With("scopes", string.Join(" ", session.Scopes))
            .With("signIn", session.Method.ToString())
            .With("start", _request.StartTime)
            .With("end", _request.EndTime)
            .With("rowLimit", session.RowLimit)
            .With("byteLimit", session.ByteLimit)
            .With("sentQuery", sent.SentQuery)
            .With("timespan", sent.SentTimespan)
            .With("sentAt", sent.SentAt)
            .With("sentRequestId", sent.SentRequestId)
            .With("requestIsRedacted", sent.IsSentBodyRedacted)
            .With(response is null ? "givenUpAt" : "receivedAt", sending.EndedAt)
            .With(response is null ? new JournalLine() : Meta(response));
    }

    private static JournalLine Meta(StoredResponse response)
    {
        var (head, end) = (response.Head, response.End);
        return new JournalLine()
            .With("status", head.Status)
            .With("serviceTime", Date(head))
            .With("received", end.Outcome.ToString())
            .With("whyNotWhole", end.Why)
            .With("responseIsRedacted", end.IsRedacted)
            .With("contentEncoding", head.ContentEncoding)
            .With("decodedFrom", head.DecodedFrom)
            .With("storedAs", response.File)
            .With("storedSha256", end.WireSha256)
            .With("storedBytes", end.WireBytes)
            .With("contentSha256", end.ContentSha256)
            .With("contentBytes", end.ContentBytes);
    }

    // This machine's clock beside the service's.
    private static DateTime? Date(RecordedHead head) =>
        HttpDate.Read(head.Headers.FirstOrDefault(header => header.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)).Value);

    private static KeyValuePair<string, string>[] Told(IEnumerable<KeyValuePair<string, string?>> headers) =>
        [.. headers.Where(header => header.Value is not null).Select(header => new KeyValuePair<string, string>(header.Key, header.Value!))];

    // With it, the length of a secret is known that isn't told.
    private static bool TellsLength(KeyValuePair<string, string?> header) => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    private static string FileName(RecordedHead head) =>
        head.ContentEncoding?.ToUpperInvariant() switch
        {
            null => "response.json",
            "GZIP" => "response.json.gz",
            "BR" => "response.json.br",
            _ => "response.json.encoded",
        };

    private KeyValuePair<string, string> Query(string folder) => new($"{folder}/query.kql", _query.Query);

    private static KeyValuePair<string, string> Request(string folder, RecordedSending sent)
    {
        var request = new JournalLine()
            .With("method", sent.Method)
            .With("uri", sent.Address.AbsoluteUri)
            .With("headers", Told(sent.SentHeaders.Where(header => !sent.IsSentBodyRedacted || !TellsLength(header))))
            .With("isRedacted", sent.IsSentBodyRedacted)
            .With("body", System.Text.Encoding.UTF8.GetString(sent.SentBody));
        return new($"{folder}/request.json", request.ToJson() + "\n");
    }

    private void Receive(RecordedHead head, RecordingEnd end, PartWriter writer, string folder, string file)
    {
        var told = head.Headers.Where(header => ToldHeaders.Contains(header.Key) && (!end.IsRedacted || !TellsLength(header)));
        var headers = new JournalLine().With("headers", Told(told));
        _bag.Store(
            [writer],
            [Query(folder), Request(folder, head), new($"{folder}/response-headers.json", headers.ToJson() + "\n")],
            new JournalLine().With(_facts).With("response", folder).With("status", head.Status).With("received", end.Outcome.ToString())
        );
        _query.AddResponse();
        Remember(new StoredSending(folder, head, new StoredResponse(file, head, end), _query.Connection.Session.UtcNow));
    }

    private void Remember(StoredSending sending)
    {
        lock (_gate)
        {
            _pending = sending;
        }
    }

    private sealed record StoredResponse(string File, RecordedHead Head, RecordingEnd End);

    // What a folder is of, until it is known what it was found to be.
    private sealed record StoredSending(string Folder, RecordedSending Sent, StoredResponse? Response, DateTime EndedAt);

    private sealed class Recording : IResponseRecording
    {
        private readonly EvidenceRequest _request;
        private readonly RecordedHead _head;
        private readonly string _folder;
        private readonly string _file;
        private readonly PartWriter _writer;

        public Recording(EvidenceRequest request, RecordedHead head, string folder)
        {
            (_request, _head, _folder) = (request, head, folder);
            _file = FileName(head);
            _writer = request._bag.BeginFile($"{folder}/{_file}");
        }

        public void Write(byte[] buffer, int offset, int count) => _writer.Write(buffer, offset, count);

        public void End(RecordingEnd end) => _request.Receive(_head, end, _writer, _folder, _file);

        public void Dispose() => _writer.Dispose();
    }
}
