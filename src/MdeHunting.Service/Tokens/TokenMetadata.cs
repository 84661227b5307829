namespace MdeHunting.Service.Tokens;

/// <summary>What may be told of a token that a sign-in gave.</summary>
/// <param name="TenantId">The tenant; null where it is not known.</param>
/// <param name="Account">The user's sign-in name; null where no user signed in.</param>
/// <param name="Scopes">What it was given for.</param>
/// <param name="ExpiresOn">Until when it is good (UTC).</param>
internal sealed record TokenMetadata(string? TenantId, string? Account, IReadOnlyList<string> Scopes, DateTime ExpiresOn);
