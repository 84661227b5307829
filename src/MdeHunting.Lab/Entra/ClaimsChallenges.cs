using System.Collections.Concurrent;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MdeHunting.Lab.Entra;

/// <summary>Continuous access evaluation: which tokens are challenged though they have not expired, and what answers the challenge.</summary>
internal sealed class ClaimsChallenges(IssuedTokens tokens, LabFaults faults, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, LabPolicy> _personNeeded = new();
    private readonly ConcurrentDictionary<string, bool> _namesAnotherScheme = new();

    /// <summary>The challenge to a token, or null. Only Graph takes part, and only a client that says "cp1" is asked.</summary>
    public ClaimsChallenge? Find(JsonWebToken token, LabResource resource)
    {
        if (resource != LabResources.Graph || !token.Claims.Any(claim => claim is { Type: "xms_cc", Value: "cp1" }))
        {
            return null;
        }

        var id = token.Claims.FirstOrDefault(claim => claim.Type == "uti")?.Value ?? "";
        if (tokens.RevokedAt(id) is null && faults.TakeChallenge() is { } fault)
        {
            Revoke(id, fault);
        }

        return tokens.RevokedAt(id) is { } at ? new(at, _namesAnotherScheme.ContainsKey(id)) : null;
    }

    /// <summary>What the account's refresh token is refused with when it comes with the claims of a challenge.</summary>
    public LabPolicy? PersonNeeded(LabAccount account) => _personNeeded.GetValueOrDefault(account.ObjectId);

    public void PersonCame(LabAccount account) => _personNeeded.TryRemove(account.ObjectId, out _);

    private void Revoke(string id, LabChallenge fault)
    {
        tokens.Revoke(id, clock.GetUtcNow());
        if (fault.NamesAnotherScheme)
        {
            _namesAnotherScheme[id] = true;
        }

        if (fault.RefreshRefusal is { } policy && tokens.AccountOf(id) is { } account)
        {
            _personNeeded[account.ObjectId] = policy;
        }
    }
}
