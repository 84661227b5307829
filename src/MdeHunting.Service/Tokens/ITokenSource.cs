using MdeHunting.Contract;

namespace MdeHunting.Service.Tokens;

/// <summary>Where a connection's tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>How the sign-in was done.</summary>
    SignInMethod Method { get; }

    /// <summary>What the latest token was given for.</summary>
    TokenMetadata Latest { get; }

    /// <summary>What a reader of the connection's results should know of its sign-in.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>A token that is good now.</summary>
    /// <exception cref="SignInException">The sign-in is not good any more, or the identity service cannot be reached.</exception>
    Task<string> GetAsync(CancellationToken token);

    /// <summary>Requests another token in place of one that the service refused.</summary>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="claims">The claims that the service requires, as JSON (a claims challenge); null where it refused the token without naming any.</param>
    /// <param name="prompt">Prompts the user, where the method can, for claims that need it.</param>
    /// <returns>The new token; the refused one where no other can be requested.</returns>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">There is none to be had.</exception>
    Task<string> RenewAsync(string refused, string? claims, ISignInPrompt prompt, CancellationToken token);

    /// <summary>Takes the account out of the cache.</summary>
    Task ForgetAsync(CancellationToken token);
}

/// <summary>What may be told of a token that a sign-in gave.</summary>
/// <param name="TenantId">The tenant; null where it is not known.</param>
/// <param name="Account">The user's sign-in name; null where no user signed in.</param>
/// <param name="Scopes">What it was given for.</param>
/// <param name="ExpiresOn">Until when it is good (UTC).</param>
internal sealed record TokenMetadata(string? TenantId, string? Account, IReadOnlyList<string> Scopes, DateTime ExpiresOn);
