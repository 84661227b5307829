using System.Security.Cryptography;

using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Identity;

/// <summary>
/// Refresh tokens, each good for one use. Entra only asks clients to throw the old one away;
/// the lab makes it fail, so that a client which keeps using an old one is found out.
/// https://learn.microsoft.com/entra/identity-platform/refresh-tokens
/// </summary>
internal sealed class RefreshTokens(TimeProvider clock)
{
    private static readonly TimeSpan Inactivity = TimeSpan.FromDays(90);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    public string Create(RefreshGrant grant)
    {
        var token = $"1.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(120))}";
        lock (_lock) _entries[token] = new(grant, clock.GetUtcNow() + Inactivity, IsRevoked: false);
        return token;
    }

    /// <exception cref="EntraException">The token is unknown, used, revoked, too old, or another tenant's or application's.</exception>
    public RefreshGrant Use(string token, LabTenant tenant, LabApplication application)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(token, out var entry) || entry.Grant.Tenant.Id != tenant.Id || entry.Grant.Application.Id != application.Id)
                throw new EntraException(EntraError.InvalidRefreshToken);
            if (entry.IsRevoked) throw new EntraException(EntraError.RefreshTokenRevoked);
            if (clock.GetUtcNow() >= entry.ExpiresAt) throw new EntraException(EntraError.RefreshTokenExpired);

            _entries.Remove(token);
            return entry.Grant;
        }
    }

    public void RevokeAll()
    {
        lock (_lock)
        {
            foreach (var (token, entry) in _entries.ToArray()) _entries[token] = entry with { IsRevoked = true };
        }
    }

    private sealed record Entry(RefreshGrant Grant, DateTimeOffset ExpiresAt, bool IsRevoked);
}
