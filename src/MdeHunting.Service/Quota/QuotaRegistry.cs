using System.Collections.Concurrent;

namespace MdeHunting.Service.Quota;

/// <summary>
/// What is used of each tenant's quotas at each service. There is one for the process, on purpose the only state of its kind: connections, runspaces and
/// cmdlets that ask the same tenant share its quotas.
/// </summary>
internal static class QuotaRegistry
{
    private static readonly ConcurrentDictionary<(Uri Address, MdeApi Api, string Tenant), QuotaLedger> Usages = new();

    /// <summary>The usage of a tenant at a service.</summary>
    /// <param name="address">The service's address, which tells clouds apart.</param>
    /// <param name="api">The service.</param>
    /// <param name="tenant">The tenant's id; empty where it is not known.</param>
    /// <param name="clock">The time, for one that is new.</param>
    public static QuotaLedger Of(Uri address, MdeApi api, string? tenant, TimeProvider clock) =>
        Usages.GetOrAdd((address, api, tenant?.ToLowerInvariant() ?? string.Empty), _ => new QuotaLedger(clock));
}
