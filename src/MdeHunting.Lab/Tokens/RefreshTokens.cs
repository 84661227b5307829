using System.Security.Cryptography;
using MdeHunting.Lab.Directory;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// Refresh tokens. A new one comes with every use; the old one stays good for a day, or for that use alone where the lab is strict.
/// https://learn.microsoft.com/entra/identity-platform/refresh-tokens
/// </summary>
internal sealed class RefreshTokens(TimeProvider clock, bool isStrict)
{
    private static readonly TimeSpan Inactivity = TimeSpan.FromDays(90);
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    public string Create(RefreshGrant grant)
    {
        var token = $"1.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(120))}";
        lock (_lock)
        {
            _entries[token] = new(grant, clock.GetUtcNow() + Inactivity, IsRevoked: false);
        }

        return token;
    }

    /// <exception cref="EntraException">The token is unknown, used, revoked, too old, or another tenant's or application's.</exception>
    public RefreshGrant Find(string token, LabTenant tenant, LabApplication application)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(token, out var entry) || entry.Grant.Tenant.Id != tenant.Id || entry.Grant.Application.Id != application.Id)
            {
                throw new EntraException(EntraError.InvalidRefreshToken);
            }

            if (entry.IsRevoked)
            {
                throw new EntraException(EntraError.RefreshTokenRevoked);
            }

            return clock.GetUtcNow() < entry.ExpiresAt ? entry.Grant : throw new EntraException(EntraError.RefreshTokenExpired);
        }
    }

    /// <summary>Notes that the token was used and has a successor.</summary>
    /// <exception cref="EntraException">Another request was first, and the lab is strict.</exception>
    public void Replace(string token)
    {
        lock (_lock)
        {
            if (isStrict)
            {
                if (!_entries.Remove(token))
                {
                    throw new EntraException(EntraError.InvalidRefreshToken);
                }

                return;
            }
            var entry = _entries[token];
            var end = clock.GetUtcNow() + Grace;
            if (end < entry.ExpiresAt)
            {
                _entries[token] = entry with { ExpiresAt = end };
            }
        }
    }

    public void Revoke(Func<LabTenant, LabAccount, bool> isMeant)
    {
        lock (_lock)
        {
            foreach (var (token, entry) in _entries.Where(one => isMeant(one.Value.Grant.Tenant, one.Value.Grant.Account)).ToArray())
            {
                _entries[token] = entry with { IsRevoked = true };
            }
        }
    }

    private sealed record Entry(RefreshGrant Grant, DateTimeOffset ExpiresAt, bool IsRevoked);
}

/// <summary>What a refresh token stands for. As in Entra it is not bound to a resource.</summary>
internal sealed record RefreshGrant(LabTenant Tenant, LabApplication Application, LabAccount Account, IReadOnlyList<string> Capabilities);
