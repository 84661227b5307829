using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;

namespace MdeHunting.Lab.Entra;

/// <summary>Whether an account may have a token now, in this way.</summary>
internal sealed class AccountPolicies(LabFaults faults, ClaimsChallenges challenges)
{
    /// <exception cref="EntraException">It may not.</exception>
    public void CheckSignIn(LabAccount account, LabFlows flow)
    {
        Check(account, flow);
        challenges.PersonCame(account);
    }

    /// <exception cref="EntraException">It may not.</exception>
    public void CheckRefresh(LabAccount account, RequestedClaims claims)
    {
        Check(account, LabFlows.Refresh);
        if (claims.AnswersChallenge && challenges.PersonNeeded(account) is { } policy)
        {
            throw new EntraException(policy.ToError());
        }
    }

    private void Check(LabAccount account, LabFlows flow)
    {
        var policy = faults.PolicyFor(account) ?? account.Policy;
        if (policy?.Flows.HasFlag(flow) == true)
        {
            throw new EntraException(policy.ToError());
        }
    }
}
