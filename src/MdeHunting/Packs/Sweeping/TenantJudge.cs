using System.Collections.Concurrent;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Packs.Sweeping;

/// <summary>
/// Says which queries cannot run in a tenant, by the tables that it has, or else by the documented ones, so that no call is spent on them. What is in doubt is
/// run: a name that is neither documented nor one of Sentinel's may be new, or a function that is saved in the tenant.
/// </summary>
/// <param name="live">The tenant's tables; null where it does not tell them.</param>
/// <param name="now">The moment (UTC).</param>
internal sealed class TenantJudge(IReadOnlyList<KnownTable>? live, DateTime now)
{
    // Microsoft's functions for Sentinel, such as _GetWatchlist and _Im_Dns.
    private const string OfSentinel = "_";

    private readonly Dictionary<string, KnownTable>? _live = live?.ToDictionary(table => table.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _absent = new(StringComparer.Ordinal);

    /// <summary>Why a query cannot run; null where it may.</summary>
    /// <param name="query">The query.</param>
    public PackVerdict? Judge(MdePackQuery query)
    {
        if (query.Problems.FirstOrDefault(Placeholders.IsLeft) is { } left)
        {
            return PackVerdict.NotRunnable(left);
        }

        var tree = TokenTree.Of(new SourceText(query.Query));
        if (Foreign(tree) is { } foreign)
        {
            return PackVerdict.NotRunnable(foreign);
        }

        var faults = query.Tables.Select(table => (Table: table, Fault: FaultOf(table))).Where(table => table.Fault is not null).ToList();
        if (faults.Count > 0 && !(MayMiss(tree) && faults.Count < query.Tables.Count))
        {
            return PackVerdict.NotRunnable(string.Join(" ", faults.Select(table => table.Fault)));
        }

        return PackQueries.IsOfWorkspace(tree, query.Tables, Find)
            ? PackVerdict.NotRunnable(
                "It's written for a workspace of Microsoft Sentinel: it uses TimeGenerated, which its tables don't have here. In advanced hunting it's Timestamp."
            )
            : null;
    }

    /// <summary>What a service's refusal says of a table or a function that the tenant does not have; null where it is the query's own fault.</summary>
    /// <param name="query">The query.</param>
    /// <param name="words">What the service says.</param>
    public PackVerdict? Learn(MdePackQuery query, string words)
    {
        if (Schema.NameSuggestions.UnresolvedTable(words) is not { } name || !query.Tables.Contains(name))
        {
            return null;
        }

        _absent.TryAdd(name, true);
        return PackVerdict.NotRunnable(Absent(name));
    }

    private KnownTable? Find(string name) => _live is not null && _live.TryGetValue(name, out var table) ? table : TableCatalog.Bundled.Find(name);

    private string? FaultOf(string name)
    {
        if (_live?.ContainsKey(name) == true)
        {
            return null;
        }

        if (_absent.ContainsKey(name))
        {
            return Absent(name);
        }

        if (TableCatalog.Bundled.Find(name) is { } documented)
        {
            return documented is { RetiredOn: { } day } && day <= now
                    ? $"{name} was retired on {UtcText.Day(day)}"
                        + (documented.Successor is { } successor ? $"; {successor} took its place, and its columns may have other names." : ".")
                : _live is not null && !_live.ContainsKey(documented.Name) ? Absent(name)
                : null;
        }

        if (TimeColumns.Bundled.Knows(name))
        {
            return $"{name} is a table of Microsoft Sentinel"
                + (_live is null ? ", and isn't one of advanced hunting." : ", and the tenant doesn't have it here: no workspace that has it is connected.");
        }

        return PackProblems.Former(name);
    }

    private static string Absent(string name) =>
        $"The tenant doesn't have {name}, or this account can't see it: the product that fills it isn't deployed, or a role is missing.";

    // A call that leads to another database, or one of Sentinel's functions in a tenant without any of Sentinel's tables.
    private string? Foreign(TokenTree tree)
    {
        if (PackProblems.Apart(tree) is { } apart)
        {
            return PackProblems.ReadsApart(apart);
        }

        if (PackProblems.PlugIn(tree) is { } plugin)
        {
            return PackProblems.NoPlugIn(plugin);
        }

        if (!HasWorkspace && PackProblems.Elsewhere(tree) is { } elsewhere)
        {
            return $"It uses {elsewhere}(), which reads another service through a workspace of Microsoft Sentinel, and none is connected here.";
        }

        for (var token = 0; token < tree.Whole.End; token++)
        {
            if (
                tree.KindAt(token) != KqlTokenKind.Identifier
                || tree.KindAt(token + 1) != KqlTokenKind.OpenParenthesis
                || tree.KindAt(token - 1) == KqlTokenKind.Dot
            )
            {
                continue;
            }

            var name = tree.TextAt(token);
            if (name.StartsWith(OfSentinel, StringComparison.Ordinal) && !IsDefined(tree, name) && !HasWorkspace)
            {
                return $"It uses {name}(), a function of Microsoft Sentinel, and no workspace of the tenant is connected here.";
            }
        }

        return null;
    }

    private bool HasWorkspace => _live?.Keys.Any(name => TableCatalog.Bundled.Find(name) is null && TimeColumns.Bundled.Knows(name)) ?? false;

    private static bool IsDefined(TokenTree tree, string name) => KqlStatement.In(tree, tree.Whole).OfType<LetStatement>().Any(let => let.Name == name);

    // What such a union reads may be missing.
    private static bool MayMiss(TokenTree tree) =>
        Enumerable.Range(0, tree.Whole.End).Any(token => tree.Is(token, Fuzzy) && tree.Is(token + 1, "=") && tree.Is(token + 2, "true"));

    private const string Fuzzy = "isfuzzy";
}
