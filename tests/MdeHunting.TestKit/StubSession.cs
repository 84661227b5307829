using MdeHunting.Contract;

namespace MdeHunting.TestKit;

/// <summary>A tenant of which nothing is asked but its tables.</summary>
internal sealed class StubSession(IReadOnlyList<KnownTable> tables, string tenant = "tenant", string? account = null) : IHuntingSession
{
    public string? TenantId => tenant;

    public string? Account => account;

    public MdeApi Api => MdeApi.Graph;

    public string Cloud => "Stub";

    public string AuthorityHost => "localhost";

    public string HuntingHost => "localhost";

    public SignInMethod Method => SignInMethod.AccessToken;

    public IReadOnlyList<string> Scopes => [];

    public IReadOnlyList<string> Notes => [];

    public DateTime ExpiresOn => DateTime.MaxValue;

    public int RowLimit => 1;

    public long ByteLimit => 1;

    public DateTime UtcNow => DateTime.UnixEpoch;

    public DateTime? LastUsedOn => null;

    public IReadOnlyList<QuotaState> ReadQuotas() => [];

    public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, CancellationToken token) => throw new NotSupportedException();

    public Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(IHuntingPrompt prompt, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<KnownTable>?>(tables);

    public Task ForgetAccountAsync(CancellationToken token) => Task.CompletedTask;

    public void Dispose() { }
}
