namespace MdeHunting.Contract;

/// <summary>A quota of a tenant at a service: so much in any span of that length.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Limit">How much: calls, or seconds.</param>
/// <param name="Period">In how long.</param>
internal sealed record QuotaLimit(MdeQuotaUnit Unit, double Limit, TimeSpan Period)
{
    /// <summary>What a caller may take of it who leaves a share to others; at least one call, or one second.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Allowed(double share) => Math.Max(1, Math.Floor(Limit * share));

    /// <inheritdoc/>
    public override string ToString() =>
        Unit is MdeQuotaUnit.Calls
            ? FormattableString.Invariant($"{Limit:N0} calls {Of(Period)}")
            : FormattableString.Invariant($"{TimeSpan.FromSeconds(Limit).TotalMinutes:N0} minutes of running time {Of(Period)}");

    private static string Of(TimeSpan period) =>
        period == TimeSpan.FromMinutes(1) ? "per minute"
        : period == TimeSpan.FromHours(1) ? "per hour"
        : period == TimeSpan.FromDays(1) ? "per day"
        : $"in {period}";
}
