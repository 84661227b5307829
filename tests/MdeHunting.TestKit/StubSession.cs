using MdeHunting.Contract;

namespace MdeHunting.TestKit;

/// <summary>A tenant of which nothing is asked but its tables; a session that answers queries derives from it.</summary>
internal class StubSession(IReadOnlyList<KnownTable>? tables, string? tenant = "tenant", string? account = null) : IHuntingSession
{
    public string? TenantId => tenant;

    public string? TenantDomain => null;

    public string? ApplicationName { get; init; }

    public string? Account => account;

    public MdeApi Api => MdeApi.Graph;

    public string Cloud => "Stub";

    public string AuthorityHost => "localhost";

    public string HuntingHost => "localhost";

    public SignInMethod Method => SignInMethod.AccessToken;

    public IReadOnlyList<string> Scopes => [];

    public IReadOnlyList<string> Notes => [];

    public DateTime ExpiresOn => DateTime.MaxValue;

    public int RowLimit { get; init; } = 100_000;

    public long ByteLimit { get; init; } = 50_000_000;

    public virtual DateTime UtcNow => DateTime.UnixEpoch;

    public virtual Task PauseAsync(TimeSpan time, CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, token);

    public DateTime? LastUsedOn => null;

    public IReadOnlyList<QuotaState> ReadQuotas() => [];

    public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, ISignInPrompt prompt, CancellationToken token) => throw new NotSupportedException();

    public virtual Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token) =>
        throw new NotSupportedException();

    /// <summary>A response of one row, whose Name is x.</summary>
    protected async Task<HuntingResponse> RespondAsync(HuntingRequest request, IRowSink receiver)
    {
        receiver.Begin([new MdeHuntingColumn("Name", "String")]);
        await receiver.ReceiveAsync([receiver.CreateRow(["x"])], 1);
        return new HuntingResponse
        {
            SentQuery = request.Query,
            RowCount = 1,
            RowsHandedOn = 1,
            Bytes = 100,
            ContentBytes = 100,
            Elapsed = TimeSpan.FromSeconds(1),
            RequestId = "id",
            StartedAt = UtcNow,
            FinishedAt = UtcNow,
            Warnings = [],
        };
    }

    public Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(
        TimeSpan? timeLimit,
        IHuntingPrompt prompt,
        IResponseRecorder? recorder,
        CancellationToken token
    ) => Task.FromResult(tables);

    public string Hide(string text, IReadOnlyList<string> others) => text;

    public Task ForgetAccountAsync(CancellationToken token) => Task.CompletedTask;

    public void Dispose() { }
}
