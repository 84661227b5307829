using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Directory;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Authorize;

/// <summary>The authorization codes of a lab: each good once, for ten minutes, for whoever knows its verifier (RFC 7636).</summary>
internal sealed class AuthorizationCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    public string Create(AuthorizationRequest request, LabAccount account)
    {
        var code = $"1.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(96))}";
        lock (_lock)
        {
            _entries[code] = new(request, account, clock.GetUtcNow() + Lifetime, IsRedeemed: false);
        }

        return code;
    }

    /// <exception cref="EntraException">The code is unknown, used, too old, or not this client's.</exception>
    public (AuthorizationRequest Request, LabAccount Account) Redeem(
        string code,
        LabTenant tenant,
        LabApplication application,
        string redirectUri,
        string? verifier
    )
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(code, out var entry))
            {
                throw new EntraException(AuthorizeErrors.InvalidCode);
            }

            var target = entry.Request.Target;
            if (target.Tenant.Id != tenant.Id || target.Application.Id != application.Id)
            {
                throw new EntraException(AuthorizeErrors.InvalidCode);
            }

            if (entry.IsRedeemed)
            {
                throw new EntraException(EntraError.AlreadyRedeemed);
            }

            if (clock.GetUtcNow() >= entry.ExpiresAt)
            {
                throw new EntraException(AuthorizeErrors.CodeExpired);
            }

            if (target.RedirectUri != redirectUri)
            {
                throw new EntraException(AuthorizeErrors.OtherRedirectUri);
            }

            if (entry.Request.CodeChallenge is { } challenge && !Meets(verifier, challenge))
            {
                throw new EntraException(AuthorizeErrors.WrongVerifier);
            }

            _entries[code] = entry with { IsRedeemed = true };
            return (entry.Request, entry.Account);
        }
    }

    private static bool Meets(string? verifier, string challenge) =>
        verifier is not null && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;

    private sealed record Entry(AuthorizationRequest Request, LabAccount Account, DateTimeOffset ExpiresAt, bool IsRedeemed);
}
