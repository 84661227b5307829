using System.Text;

namespace MdeHunting.Sweeps;

/// <summary>Says which queries a sweep would send.</summary>
internal static class SweepPlans
{
    private const string NotKnownYet =
        "With -Widen, the query also contains the SHA-1 hashes that the queries with the purpose Widen find, so that it can be longer, or take more queries.";

    /// <summary>The plans of a tenant, in the order in which the queries would be sent.</summary>
    /// <param name="planner">Says which calls are needed.</param>
    /// <param name="sweep">The tenant.</param>
    public static IEnumerable<MdeIndicatorPlan> Of(SweepPlanner planner, TenantSweep sweep)
    {
        var perMinute = sweep.CallsPerMinute;
        IReadOnlyList<SweepStep> widening = sweep.Widens ? SweepWidening.Plan(planner, sweep) : [];
        foreach (var step in widening)
        {
            yield return Of(sweep, step, "Widen", SweepWidening.Write(step), perMinute, null);
        }

        foreach (var step in planner.Plan(sweep.Indicators, sweep.Tables.Searched.Where(table => sweep.WhyNot(table) is null)))
        {
            var isWidened =
                widening.Count > 0
                && step.Table.Columns.Any(column => column.Kind == SweptKind.Sha1)
                && step.Indicators.Any(one => one.Indicator.Kind == MdeIndicatorType.Sha256);
            yield return Of(sweep, step, "Search", step.Write(), perMinute, isWidened ? NotKnownYet : null);
        }
    }

    private static MdeIndicatorPlan Of(TenantSweep sweep, SweepStep step, string purpose, string query, double? perMinute, string? note) =>
        new(sweep.Connection.Name, sweep.Connection.TenantId, step.Table.Name)
        {
            Purpose = purpose,
            Chunk = step.Chunk,
            Chunks = step.Chunks,
            Indicators = step.Indicators.Count,
            Columns = [.. step.Table.Columns.Select(column => column.Name).Distinct()],
            Query = query,
            QueryBytes = Encoding.UTF8.GetByteCount(query),
            QuotaPercent = 100 / perMinute,
            Note = note,
        };
}
