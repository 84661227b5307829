namespace MdeHunting.Kql;

/// <summary>What is known of the language: its operators, statements, words and functions, by the bundled <c>kql-language.txt</c>.</summary>
internal static class KqlFacts
{
    private static readonly KqlLanguage Language = KqlLanguage.Read();

    private static readonly Lazy<ILookup<KqlFunctionKind, string>> ByKind = new(() =>
        Language.Words.OrderBy(word => word.Key, StringComparer.Ordinal).ToLookup(word => word.Value.Function, word => word.Key)
    );

    /// <summary>What may follow a pipe, as far as it is suggested.</summary>
    public static IReadOnlyList<CompletionItem> Operators => Language.OperatorItems;

    /// <summary>What a statement may begin with, besides a table, as far as it is suggested.</summary>
    public static IReadOnlyList<CompletionItem> Statements => Language.StatementItems;

    /// <summary>The words that may stand after an operand, as far as they are suggested.</summary>
    public static IReadOnlyList<CompletionItem> Infixes => Language.InfixItems;

    /// <summary>The signs and words that may stand after an operand of a type, as far as they are suggested.</summary>
    public static IEnumerable<CompletionItem> InfixesAfter(KqlDataType type) =>
        Language.BetweenItems.Where(one => KqlTypes.Takes(type, one.Kind)).Select(one => one.Item);

    /// <summary>The words that may stand between two conditions.</summary>
    public static IEnumerable<CompletionItem> LogicItems => Language.BetweenItems.Where(one => one.Kind == KqlInfixKind.Logic).Select(one => one.Item);

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

    /// <summary>Which rows a kind of join gives, or a join without one; those of both sides where there is no such kind.</summary>
    public static KqlJoinRows JoinRows(string? kind) => kind is null ? KqlJoinRows.Unique : Find(kind)?.Join ?? KqlJoinRows.Both;

    /// <summary>What a function gives; Unknown where that is not followed.</summary>
    public static KqlValue ValueOf(string name) => Find(name)?.Value ?? KqlValue.Unknown;

    /// <summary>The unit of time in which a function gives what it gives; null where there is none.</summary>
    public static string? UnitOf(string name) => Find(name)?.Unit;

    /// <summary>
    /// What stands ahead of the name of a function's first argument in the name of its column, where the query gives it none: empty for nothing, null where its
    /// column has no name of that.
    /// </summary>
    public static string? PrefixOf(string name) =>
        Find(name) is not { } found ? null
        : found.Prefix is { } prefix ? prefix
        : found.Function is KqlFunctionKind.Aggregate or KqlFunctionKind.Unordered ? name
        : null;

    /// <summary>What rows a word begins with or makes.</summary>
    public static KqlSource SourceOf(string word) => Find(word)?.Source ?? KqlSource.None;

    /// <summary>What becomes of the columns behind a plug-in, and the columns that it makes, as <c>Name:type</c>.</summary>
    public static (KqlPluginRows Rows, string[] Columns) PluginOf(string name) =>
        Find(name) is { } word ? (word.Plugin, word.PluginColumns?.Split(' ') ?? []) : (KqlPluginRows.Unknown, []);

    /// <summary>What a literal is ahead of which a word stands.</summary>
    public static KqlLiteral LiteralOf(string word) => Find(word)?.Literal ?? KqlLiteral.None;

    /// <summary>How long the longest name of a literal's type is.</summary>
    public static int LongestLiteral => Language.LongestLiteral;

    /// <summary>How an operator that begins with a word compares two texts.</summary>
    public static KqlTextMatch MatchOf(string word) => Find(word)?.Match ?? KqlTextMatch.None;

    /// <summary>The operator that begins with a word and compares two texts; null where none does.</summary>
    public static string? TextInfixOf(string word) => Find(word)?.Infix;

    /// <summary>The operator that compares two texts in a way, the likeliest where there are several.</summary>
    public static string TextInfix(KqlTextMatch match) => Language.Words.Values.First(word => word.Match == match).Infix!;

    /// <summary>What KQL calls a function of another language; null where nothing is known of the name.</summary>
    public static string? OtherFunction(string name) => Language.OtherFunctions.TryGetValue(name, out var own) ? own : null;

    /// <summary>What KQL calls an operator of another language; null where nothing is known of the name.</summary>
    public static string? OtherOperator(string name) => Language.OtherOperators.TryGetValue(name, out var own) ? own : null;

    /// <summary>What other languages call operators.</summary>
    public static IEnumerable<string> OtherOperators => Language.OtherOperators.Keys;

    /// <summary>What KQL calls a kind of join of another language; null where nothing is known of the name.</summary>
    public static string? OtherJoin(string kind) => Language.OtherJoins.TryGetValue(kind, out var own) ? own : null;

    /// <summary>What KQL writes between two values where another language writes a word; null where nothing is known of that.</summary>
    public static string? OtherInfix(string word) => Language.OtherInfixes.TryGetValue(word, out var own) ? own : null;

    /// <summary>Whether a word has a meaning of its own at a place.</summary>
    public static bool Is(KqlWordPlaces place, string word) => Find(word) is { } found && (found.Places & place) != 0;

    /// <summary>The kind of a function; Unknown where KQL has none of that name.</summary>
    public static KqlFunctionKind KindOf(string name) => Find(name)?.Function ?? KqlFunctionKind.Unknown;

    /// <summary>Whether a word is the language's own, and so no value where it stands among others.</summary>
    public static bool IsWord(string name) => KindOf(name) is KqlFunctionKind.Word or KqlFunctionKind.Keyword;

    /// <summary>The functions of a kind, by name.</summary>
    public static IEnumerable<string> Functions(KqlFunctionKind kind) => ByKind.Value[kind];

    private static KqlWord? Find(string word) => Language.Words.TryGetValue(word, out var found) ? found : null;
}
