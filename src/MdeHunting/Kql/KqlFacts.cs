namespace MdeHunting.Kql;

/// <summary>The words of the language that are suggested, with what they do; https://learn.microsoft.com/kusto/query.</summary>
internal static class KqlFacts
{
    /// <summary>What may follow a pipe.</summary>
    public static IReadOnlyList<CompletionItem> Operators { get; } =
        Of(
            CompletionItemKind.Operator,
            ("where", "Keeps the rows for which a condition holds"),
            ("project", "Chooses, names and computes the columns"),
            ("extend", "Adds computed columns"),
            ("summarize", "Groups rows and aggregates each group"),
            ("take", "Any so many rows"),
            ("top", "The first so many rows by a column"),
            ("order by", "Sorts the rows"),
            ("sort by", "Sorts the rows"),
            ("count", "How many rows there are"),
            ("distinct", "The different combinations of columns"),
            ("join", "Matches rows of another table"),
            ("lookup", "Adds columns of a smaller table"),
            ("union", "The rows of further tables"),
            ("project-away", "Leaves columns out"),
            ("project-keep", "Keeps columns as they are"),
            ("project-rename", "Renames columns"),
            ("project-reorder", "Reorders columns"),
            ("parse", "Takes values out of a text by a pattern"),
            ("parse-where", "As parse, without the rows that do not match"),
            ("parse-kv", "Takes values out of keys and values"),
            ("mv-expand", "One row for each element of a dynamic value"),
            ("mv-apply", "A subquery for each row's elements"),
            ("make-series", "Aggregates along a time axis"),
            ("evaluate", "Calls a plug-in"),
            ("invoke", "Calls a function on the rows"),
            ("limit", "Any so many rows"),
            ("sample", "So many random rows"),
            ("sample-distinct", "So many different values"),
            ("search", "Looks for a text in all columns"),
            ("serialize", "Marks the order of rows as meant"),
            ("as", "Names the rows"),
            ("getschema", "The columns and their types"),
            ("partition by", "A subquery for each value"),
            ("render", "Draws a chart, in the portal"),
            ("top-nested", "The top of each group"),
            ("top-hitters", "The most frequent values, about"),
            ("scan", "Finds sequences of rows"),
            ("reduce by", "Groups texts by pattern"),
            ("consume", "Reads and gives nothing"),
            ("fork", "Several subqueries at once"),
            ("facet by", "Counts for columns")
        );

    /// <summary>What a statement may begin with, besides a table.</summary>
    public static IReadOnlyList<CompletionItem> Statements { get; } =
        Of(
            CompletionItemKind.Operator,
            ("let", "Names a value, rows or a function"),
            ("union", "The rows of several tables"),
            ("search", "Looks for a text in tables"),
            ("find", "Looks for rows in tables"),
            ("print", "One row of computed values"),
            ("datatable", "Rows that are written down"),
            ("range", "Rows of a sequence")
        );

    /// <summary>What may stand after an operand.</summary>
    public static IReadOnlyList<CompletionItem> Infixes { get; } =
        Of(
            CompletionItemKind.Keyword,
            ("and", "Both hold"),
            ("or", "One of them holds"),
            ("has", "Has the whole word, in any case"),
            ("has_any", "Has any of these words"),
            ("has_all", "Has all of these words"),
            ("contains", "Has the text within, in any case"),
            ("startswith", "Begins so, in any case"),
            ("endswith", "Ends so, in any case"),
            ("in", "Is one of"),
            ("in~", "Is one of, in any case"),
            ("between", "Lies from one value to another, both counted"),
            ("matches regex", "Matches a regular expression (RE2)"),
            ("has_cs", "Has the whole word"),
            ("contains_cs", "Has the text within"),
            ("startswith_cs", "Begins so"),
            ("endswith_cs", "Ends so"),
            ("hasprefix", "Has a word that begins so"),
            ("hassuffix", "Has a word that ends so"),
            ("!has", "Does not have the word"),
            ("!contains", "Does not have the text"),
            ("!in", "Is none of"),
            ("!in~", "Is none of, in any case"),
            ("!startswith", "Does not begin so"),
            ("!endswith", "Does not end so")
        );

    /// <summary>The kinds of a join.</summary>
    public static IReadOnlyList<CompletionItem> JoinKinds { get; } =
        Of(
            CompletionItemKind.Keyword,
            ("inner", "Each match"),
            ("leftouter", "Each row of the left, matched or not"),
            ("leftsemi", "Rows of the left that match"),
            ("leftanti", "Rows of the left that do not match"),
            ("innerunique", "Each match, one row of the left for each key; the default"),
            ("rightouter", "Each row of the right, matched or not"),
            ("fullouter", "Each row of both"),
            ("rightsemi", "Rows of the right that match"),
            ("rightanti", "Rows of the right that do not match")
        );

    /// <summary>The words that belong to an operator.</summary>
    public static IReadOnlyList<CompletionItem> Of(string name) => Keywords.TryGetValue(name, out var words) ? words : [];

    private static readonly Dictionary<string, IReadOnlyList<CompletionItem>> Keywords = new(StringComparer.Ordinal)
    {
        ["summarize"] = Of(CompletionItemKind.Keyword, ("by", "What to group by")),
        ["make-series"] = Of(
            CompletionItemKind.Keyword,
            ("on", "The axis"),
            ("from", "Its start"),
            ("to", "Its end"),
            ("step", "Its step"),
            ("by", "What to group by"),
            ("default", "The value of an empty step")
        ),
        ["order"] = Of(
            CompletionItemKind.Keyword,
            ("by", "What to sort by"),
            ("asc", "Smallest first"),
            ("desc", "Largest first"),
            ("nulls first", "Nulls first"),
            ("nulls last", "Nulls last")
        ),
        ["sort"] = Of(
            CompletionItemKind.Keyword,
            ("by", "What to sort by"),
            ("asc", "Smallest first"),
            ("desc", "Largest first"),
            ("nulls first", "Nulls first"),
            ("nulls last", "Nulls last")
        ),
        ["top"] = Of(CompletionItemKind.Keyword, ("by", "What to sort by"), ("asc", "Smallest first"), ("desc", "Largest first")),
        ["join"] = Of(CompletionItemKind.Keyword, ("kind=", "Which rows to give"), ("on", "The columns that match")),
        ["lookup"] = Of(CompletionItemKind.Keyword, ("kind=", "Which rows to give"), ("on", "The columns that match")),
        ["union"] = Of(
            CompletionItemKind.Keyword,
            ("withsource=", "Names a column for each row's table"),
            ("isfuzzy=true", "Passes over tables that are not there"),
            ("kind=", "Which columns to give")
        ),
        ["parse"] = Of(CompletionItemKind.Keyword, ("with", "The pattern"), ("kind=regex", "The pattern is a regular expression")),
        ["parse-where"] = Of(CompletionItemKind.Keyword, ("with", "The pattern"), ("kind=regex", "The pattern is a regular expression")),
        ["parse-kv"] = Of(CompletionItemKind.Keyword, ("as", "The keys"), ("with", "What separates them")),
        ["mv-expand"] = Of(CompletionItemKind.Keyword, ("to typeof(string)", "The elements' type")),
        ["mv-apply"] = Of(CompletionItemKind.Keyword, ("on", "The subquery"), ("to typeof(string)", "The elements' type")),
        ["partition"] = Of(CompletionItemKind.Keyword, ("by", "The column")),
    };

    private static CompletionItem[] Of(CompletionItemKind kind, params (string Text, string Meaning)[] words) =>
        [.. words.Select(word => new CompletionItem(word.Text, kind, word.Meaning))];
}
