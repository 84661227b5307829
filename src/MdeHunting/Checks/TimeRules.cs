using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Time;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>Rules of the time that a query reads, and of whether it can be bounded and split.</summary>
internal static class TimeRules
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Tells of the query as a whole.</summary>
    public static void Find(QueryCheck check)
    {
        var analysis = check.Analysis;

        var now = check.Now;
        var start = analysis.Start.At(now);
        var timed = analysis.Tables.Where(table => table.TimeColumn is not null && !SnapshotTables.Has(table.Table)).ToList();
        if (timed.Count > 0 && start is { Moment: null, IsOpen: true, IsUntold: false })
        {
            check.Add("MDE101", timed[0].Token, timed[0].Token + 1, $"{timed[0].Table} is read over all the time that the service retains.");
        }
        else if (timed.Count > 0 && start is { Moment: not null, IsOpen: true, IsUntold: false })
        {
            check.Add(
                "MDE101",
                timed[0].Token,
                timed[0].Token + 1,
                "The filter on the time isn't the only way to its rows: those of any time that meet another condition are read too.",
                "Put the other conditions in parentheses, as in Timestamp > ago(1d) and (… or …)."
            );
        }

        if (start.Moment is { } since && since < now - Kept - TimeSpan.FromMinutes(1))
        {
            check.Add(
                "MDE201",
                0,
                1,
                $"The query asks for rows from {TimeRange.Moment(since)} on, and the service retains 30 days.",
                "Request 30 days at most, or query what retains more."
            );
        }

        // What stands against bounding a table that isn't there says nothing of the one that is meant.
        if (check.Bound.Problems.Any(problem => problem.Kind is BindProblemKind.UnknownTable or BindProblemKind.UnknownFunction))
        {
            return;
        }

        Told("MDE207", QueryDiagnosticKind.Bounding);
        Told("MDE203", QueryDiagnosticKind.Splitting);

        void Told(string rule, QueryDiagnosticKind kind)
        {
            if (analysis.First(kind) is { } diagnostic)
            {
                // top-nested is one word to those who write it.
                var end = check.Tokens.Text.DashedName(diagnostic.Token) is { } name ? 2 * name.Count(c => c == '-') + 1 : 1;
                check.Add(rule, diagnostic.Token, diagnostic.Token + end, Sentence.Of(Sentence.Begin(diagnostic.Why)), diagnostic.Instead);
            }
        }
    }
}
