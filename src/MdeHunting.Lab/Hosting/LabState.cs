using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Identity;

namespace MdeHunting.Lab.Hosting;

/// <summary>What a test sees of a running lab, and changes in it.</summary>
public sealed class LabState
{
    private readonly RequestLog _log;
    private readonly RefreshTokens _refreshTokens;
    private readonly TokenIssuer _issuer;

    internal LabState(RequestLog log, LabFaults faults, RefreshTokens refreshTokens, TokenIssuer issuer)
    {
        _log = log;
        Faults = faults;
        _refreshTokens = refreshTokens;
        _issuer = issuer;
    }

    /// <summary>What is to go wrong.</summary>
    public LabFaults Faults { get; }

    /// <summary>The requests that were answered so far, oldest first.</summary>
    public IReadOnlyList<LabRequest> Requests => _log.Snapshot();

    /// <summary>Revokes all refresh tokens, as an administrator who ends a user's sessions does.</summary>
    public void RevokeRefreshTokens() => _refreshTokens.RevokeAll();

    /// <summary>Makes an access token without a sign-in.</summary>
    internal string CreateAccessToken(TokenGrant grant, TimeSpan lifetime) => _issuer.CreateAccessToken(grant, lifetime);
}
