using MdeHunting.Contract;

namespace MdeHunting.Packs.Sweeping;

/// <summary>What is told of a sweep before its first query runs.</summary>
/// <param name="messages">Where it is told.</param>
internal sealed class PackWarnings(IMessageSink messages)
{
    private const int MostNames = 5;

    /// <summary>Warns of several queries of one name. Of a document that has a query twice, for Defender and for Sentinel, it is meant.</summary>
    public async Task TellNamesAsync(IReadOnlyList<MdePackQuery> queries)
    {
        var names = queries
            .GroupBy(query => (query.Name, query.Variant))
            .Where(same => same.Count() > 1)
            .Select(same => same.Key.Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (names.Count > 0)
        {
            var told = string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'"));
            await messages
                .WarnAsync(
                    $"Several queries have the same name: {told}{(names.Count > MostNames ? ", …" : string.Empty)}. "
                        + $"In the results, the second one is called '{names[0]} (2)'. Source has the file of each."
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Warns of values that no query uses, of queries that lack one, and of tenants in which none can be run.</summary>
    public async Task TellTasksAsync(IReadOnlyList<PackTask> tasks, IEnumerable<string> unusedParameters)
    {
        foreach (var unused in unusedParameters)
        {
            await messages.WarnAsync($"No query uses the parameter '{unused}'.").ConfigureAwait(false);
        }

        var missing = tasks.Where(task => task.Verdict?.Status == MdePackStatus.Skipped).Select(task => task.Title).Distinct().ToList();
        if (missing.Count > 0)
        {
            var names = string.Join(", ", missing.Take(MostNames).Select(name => $"'{name}'"));
            await messages
                .WarnAsync(
                    FormattableString.Invariant($"{missing.Count:N0} {(missing.Count == 1 ? "query is" : "queries are")} skipped, because a parameter ")
                        + $"has no value or an unsuitable one: {names}{(missing.Count > MostNames ? ", …" : string.Empty)}. The result's Error has the parameter."
                )
                .ConfigureAwait(false);
        }

        foreach (
            var tenant in tasks.GroupBy(task => task.Connection).Where(tenant => tenant.All(task => task.Verdict is { Status: MdePackStatus.NotRunnable }))
        )
        {
            await messages
                .WarnAsync($"None of the queries can be run on {tenant.Key.Name}. The first: '{tenant.First().Title}': {tenant.First().Verdict!.Why}")
                .ConfigureAwait(false);
        }
    }
}
