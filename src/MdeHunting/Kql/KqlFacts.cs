namespace MdeHunting.Kql;

/// <summary>What is known of the language: its operators, statements, words and functions, by the bundled <c>kql-language.txt</c>.</summary>
internal static class KqlFacts
{
    private static readonly KqlLanguage Language = KqlLanguage.Read();

    /// <summary>What may follow a pipe, as far as it is suggested.</summary>
    public static IReadOnlyList<CompletionItem> Operators => Language.OperatorItems;

    /// <summary>What a statement may begin with, besides a table, as far as it is suggested.</summary>
    public static IReadOnlyList<CompletionItem> Statements => Language.StatementItems;

    /// <summary>What may stand after an operand, as far as it is suggested.</summary>
    public static IReadOnlyList<CompletionItem> Infixes => Language.InfixItems;

    /// <summary>The kinds of a join, as far as they are suggested.</summary>
    public static IReadOnlyList<CompletionItem> JoinKinds => Language.JoinItems;

    /// <summary>All operators.</summary>
    public static IEnumerable<KqlOperator> AllOperators => Language.Operators.Values;

    /// <summary>The names of all kinds of a join.</summary>
    public static IEnumerable<string> AllJoinKinds => Language.Joins;

    /// <summary>The infixes that have an opposite with a <c>!</c>.</summary>
    public static IReadOnlyCollection<string> DeniableInfixes => Language.Deniable;

    /// <summary>An operator; null where KQL has none of that name.</summary>
    public static KqlOperator? Operator(string? name) => name is not null && Language.Operators.TryGetValue(name, out var found) ? found : null;

    /// <summary>Whether KQL has an operator of that name.</summary>
    public static bool IsOperator(string? name) => name is not null && Language.Operators.ContainsKey(name);

    /// <summary>What a word may begin.</summary>
    public static KqlBeginning BeginningOf(string word) => Find(word)?.Beginning ?? KqlBeginning.None;

    /// <summary>The words that may begin something.</summary>
    public static IEnumerable<string> Beginnings(KqlBeginning what) =>
        Language.Words.Where(word => (word.Value.Beginning & what) != 0).Select(word => word.Key);

    /// <summary>Which rows a kind of join gives; those of both sides where there is no such kind.</summary>
    public static KqlJoinRows JoinRows(string? kind) => kind is null ? KqlJoinRows.Both : Find(kind)?.Join ?? KqlJoinRows.Both;

    /// <summary>Whether a word has a meaning of its own at a place.</summary>
    public static bool Is(KqlWordPlaces place, string word) => Find(word) is { } found && (found.Places & place) != 0;

    /// <summary>The kind of a function; Unknown where KQL has none of that name.</summary>
    public static KqlFunctionKind KindOf(string name) => Find(name)?.Function ?? KqlFunctionKind.Unknown;

    /// <summary>Whether a word is the language's own, and so no value where it stands among others.</summary>
    public static bool IsWord(string name) => KindOf(name) is KqlFunctionKind.Word or KqlFunctionKind.Keyword;

    /// <summary>The functions of a kind, by name.</summary>
    public static IEnumerable<string> Functions(KqlFunctionKind kind) =>
        Language.Words.Where(word => word.Value.Function == kind).Select(word => word.Key).OrderBy(name => name, StringComparer.Ordinal);

    private static KqlWord? Find(string word) => Language.Words.TryGetValue(word, out var found) ? found : null;
}
