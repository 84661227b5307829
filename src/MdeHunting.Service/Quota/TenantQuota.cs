using MdeHunting.Contract;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Quota;

/// <summary>A tenant's quotas at one service, as a connection knows them, and what this process has used of them.</summary>
/// <param name="Ledger">What is used, shared by all connections to that tenant and service.</param>
/// <param name="Rules">The quotas.</param>
internal sealed record TenantQuota(QuotaLedger Ledger, IReadOnlyList<QuotaRule> Rules)
{
    /// <summary>Each quota and what is used of it.</summary>
    /// <param name="now">The present moment (UTC).</param>
    public IReadOnlyList<QuotaState> Read(DateTime now)
    {
        var blocked = Ledger.BlockedFor;
        return [.. Rules.Select(rule => Read(rule, now, blocked))];
    }

    private QuotaState Read(QuotaRule rule, DateTime now, TimeSpan blocked)
    {
        var (used, freeIn) = Ledger.Read(rule);
        return new QuotaState(
            rule.Unit is QuotaUnit.Calls,
            rule.Period,
            rule.Limit,
            used,
            used > 0 ? now + freeIn : null,
            blocked > TimeSpan.Zero ? now + blocked : null
        );
    }
}
