using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// An identity provider that is not the tenant's: it vouches for jobs of a made-up continuous integration, as GitHub Actions does.
/// https://docs.github.com/actions/reference/security/oidc
/// </summary>
internal sealed class ExternalIssuer(Uri baseAddress, TimeProvider clock) : IDisposable
{
    public const string Path = "/actions";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lazy<SigningKey> _key = new();
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string Name => new Uri(baseAddress, Path).AbsoluteUri;

    public SigningKey Key => _key.Value;

    public string CreateToken(string subject, string audience, string? issuer = null, TimeSpan? lifetime = null)
    {
        var now = clock.GetUtcNow();
        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = new Dictionary<string, object>
                {
                    ["iss"] = issuer ?? Name,
                    ["sub"] = subject,
                    ["aud"] = audience,
                    ["jti"] = Guid.NewGuid().ToString(),
                    ["iat"] = now.ToUnixTimeSeconds(),
                    ["nbf"] = now.ToUnixTimeSeconds(),
                    ["exp"] = now.Add(lifetime ?? Lifetime).ToUnixTimeSeconds(),
                },
                SigningCredentials = Key.Credentials,
            }
        );
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
