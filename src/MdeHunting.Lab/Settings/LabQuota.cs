using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Settings;

/// <summary>
/// How much one API lets each tenant ask; null for as much as it likes. A call counts when it arrives with a good bearer and a body that can be read, whatever
/// becomes of it, except where the quota itself refuses it. A query's running time counts from its arrival, once it has run: the query that goes over the limit
/// is still answered.
/// </summary>
public sealed record LabQuota
{
    /// <summary>How long a cycle of <see cref="TimePerCycle"/> is.</summary>
    public static readonly TimeSpan Cycle = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The services' own, by the API's name: https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api,
    /// https://learn.microsoft.com/defender-xdr/api-advanced-hunting, https://learn.microsoft.com/graph/api/resources/security-api-overview. How much running
    /// time a cycle has, nobody says but that it goes by the tenant's size; here it has no limit.
    /// </summary>
    public static IReadOnlyDictionary<string, LabQuota> Documented { get; } =
        new Dictionary<string, LabQuota>
        {
            [LabResources.Graph.Name] = new() { CallsPerMinute = 45 },
            [LabResources.Endpoint.Name] = new()
            {
                CallsPerMinute = 45,
                CallsPerHour = 1500,
                TimePerHour = TimeSpan.FromMinutes(10),
                TimePerDay = TimeSpan.FromHours(3),
            },
            [LabResources.Xdr.Name] = new() { CallsPerMinute = 45 },
        };

    /// <summary>How many calls in any 60 seconds.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>How many calls in any hour.</summary>
    public int? CallsPerHour { get; init; }

    /// <summary>How much running time in any hour.</summary>
    public TimeSpan? TimePerHour { get; init; }

    /// <summary>How much running time in any 24 hours.</summary>
    public TimeSpan? TimePerDay { get; init; }

    /// <summary>
    /// How much running time in each quarter of an hour by the services' clock: what stands here for the processing resources that Graph and Xdr share out so.
    /// </summary>
    public TimeSpan? TimePerCycle { get; init; }

    /// <summary>
    /// Whether a refusal has a Retry-After, in seconds. Null for what each service documents: Endpoint and Xdr have one. Graph's services have one as a rule,
    /// but this one is not on the list of those that keep to it, and so has none.
    /// </summary>
    public bool? TellsRetryAfter { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">No service can have such a quota.</exception>
    internal void Validate()
    {
        foreach (var calls in new[] { CallsPerMinute, CallsPerHour })
        {
            if (calls is { } number)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(LabQuota));
            }
        }
        foreach (var time in new[] { TimePerHour, TimePerDay, TimePerCycle })
        {
            if (time is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(LabQuota));
            }
        }
    }
}
