using MdeHunting.Contract;

namespace MdeHunting.Evidence;

/// <summary>A session whose requests and responses are recorded; in all else it is the session itself.</summary>
/// <param name="query">The recording.</param>
/// <param name="session">The session, which stays its owner's.</param>
internal sealed class RecordedSession(EvidenceQuery query, IHuntingSession session) : IHuntingSession
{
    /// <inheritdoc/>
    public string? TenantId => session.TenantId;

    /// <inheritdoc/>
    public string? TenantDomain => session.TenantDomain;

    /// <inheritdoc/>
    public string? ApplicationName => session.ApplicationName;

    /// <inheritdoc/>
    public string? Account => session.Account;

    /// <inheritdoc/>
    public MdeApi Api => session.Api;

    /// <inheritdoc/>
    public string Cloud => session.Cloud;

    /// <inheritdoc/>
    public string AuthorityHost => session.AuthorityHost;

    /// <inheritdoc/>
    public string HuntingHost => session.HuntingHost;

    /// <inheritdoc/>
    public SignInMethod Method => session.Method;

    /// <inheritdoc/>
    public IReadOnlyList<string> Scopes => session.Scopes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => session.Notes;

    /// <inheritdoc/>
    public DateTime ExpiresOn => session.ExpiresOn;

    /// <inheritdoc/>
    public int RowLimit => session.RowLimit;

    /// <inheritdoc/>
    public long ByteLimit => session.ByteLimit;

    /// <inheritdoc/>
    public DateTime UtcNow => session.UtcNow;

    /// <inheritdoc/>
    public DateTime? LastUsedOn => session.LastUsedOn;

    /// <inheritdoc/>
    public Task PauseAsync(TimeSpan time, CancellationToken token) => session.PauseAsync(time, token);

    /// <inheritdoc/>
    public IReadOnlyList<QuotaState> ReadQuotas() => session.ReadQuotas();

    /// <inheritdoc/>
    public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, ISignInPrompt prompt, CancellationToken token) =>
        session.ReadTokenAsync(factory, prompt, token);

    /// <inheritdoc/>
    public async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        var recording = query.Begin(request);
        request = query.WithoutSecrets(request);
        var columns = new ColumnsSink(receiver);
        HuntingResponse response;
        try
        {
            response = await session.HuntAsync(request with { Recorder = recording }, columns, prompt, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not EvidenceException)
        {
            recording.Fail(e, columns.Rows);
            throw;
        }

        recording.Complete(response, columns.Columns, session.RowLimit);
        return response;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(
        TimeSpan? timeLimit,
        IHuntingPrompt prompt,
        IResponseRecorder? recorder,
        CancellationToken token
    )
    {
        var recording = query.BeginList();
        IReadOnlyList<KnownTable>? tables;
        try
        {
            tables = await session.DiscoverTablesAsync(timeLimit, prompt, recording, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not EvidenceException)
        {
            recording.Fail(e);
            throw;
        }

        recording.Complete(tables);
        return tables;
    }

    /// <inheritdoc/>
    public string Hide(string text, IReadOnlyList<string> others) => session.Hide(text, others);

    /// <inheritdoc/>
    public Task ForgetAccountAsync(CancellationToken token) => session.ForgetAccountAsync(token);

    /// <inheritdoc/>
    public void Dispose() { }

    // Learns the columns, and how many rows were returned, on the way.
    private sealed class ColumnsSink(IRowSink receiver) : IRowSink
    {
        public IReadOnlyList<MdeHuntingColumn>? Columns { get; private set; }

        // One output takes the rows of several responses.
        private readonly long _givenBefore = (receiver as IGivenRows)?.Given ?? 0;
        private long _received;

        /// <summary>How many rows were returned.</summary>
        public long Rows => receiver is IGivenRows given ? given.Given - _givenBefore : _received;

        public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
        {
            Columns = columns;
            receiver.Begin(columns);
        }

        public object CreateRow(object?[] cells) => receiver.CreateRow(cells);

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => receiver.CreateObject(names, values);

        public async Task ReceiveAsync(object[] rows, int count)
        {
            await receiver.ReceiveAsync(rows, count).ConfigureAwait(false);
            _received += count;
        }
    }
}
