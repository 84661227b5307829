namespace MdeHunting.Packs.Sweeping;

/// <summary>What is known of a query in a tenant before it is run, or instead of that.</summary>
/// <param name="Status">The status.</param>
/// <param name="ErrorId">The id of the failure that says so; null where it is none.</param>
/// <param name="Why">The reason.</param>
internal sealed record PackVerdict(MdePackStatus Status, string? ErrorId, string Why)
{
    /// <summary>The service's id of the request that failed; null where there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>It cannot run there.</summary>
    public static PackVerdict NotRunnable(string why) => new(MdePackStatus.NotRunnable, "QueryNotRunnable", why);
}
