using MdeHunting.Kql;
using MdeHunting.Tables;

namespace MdeHunting.Packs;

/// <summary>Whether a text is a query in KQL: of a fenced block of Markdown that is not certain, and what it is labelled with says little.</summary>
internal static class QueryLikeness
{
    /// <summary>Why a text is no query; null where it may be one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">What it is labelled with; null where its format has nothing but queries.</param>
    public static string? Fault(string text, string? label)
    {
        var tree = TokenTree.Of(new SourceText(text));
        if (tree.Whole.IsEmpty)
        {
            return "it has no statement";
        }

        if (tree.KindAt(0) == KqlTokenKind.Dot)
        {
            return "it's a management command, which no hunting service runs";
        }

        var statements = KqlStatement.In(tree, tree.Whole).ToArray();
        var tabular = statements.OfType<TabularStatement>().LastOrDefault();
        if (tabular is null)
        {
            return "it only defines names and returns no rows";
        }

        if (tree.KindAt(tabular.Span.Start) == KqlTokenKind.Pipe)
        {
            return "it's a piece of a query, which begins with |";
        }

        if (label is null)
        {
            return null;
        }

        var names = new HashSet<string>(statements.OfType<LetStatement>().Select(let => let.Name), StringComparer.Ordinal);
        var start = tabular.Span.Start;
        while (tree.KindAt(start) == KqlTokenKind.OpenParenthesis)
        {
            start++;
        }

        var name = tree.NameAt(start);
        // A list of names is none, nor is a path, or what is said of a name.
        var isSource =
            name is not null
            && (IsTable(name) || names.Contains(name))
            && tree.KindAt(start + 1) is not (KqlTokenKind.Comma or KqlTokenKind.Operator or KqlTokenKind.Dot);
        var isPiped = tree.Split(tabular.Span, KqlTokenKind.Pipe) is { Count: > 1 } pieces && KqlFacts.IsOperator(tree.OperatorAt(pieces[1])?.Name);
        var isBegun =
            name is not null
            && (
                (KqlFacts.BeginningOf(name) & (KqlBeginning.Query | KqlBeginning.Source | KqlBeginning.Call)) != 0
                || (GivesRows(name) && tree.KindAt(start + 1) == KqlTokenKind.OpenParenthesis)
            );
        if (label.Length > 0 && !IsKql(label) && tree.Unpaired >= 0)
        {
            return $"it's labelled {label}, and isn't KQL";
        }

        var isOurs = label.Length == 0 || IsKql(label);
        return isSource ? null
            : isOurs && (isPiped || (isBegun && label.Length > 0)) ? null
            : isBegun && (isPiped || names.Count > 0) ? null
            : isOurs ? "it isn't KQL"
            : $"it's labelled {label}, and isn't KQL";
    }

    private static bool GivesRows(string function) =>
        KqlFacts.SourceOf(function) == KqlSource.List || KqlSignatures.Of(function).Any(signature => signature.Result == "rows");

    /// <summary>Whether a name is that of a table, of today or of before, here or in Sentinel.</summary>
    public static bool IsTable(string name) =>
        TableCatalog.Bundled.Find(name) is not null
        || TimeColumns.Bundled.Knows(name)
        || (OtherNames.Table(name, Documented.Value) is not null && name.Length > 0 && char.IsUpper(name[0]));

    // KQL, kusto, and what they become where somebody slips.
    private static bool IsKql(string label) =>
        label.IndexOf("kql", StringComparison.OrdinalIgnoreCase) >= 0 || label.StartsWith("kusto", StringComparison.OrdinalIgnoreCase);

    private static readonly Lazy<HashSet<string>> Documented = new(() => new HashSet<string>(TableCatalog.Bundled.All.Select(table => table.Name)));
}
