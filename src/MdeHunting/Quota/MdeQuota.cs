using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>
/// A quota of a tenant at a service, and what this process has used of it. What the tenant's other programs, the portal, and its own detections use isn't
/// included.
/// </summary>
public sealed class MdeQuota : MdeOutput
{
    internal MdeQuota(MdeConnection connection, QuotaState state)
    {
        Connection = connection.Name;
        TenantId = connection.TenantId;
        Api = connection.Api;
        Unit = state.Quota.Unit.ToString();
        Period = SpanText.Of(state.Quota.Period);
        Limit = state.Quota.Limit;
        Used = state.Used;
        FreesAt = state.FreesAt;
        BlockedUntil = state.BlockedUntil;
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The service whose quota this is: a name of <see cref="MdeApi"/>.</summary>
    public string Api { get; }

    /// <summary>What the quota counts: a name of <see cref="MdeQuotaUnit"/>.</summary>
    public string Unit { get; }

    /// <summary>In how long, as a text such as 00:01:00, which [timespan] takes: the quota is for any span of that length.</summary>
    public string Period { get; }

    /// <summary>How much there is for the whole tenant, in the unit.</summary>
    public double Limit { get; }

    /// <summary>How much this process used in the span that ends now, in the unit.</summary>
    public double Used { get; }

    /// <summary>How much is left, if nobody else used any, in the unit.</summary>
    public double Left => Math.Max(0, Limit - Used);

    /// <summary>When the next of what was used is free again (UTC); null where nothing was used.</summary>
    public DateTime? FreesAt { get; }

    /// <summary>Until when the service asked to wait (UTC); null where it did not, or the time is over.</summary>
    public DateTime? BlockedUntil { get; }

    /// <summary>What these figures leave out.</summary>
    public string Note => "Usage by other programs, the portal, and the tenant's own detections isn't visible here.";
}
