using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Hunting;

/// <summary>A signed-in account and the service that it asks.</summary>
internal sealed class HuntingSession(
    CloudEnvironment environment,
    ITokenSource tokens,
    HuntingClient client,
    TableDiscovery discovery,
    ResponseLimits limits,
    TenantQuota quota,
    ServiceHttp http,
    TimeProvider clock
) : IHuntingSession
{
    // Ticks of UTC; 0 for never.
    private long _lastUsed;

    // Let go of when the connection is closed: a secret or a token may hang on it. What may be told of it stays.
    private volatile ITokenSource? _tokens = tokens;
    private TokenMetadata? _lastKnown;

    /// <inheritdoc/>
    public string? TenantId => Latest.TenantId;

    /// <inheritdoc/>
    public string? Account => Latest.Account;

    /// <inheritdoc/>
    public MdeApi Api => client.Api;

    /// <inheritdoc/>
    public string Cloud => environment.Name;

    /// <inheritdoc/>
    public string AuthorityHost { get; } = environment.Authority.Authority;

    /// <inheritdoc/>
    public string HuntingHost => client.Host;

    /// <inheritdoc/>
    public SignInMethod Method { get; } = tokens.Method;

    /// <inheritdoc/>
    public IReadOnlyList<string> Scopes => Latest.Scopes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _tokens?.Notes ?? [];

    /// <inheritdoc/>
    public DateTime ExpiresOn => Latest.ExpiresOn;

    /// <inheritdoc/>
    public int RowLimit => limits.Rows;

    /// <inheritdoc/>
    public long ByteLimit => limits.Bytes;

    /// <inheritdoc/>
    public DateTime UtcNow => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public DateTime? LastUsedOn => Interlocked.Read(ref _lastUsed) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    private TokenMetadata Latest => _tokens?.Latest ?? _lastKnown!;

    /// <inheritdoc/>
    public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, CancellationToken token) =>
        http.Secrets.GuardAsync(async () => TokenReader.Read(await Use().GetAsync(token).ConfigureAwait(false), factory, UtcNow, environment.Apis));

    /// <inheritdoc/>
    public IReadOnlyList<QuotaState> ReadQuotas() => quota.Read(UtcNow);

    /// <inheritdoc/>
    public async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        var guarded = new GuardedPrompt(prompt, http.Secrets);
        var answer = await RunAsync(
                () =>
                    new RetryPolicy(quota, request, guarded, clock).SendAsync(
                        within => AskAsync((bearer, isRepeat) => client.HuntAsync(request, bearer, receiver, guarded, within, isRepeat), guarded, within),
                        token
                    ),
                token
            )
            .ConfigureAwait(false);
        return answer with { RequestId = http.Secrets.Hide(answer.RequestId), Warnings = [.. answer.Warnings.Select(http.Secrets.Hide)] };
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(IHuntingPrompt prompt, CancellationToken token)
    {
        var guarded = new GuardedPrompt(prompt, http.Secrets);
        return RunAsync(() => AskAsync((bearer, isRepeat) => discovery.ReadTablesAsync(bearer, guarded, token, isRepeat), guarded, token), token);
    }

    /// <inheritdoc/>
    public Task ForgetAccountAsync(CancellationToken token) => _tokens?.ForgetAsync(token) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lastKnown ??= _tokens?.Latest;
        _tokens = null;
        http.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken token)
    {
        try
        {
            return await http.Secrets.GuardAsync(call).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBrokenOff(e, token))
        {
            throw Closed();
        }
    }

    // Closing a connection breaks off what is under way on it.
    private bool IsBrokenOff(Exception exception, CancellationToken token) =>
        _tokens is null && !token.IsCancellationRequested && exception is (OperationCanceledException or ObjectDisposedException);

    private async Task<T> AskAsync<T>(Func<string, bool, Task<T>> ask, IHuntingPrompt prompt, CancellationToken token)
    {
        var tokens = Use();
        var bearer = await tokens.GetAsync(token).ConfigureAwait(false);
        try
        {
            return await ask(bearer, false).ConfigureAwait(false);
        }
        catch (ClaimsChallengeException challenge)
        {
            await prompt.VerboseAsync($"The service wants a new token with these claims: {challenge.Claims}").ConfigureAwait(false);
            var renewed = await tokens.RenewAsync(bearer, challenge.Claims, prompt, token).ConfigureAwait(false);
            return await ask(renewed, true).ConfigureAwait(false);
        }
    }

    private ITokenSource Use()
    {
        var current = _tokens ?? throw Closed();
        Interlocked.Exchange(ref _lastUsed, clock.GetUtcNow().UtcTicks);
        return current;
    }

    private static ConnectionException Closed() =>
        new(ConnectionFailure.ConnectionClosed, "The connection was closed.", "Connect again with Connect-MdeTenant.");
}
