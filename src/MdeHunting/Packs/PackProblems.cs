using MdeHunting.Kql;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Packs;

/// <summary>
/// What stands against running a query in any tenant, or in most of them: tables that advanced hunting does not have, and what reads elsewhere.
/// </summary>
internal static class PackProblems
{
    private static readonly HashSet<string> Documented = new(TableCatalog.Bundled.All.Select(table => table.Name));

    /// <summary>The problems of a query.</summary>
    /// <param name="tree">The query.</param>
    /// <param name="tables">The tables that it reads.</param>
    public static IEnumerable<string> Of(TokenTree tree, IEnumerable<string> tables)
    {
        foreach (var fault in tables.Select(OfTable).OfType<string>())
        {
            yield return fault;
        }

        if (Apart(tree) is { } name)
        {
            yield return ReadsApart(name);
        }
        else if (Calls(tree, KqlBeginning.Elsewhere) is { } other)
        {
            yield return $"It uses {other}(), which reads another service through a workspace of Microsoft Sentinel.";
        }

        if (PlugIn(tree) is { } plugin)
        {
            yield return NoPlugIn(plugin);
        }

        for (var token = 0; token < tree.Whole.End; token++)
        {
            if (tree.Is(token, "/") && tree.Is(token + 1, "*") && tree.Text.Significant[token].End == tree.Text.Significant[token + 1].Start)
            {
                var line = tree.Text.LineAndColumn(tree.Text.Significant[token].Start).Line;
                yield return FormattableString.Invariant($"Its line {line} has /*, which begins no comment in KQL: put // ahead of each line of the comment.");
                yield break;
            }
        }
    }

    /// <summary>The function of a query that reads another database than the tenant's; null where it has none.</summary>
    public static string? Apart(TokenTree tree) => Calls(tree, KqlBeginning.Apart);

    /// <summary>The function of a query that reads another service, which takes a workspace; null where it has none.</summary>
    public static string? Elsewhere(TokenTree tree) => Calls(tree, KqlBeginning.Elsewhere);

    /// <summary>That such a function is of no use.</summary>
    public static string ReadsApart(string name) => $"It uses {name}(), which reads another database or workspace; advanced hunting doesn't support that.";

    /// <summary>The plug-in of a query that runs other languages or calls other hosts; null where it has none.</summary>
    public static string? PlugIn(TokenTree tree)
    {
        for (var token = 0; token < tree.Whole.End; token++)
        {
            if (KqlFacts.Operator(tree.TextAt(token)) is { } operation && operation.Takes(KqlArguments.Plugin) && tree.NameAt(token + 1) is { } name)
            {
                // hint.distribution = … may stand ahead of it.
                var call = token + 1;
                while (call < tree.Whole.End && tree.KindAt(call + 1) != KqlTokenKind.OpenParenthesis && tree.KindAt(call) != KqlTokenKind.Pipe)
                {
                    call++;
                }

                name = tree.NameAt(call) ?? name;
                if (name is "python" or "r" || name.EndsWith("_request", StringComparison.Ordinal) || name.EndsWith("_request_post", StringComparison.Ordinal))
                {
                    return name;
                }
            }
        }

        return null;
    }

    /// <summary>That a plug-in is of no use.</summary>
    public static string NoPlugIn(string name) => $"It uses the plug-in {name}, which advanced hunting doesn't have.";

    /// <summary>That a table has another name today; null where that is not known.</summary>
    public static string? Former(string name) => OtherNames.Table(name, Documented) is { } other ? $"{name} is a former name: {other.Why}" : null;

    private static string? OfTable(string name) =>
        TableCatalog.Bundled.Find(name) is { } table
            ? table.RetiredOn is { } day
                ? $"{name} is retired as of {UtcText.Day(day)}"
                    + (table.Successor is { } successor ? $"; {successor} takes its place, and its columns may have other names." : ".")
                : null
            : TimeColumns.Bundled.Knows(name)
                ? $"{name} is a table of Microsoft Sentinel, which advanced hunting has only where a workspace is connected."
                : Former(name);

    private static string? Calls(TokenTree tree, KqlBeginning kind)
    {
        for (var token = 0; token < tree.Whole.End; token++)
        {
            if (
                tree.KindAt(token) == KqlTokenKind.Identifier
                && tree.KindAt(token + 1) == KqlTokenKind.OpenParenthesis
                && tree.KindAt(token - 1) != KqlTokenKind.Dot
                && (KqlFacts.BeginningOf(tree.TextAt(token)) & kind) != 0
            )
            {
                return tree.TextAt(token);
            }
        }

        return null;
    }
}
