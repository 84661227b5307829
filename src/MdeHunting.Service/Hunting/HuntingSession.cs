using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Hunting;

/// <summary>A signed-in account and the service that it asks.</summary>
internal sealed class HuntingSession(
    CloudEnvironment environment,
    AuthorizedSender sender,
    HuntingClient client,
    TableDiscovery discovery,
    ResponseLimits limits,
    TenantQuota quota,
    ServiceHttp http,
    TimeProvider clock
) : IHuntingSession
{
    private const string RecordedMark = "***";

    private readonly Outage _outage = new(clock);

    // What may be told of the sign-in after the connection was closed.
    private TokenMetadata? _lastKnown;

    /// <inheritdoc/>
    public string? TenantId => Latest.TenantId;

    /// <inheritdoc/>
    public string? TenantDomain => Latest.Told?.TenantDomain;

    /// <inheritdoc/>
    public string? ApplicationName => Latest.Told?.ApplicationName;

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
    public SignInMethod Method { get; } = sender.Tokens!.Method;

    /// <inheritdoc/>
    public IReadOnlyList<string> Scopes => Latest.Scopes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => sender.Tokens?.Notes ?? [];

    /// <inheritdoc/>
    public DateTime ExpiresOn => Latest.ExpiresOn;

    /// <inheritdoc/>
    public int RowLimit => limits.Rows;

    /// <inheritdoc/>
    public long ByteLimit => limits.Bytes;

    /// <inheritdoc/>
    public DateTime UtcNow => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public Task PauseAsync(TimeSpan time, CancellationToken token) => clock.WaitAsync(time, token);

    /// <inheritdoc/>
    public DateTime? LastUsedOn => sender.LastUsedOn;

    private TokenMetadata Latest => sender.Tokens?.Latest ?? _lastKnown!;

    /// <inheritdoc/>
    public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, ISignInPrompt prompt, CancellationToken token) =>
        http.Secrets.GuardAsync(async () =>
        {
            var text = await sender.GetTokenAsync(new GuardedSignInPrompt(prompt, http.Secrets), token).ConfigureAwait(false);
            return TokenReader.Read(text, factory, UtcNow, environment.Apis);
        });

    /// <inheritdoc/>
    public IReadOnlyList<QuotaState> ReadQuotas() => quota.Read(UtcNow);

    /// <inheritdoc/>
    public async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        foreach (var secret in request.Secrets)
        {
            http.Secrets.Add(secret);
        }

        var guarded = new GuardedPrompt(prompt, http.Secrets);
        var asked = request.Recorder is { } recorder ? request with { Recorder = new GuardedRecorder(recorder, http.Secrets) } : request;
        var response = await RunAsync(
                () =>
                    new RetryPolicy(quota, _outage, asked, guarded, clock).SendAsync(
                        (limit, within) => client.HuntAsync(asked, receiver, guarded, within, limit),
                        token
                    ),
                token
            )
            .ConfigureAwait(false);
        return response with { RequestId = http.Secrets.Hide(response.RequestId), Warnings = [.. response.Warnings.Select(http.Secrets.Hide)] };
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(
        TimeSpan? timeLimit,
        IHuntingPrompt prompt,
        IResponseRecorder? recorder,
        CancellationToken token
    ) =>
        RunAsync(
            () =>
                discovery.ReadTablesAsync(
                    timeLimit,
                    new GuardedPrompt(prompt, http.Secrets),
                    recorder is null ? null : new GuardedRecorder(recorder, http.Secrets),
                    token
                ),
            token
        );

    /// <inheritdoc/>
    public string Hide(string text, IReadOnlyList<string> others)
    {
        foreach (var secret in others)
        {
            http.Secrets.Add(secret);
        }

        return http.Secrets.Hide(text, RecordedMark);
    }

    /// <inheritdoc/>
    public Task ForgetAccountAsync(CancellationToken token) => sender.Tokens?.ForgetAsync(token) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lastKnown ??= sender.Tokens?.Latest;
        sender.Close();
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
            throw AuthorizedSender.Closed();
        }
    }

    // Closing a connection breaks off what is under way on it.
    private bool IsBrokenOff(Exception exception, CancellationToken token) =>
        sender.Tokens is null && !token.IsCancellationRequested && exception is (OperationCanceledException or ObjectDisposedException);
}
