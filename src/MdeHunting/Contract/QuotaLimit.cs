namespace MdeHunting.Contract;

/// <summary>A quota of the tenant that the caller or an environment knows better: calls, or running time.</summary>
/// <param name="Period">In how long.</param>
/// <param name="Calls">How many calls; null where it is running time.</param>
/// <param name="RunningTime">How long queries may run in all; null where it is calls.</param>
internal sealed record QuotaLimit(TimeSpan Period, int? Calls, TimeSpan? RunningTime);
