using MdeHunting.Parameters;
using MdeHunting.Schema;
using MdeHunting.Tables;

namespace MdeHunting.Packs.Sweeping;

/// <summary>Makes of queries what is run in each tenant, or the reason why it isn't, before any is.</summary>
/// <param name="connections">The connections.</param>
/// <param name="parameters">The values of parameters.</param>
/// <param name="judges">What is known of each tenant.</param>
internal sealed class PackPlanner(IReadOnlyList<MdeConnection> connections, QueryParameters parameters, IReadOnlyDictionary<MdeConnection, TenantJudge> judges)
{
    /// <summary>The queries of each tenant, in the order in which they are run: all tenants have the same, so that what is there of each is alike.</summary>
    public IReadOnlyList<PackTask> Plan(IReadOnlyList<MdePackQuery> queries)
    {
        var titles = new HashSet<string>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var titled = queries.Select(query => (Query: query, Title: Title(query))).ToList();
        return
        [
            .. titled
                .Select((one, place) => (one.Query, one.Title, Cost: PackOrder.CostOf(one.Query), place))
                .OrderBy(one => one.Cost)
                .ThenBy(one => one.place)
                .SelectMany(one => connections.Select(connection => Compose(one.Query, one.Title, connection))),
        ];

        string Title(MdePackQuery query)
        {
            var title = query.Name;
            for (var number = counts.TryGetValue(title, out var count) ? count + 1 : 2; !titles.Add(title); number++)
            {
                title = FormattableString.Invariant($"{query.Name} ({number})");
                counts[query.Name] = number;
            }

            return title;
        }
    }

    /// <summary>What is returned of a plan that isn't carried out.</summary>
    public static IReadOnlyList<MdeOutput> ToPlans(IReadOnlyList<PackTask> tasks)
    {
        var places = new Dictionary<MdeConnection, int>();
        var plans = new List<MdeOutput>(tasks.Count);
        foreach (var task in tasks)
        {
            places.TryGetValue(task.Connection, out var place);
            places[task.Connection] = task.Verdict is null ? ++place : place;
            plans.Add(
                new MdePackPlan(task.Connection.Name, task.Connection.TenantId, task.Title)
                {
                    Order = task.Verdict is null ? place : null,
                    Status = task.Verdict?.Status.ToString(),
                    Reason = task.Verdict?.Why,
                    Tables = task.Query.Tables,
                    Technique = task.Query.Techniques,
                    Source = task.Query.Source,
                    Query = task.Text,
                }
            );
        }

        return plans;
    }

    private PackTask Compose(MdePackQuery query, string title, MdeConnection connection)
    {
        var task = new PackTask(query, title, connection, null, judges[connection].Judge(query)) { Text = TextOf(query) };
        if (task.Verdict is not null)
        {
            return task;
        }

        try
        {
            return task with
            {
                Composed = parameters.Compose(query.Query, EffectiveSchema.Tables(connection), isOneOfMany: true, otherNames: query.PublishedNames),
            };
        }
        catch (HuntingException e)
        {
            return task with { Verdict = new PackVerdict(MdePackStatus.Skipped, e.ErrorId, $"{e.What} {e.NextStep}") };
        }
    }

    // The same whatever is known of the tenant's tables, for a sweep is told from another by it.
    private string TextOf(MdePackQuery query)
    {
        try
        {
            var composed = parameters.Compose(query.Query, TableCatalog.Bundled.All, isOneOfMany: true, otherNames: query.PublishedNames);
            return composed.Shown(composed.Text);
        }
        catch (HuntingException)
        {
            return query.Query;
        }
    }
}
