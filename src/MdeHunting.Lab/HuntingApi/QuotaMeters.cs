using System.Globalization;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>What every tenant has used of every API's quota.</summary>
/// <param name="options">The quotas and the tenants.</param>
/// <param name="clock">The services' clock.</param>
internal sealed class QuotaMeters(LabOptions options, TimeProvider clock)
{
    private readonly Dictionary<(Guid Tenant, string Api), QuotaMeter> _meters = options
        .Tenants.SelectMany(tenant => options.Quotas.Select(quota => KeyValuePair.Create((tenant.Id, quota.Key), new QuotaMeter(quota.Value))))
        .ToDictionary();

    /// <summary>Lets a call in.</summary>
    /// <exception cref="LabServiceErrorException">The quota is used up.</exception>
    public QuotaUse Enter(LabTenant tenant, HuntingDialect dialect)
    {
        var now = clock.GetUtcNow();
        var meter = _meters.GetValueOrDefault((tenant.Id, dialect.Resource.Name));
        if (meter?.Enter(now) is not { } refusal)
        {
            return new(meter, now);
        }

        var tells = options.Quotas[dialect.Resource.Name].TellsRetryAfter ?? dialect.TellsRetryAfter;
        throw new LabServiceErrorException(
            new(StatusCodes.Status429TooManyRequests, "TooManyRequests", refusal.Message)
            {
                RetryAfter = tells ? Math.Ceiling(refusal.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null,
            }
        );
    }

    /// <exception cref="ArgumentException">There is no such tenant, or the API has no quota.</exception>
    public void Share(string tenant, string api, int callsPerMinute)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(callsPerMinute);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(callsPerMinute, BackgroundLoad.MostCallsPerMinute);
        bool Is(string name) => string.Equals(name, tenant, StringComparison.OrdinalIgnoreCase);
        var found =
            options.Tenants.FirstOrDefault(one => Is(one.Domain) || Is(one.Id.ToString()))
            ?? throw new ArgumentException($"There is no tenant '{tenant}'.", nameof(tenant));
        if (!_meters.TryGetValue((found.Id, api), out var meter))
        {
            throw new ArgumentException($"There is no quota of '{api}'.", nameof(api));
        }

        meter.Share(callsPerMinute == 0 ? null : new BackgroundLoad(clock.GetUtcNow(), callsPerMinute));
    }
}
