using MdeHunting.Contract;

namespace MdeHunting.Service.Tokens;

/// <summary>Where a connection's tokens come from.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>How the sign-in was done.</summary>
    SignInMethod Method { get; }

    /// <summary>What the latest token was given for.</summary>
    TokenMetadata Latest { get; }

    /// <summary>What a reader of the connection's results should know of its sign-in.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>A token that is good now.</summary>
    /// <param name="demand">Who needs it.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">The sign-in is not good any more, or the identity service cannot be reached.</exception>
    Task<string> GetAsync(TokenDemand demand, CancellationToken token);

    /// <summary>Requests another token in place of one that the service refused.</summary>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="claims">The claims that the service requires, as JSON (a claims challenge); null where it refused the token without naming any.</param>
    /// <param name="demand">Who needs it; the person is asked, where the method can, for claims that need it.</param>
    /// <returns>The new token; the refused one where no other can be requested.</returns>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">There is none to be had.</exception>
    Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token);

    /// <summary>Takes the account out of the cache.</summary>
    Task ForgetAsync(CancellationToken token);
}

/// <summary>Who needs a token, and how long what passes by itself is waited out for it.</summary>
/// <param name="Prompt">How to turn to the person; null where nobody listens.</param>
/// <param name="RetryTimeout">How long after the first failure the identity service is asked again.</param>
/// <param name="RetryLimit">How many responses may be none of the identity service's, one after the other.</param>
internal sealed record TokenDemand(ISignInPrompt? Prompt, TimeSpan RetryTimeout, int RetryLimit)
{
    /// <summary>Of who does not wait, and listens to nothing.</summary>
    public static TokenDemand Once { get; } = new(null, TimeSpan.Zero, 0);
}

/// <summary>What may be told of a token that a sign-in gave.</summary>
/// <param name="TenantId">The tenant; null where it is not known.</param>
/// <param name="Account">The user's sign-in name; null where no user signed in.</param>
/// <param name="Scopes">What it was given for.</param>
/// <param name="ExpiresOn">Until when it is good (UTC).</param>
internal sealed record TokenMetadata(string? TenantId, string? Account, IReadOnlyList<string> Scopes, DateTime ExpiresOn)
{
    /// <summary>The names in the token; null where it cannot be read.</summary>
    public ToldNames? Told { get; init; }
}
