using MdeHunting.Connections;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Hunting;

/// <summary>A signed-in account and the service that it asks.</summary>
internal sealed class HuntingSession(
    string cloud, SignInMethod method, UserTokens tokens, HuntingClient client, ServiceHttp http, TimeProvider clock) : IHuntingSession
{
    /// <inheritdoc/>
    public string TenantId => tokens.Latest.TenantId;

    /// <inheritdoc/>
    public string? Account => tokens.Latest.Account?.Username;

    /// <inheritdoc/>
    public string Cloud => cloud;

    /// <inheritdoc/>
    public SignInMethod Method => method;

    /// <inheritdoc/>
    public IReadOnlyList<string> Scopes => [.. tokens.Latest.Scopes];

    /// <inheritdoc/>
    public DateTime ExpiresOn => tokens.Latest.ExpiresOn.UtcDateTime;

    /// <inheritdoc/>
    public async Task<MdeTokenInfo> ReadTokenAsync(IDynamicFactory factory, CancellationToken token) =>
        TokenReader.Read(await tokens.GetAsync(token).ConfigureAwait(false), factory, clock.GetUtcNow().UtcDateTime);

    /// <inheritdoc/>
    public async Task HuntAsync(string query, IRowReceiver receiver, INotices notices, CancellationToken token)
    {
        var bearer = await tokens.GetAsync(token).ConfigureAwait(false);
        await client.HuntAsync(query, bearer, receiver, notices, token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
