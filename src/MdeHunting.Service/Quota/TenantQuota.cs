using MdeHunting.Contract;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Quota;

/// <summary>A tenant's quotas at one service, as a connection knows them, and what this process has used of them.</summary>
/// <param name="Ledger">What is used, shared by all connections to that tenant and service.</param>
/// <param name="Limits">The quotas.</param>
internal sealed record TenantQuota(QuotaLedger Ledger, IReadOnlyList<QuotaLimit> Limits)
{
    /// <summary>The quotas that a connection goes by: the service's own, but for those that the caller, or the environment, knows better.</summary>
    /// <param name="ledger">What is used of them.</param>
    /// <param name="service">The service.</param>
    /// <param name="endpoint">The service in the connection's environment.</param>
    /// <param name="request">What the caller knows.</param>
    public static TenantQuota Of(QuotaLedger ledger, HuntingService service, ApiEndpoint endpoint, ConnectRequest request)
    {
        var known = request.Quotas ?? endpoint.Quotas ?? [];
        var own = service.Quotas.Where(limit => !known.Any(better => better.Unit == limit.Unit && better.Period == limit.Period));
        return new TenantQuota(ledger, [.. own.Concat(known).OrderBy(limit => limit.Unit).ThenBy(limit => limit.Period)]);
    }

    /// <summary>Each quota and what is used of it.</summary>
    /// <param name="now">The present moment (UTC).</param>
    public IReadOnlyList<QuotaState> Read(DateTime now)
    {
        var blocked = Ledger.BlockedFor;
        return [.. Limits.Select(limit => Read(limit, now, blocked))];
    }

    private QuotaState Read(QuotaLimit limit, DateTime now, TimeSpan blocked)
    {
        var (used, freeIn) = Ledger.Read(limit);
        return new QuotaState(limit, used, used > 0 ? now + freeIn : null, blocked > TimeSpan.Zero ? now + blocked : null);
    }
}
