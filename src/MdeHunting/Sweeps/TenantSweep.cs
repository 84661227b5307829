using MdeHunting.Contract;

namespace MdeHunting.Sweeps;

/// <summary>A tenant of a sweep: its tables, and what is looked for in them.</summary>
/// <param name="connection">The connection.</param>
/// <param name="tables">Its tables.</param>
internal sealed class TenantSweep(MdeConnection connection, SweepTables tables)
{
    /// <summary>The connection.</summary>
    public MdeConnection Connection => connection;

    /// <summary>Its tables.</summary>
    public SweepTables Tables => tables;

    /// <summary>What is looked for.</summary>
    public IReadOnlyList<SweptIndicator> Indicators { get; set; } = [];

    /// <summary>The time that is searched.</summary>
    public required SweepTime Time { get; init; }

    /// <summary>How patiently each query is sent.</summary>
    public required SendingOptions Sending { get; init; }

    /// <summary>Whether a SHA-256 is looked for by the SHA-1 of the same files as well.</summary>
    public bool Widens { get; init; }

    /// <summary>Whether there are queries for those SHA-1 that had no complete response.</summary>
    public bool HasWideningGaps { get; set; }

    /// <summary>What a folder keeps of it; null where nothing is.</summary>
    public SweepRecord? Record { get; init; }

    /// <summary>Why a table cannot be searched at all: the time is older than what the services keep; null where it can.</summary>
    public string? WhyNot(SweptTable table) =>
        table.TimeColumn is not null && Time.CutAt(Connection.Session.UtcNow) is { IsWhole: true } cut ? cut.Reason : null;

    /// <summary>How many calls a minute the tenant has; null where that is not known.</summary>
    public double? CallsPerMinute => CallsOf(Connection);

    /// <summary>How many calls a minute a connection's tenant has; null where that is not known.</summary>
    public static double? CallsOf(MdeConnection connection) =>
        connection
            .Session.ReadQuotas()
            .Where(state => state.Quota.Unit == MdeQuotaUnit.Calls && state.Quota.Period == TimeSpan.FromMinutes(1))
            .Select(state => (double?)state.Quota.Limit)
            .FirstOrDefault();
}
