using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Tables;

namespace MdeHunting.Packs;

/// <summary>Makes the queries of a pack of what its documents state.</summary>
internal static class PackQueries
{
    private const int LongestName = 256;
    private const int LongestDescription = 5_000;
    private const string WorkspaceTime = "TimeGenerated";

    // What a heading has that names a service or the framework, and nothing else.
    private static readonly HashSet<string> OfServices = new(
        (
            "advanced analytics and atp attack att azure api ck code defender detection endpoint example fence for graph hunt hunting in kql kusto language log m365d mda mdatp mde "
            + "mdi mdo microsoft mitre ms m365 of office query queries rule search security sentinel tag tags tactic tactics technique techniques the to unified use version with workspace xdr"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A query of a pack; null where what is stated is none.</summary>
    /// <param name="stated">What is stated.</param>
    /// <param name="file">The full path of its file.</param>
    /// <param name="fallback">What it is called where nothing else gives it a name.</param>
    /// <param name="fault">Why it is no query.</param>
    public static MdePackQuery? Of(StatedQuery stated, string file, string fallback, out string? fault)
    {
        stated = Unfenced(stated);
        fault = QueryLikeness.Fault(
            stated.Text,
            stated.Format switch
            {
                MdePackFormat.Markdown => stated.Label ?? string.Empty,
                // msticpy says of each query what it is for, and text is judged by its reader. What is called a query elsewhere may be one of anything.
                MdePackFormat.Json or MdePackFormat.SentinelHunting or MdePackFormat.SentinelAnalytics => "kql",
                _ => null,
            }
        );
        if (fault is not null)
        {
            return null;
        }

        var bound = Placeholders.Of(stated);
        var (tables, tree) = Tables(bound.Text);
        var variant = Variant(stated.Headings, tree, tables);
        var problems = new List<string>(stated.Problems.Concat(bound.Problems));
        if (tree.Unpaired >= 0)
        {
            var place = tree.Text.LineAndColumn(tree.Text.Significant[tree.Unpaired].Start);
            problems.Add(FormattableString.Invariant($"The query isn't whole: '{tree.TextAt(tree.Unpaired)}' in its line {place.Line} has no other half."));
        }

        if (variant == MdePackVariant.Defender && IsOfWorkspace(tree, tables))
        {
            problems.Add("The query filters by TimeGenerated, which its tables have in a workspace of Sentinel alone; in advanced hunting it's Timestamp.");
        }

        problems.AddRange(PackProblems.Of(tree, tables));
        var name = Shortened(Plain(stated.Name) ?? NameOf(stated.Headings) ?? fallback, LongestName);
        return new MdePackQuery(name, bound.Text)
        {
            Id = Plain(stated.Id),
            Description = Plain(stated.Description) is { } description ? Shortened(description, LongestDescription) : null,
            Parameters = [.. bound.Parameters, .. Declared(stated.Text)],
            Techniques = AttackNames.TechniquesIn(stated.Techniques),
            Tactics = AttackNames.TacticsIn(stated.Tactics),
            Tables = tables,
            Tags = stated.Tags,
            File = file,
            Line = stated.Line,
            Indent = stated.Indent,
            IsOneLine = stated.IsOneLine,
            Carried = stated.Carried,
            Format = stated.Format.ToString(),
            Variant = variant.ToString(),
            Problems = problems,
        };
    }

    /// <summary>The tables that a query reads, in the order of their first reference.</summary>
    public static IReadOnlyList<string> TablesOf(string query) => Tables(query).Tables;

    private static (IReadOnlyList<string> Tables, TokenTree Tree) Tables(string text)
    {
        var analysis = QueryAnalyzer.Read(text, TimeColumns.Bundled);
        var tree = analysis.Query;
        var named = new HashSet<string>(KqlStatement.In(tree, tree.Whole).OfType<LetStatement>().Select(let => let.Name), StringComparer.Ordinal);
        var given = new HashSet<string>(Enumerable.Range(0, tree.Whole.End).Where(token => IsGiven(tree, token)).Select(tree.NameAt).OfType<string>());
        var read = analysis.Tables.ToDictionary(table => table.Table, table => table.Token, StringComparer.Ordinal);
        for (var token = 0; token < tree.Whole.End; token++)
        {
            // Those of before, of Sentinel, or of a leg that the analysis does not follow.
            if (
                tree.NameAt(token) is { } name
                && !read.ContainsKey(name)
                && !named.Contains(name)
                && !given.Contains(name)
                && IsPlaceOfTable(tree, token)
                && (QueryLikeness.IsTable(name) || IsUnknownSource(tree, token))
            )
            {
                read[name] = token;
            }
        }

        return ([.. read.OrderBy(table => table.Value).Select(table => table.Key)], tree);
    }

    private static bool IsPlaceOfTable(TokenTree tree, int token) =>
        token == 0
        || tree.KindAt(token - 1)
            is KqlTokenKind.Semicolon
                or KqlTokenKind.OpenParenthesis
                or KqlTokenKind.OpenBrace
                or KqlTokenKind.Comma
                or KqlTokenKind.CloseParenthesis
        || tree.Is(token - 1, "=")
        || KqlFacts.Operator(tree.TextAt(token - 1)) is { } operation && operation.Takes(KqlArguments.Tables)
        || (KqlFacts.BeginningOf(tree.TextAt(token - 1)) & KqlBeginning.Source) != 0;

    // The first word of a statement, of a definition or of an inner query, that a pipe follows: a table that nobody knows, such as a custom one.
    private static bool IsUnknownSource(TokenTree tree, int token) =>
        IsPlaceOfSource(tree, token, token) && KqlFacts.BeginningOf(tree.TextAt(token)) == KqlBeginning.None && !KqlFacts.IsOperator(tree.TextAt(token));

    /// <summary>Whether what stands there is what a statement, a definition or an inner query reads: a pipe follows it.</summary>
    /// <param name="tree">The query.</param>
    /// <param name="first">The number of its first token.</param>
    /// <param name="last">That of its last one.</param>
    public static bool IsPlaceOfSource(TokenTree tree, int first, int last) =>
        tree.KindAt(last + 1) == KqlTokenKind.Pipe
        && (
            first == 0
            || tree.KindAt(first - 1) is KqlTokenKind.Semicolon or KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBrace
            || (tree.Is(first - 1, "=") && (KqlFacts.BeginningOf(tree.TextAt(first - 3)) & KqlBeginning.Definition) != 0)
        );

    // Rows that a function of the query takes, as T:(*), or that an operator gives a name to.
    private static bool IsGiven(TokenTree tree, int token) =>
        (tree.Is(token + 1, ":") && tree.KindAt(token + 2) == KqlTokenKind.OpenParenthesis)
        || KqlFacts.Operator(tree.TextAt(token - 1)) is { Rows: KqlRowEffect.Named };

    private static IEnumerable<MdePackParameter> Declared(string text)
    {
        var declared = QueryParameterDeclaration.In(text);
        if (declared.Count == 0)
        {
            yield break;
        }

        var tree = TokenTree.Of(new SourceText(text));
        foreach (var parameter in declared)
        {
            yield return new MdePackParameter(parameter.Name, parameter.Type)
            {
                Default = parameter.Default(tree) is { IsEmpty: false } span ? Kql.Writing.KqlText.Excerpt(tree, span).ToString() : null,
            };
        }
    }

    // The innermost heading that names a service decides; where none does, the query itself.
    private static MdePackVariant Variant(IReadOnlyList<string> headings, TokenTree tree, IReadOnlyList<string> tables)
    {
        foreach (var heading in headings.Where(IsOfService))
        {
            var isSentinel = Has(heading, "sentinel") || Has(heading, "log analytics");
            var isDefender = Has(heading, "defender") || Has(heading, "xdr") || Has(heading, "365") || Has(heading, "mde") || Has(heading, "advanced hunting");
            if (isSentinel != isDefender)
            {
                return isSentinel ? MdePackVariant.Sentinel : MdePackVariant.Defender;
            }
        }

        return tables.Any(table => TableCatalog.Bundled.Find(table) is null && TimeColumns.Bundled.Of(table) == "TimeGenerated") ? MdePackVariant.Sentinel
            : tables.Count > 0 && HasWorkspaceTime(tree) && !tables.Any(table => TableCatalog.Bundled.Find(table) is { } known && HasTimeGenerated(known))
                ? MdePackVariant.Sentinel
            : tables.Count > 0 && tables.All(table => TableCatalog.Bundled.Find(table) is not null) ? MdePackVariant.Defender
            : MdePackVariant.Any;
    }

    private static bool IsOfWorkspace(TokenTree tree, IReadOnlyList<string> tables) => IsOfWorkspace(tree, tables, TableCatalog.Bundled.Find);

    /// <summary>Whether a query filters by the time that its tables have in a workspace of Sentinel alone.</summary>
    /// <param name="tree">The query.</param>
    /// <param name="tables">The tables that it reads.</param>
    /// <param name="find">Finds a table where the query is to be run; null where there is none.</param>
    public static bool IsOfWorkspace(TokenTree tree, IReadOnlyList<string> tables, Func<string, KnownTable?> find) =>
        tables.Count > 0 && tables.All(table => find(table) is { } known && !HasTimeGenerated(known)) && HasWorkspaceTime(tree);

    private static bool HasWorkspaceTime(TokenTree tree) =>
        Enumerable.Range(0, tree.Whole.End).Any(token => tree.NameAt(token) == WorkspaceTime && !tree.Is(token + 1, "="));

    private static bool HasTimeGenerated(KnownTable table) => table.Columns.Any(column => column.Name == WorkspaceTime);

    private static bool Has(string heading, string word) => heading.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsOfService(string heading) =>
        heading
            .Split([' ', '/', '&', '(', ')', '-', ',', ':', '+', '.', '*', '`', '[', ']', '|'], StringSplitOptions.RemoveEmptyEntries)
            .All(word => OfServices.Contains(word) || word.All(char.IsDigit));

    private static string? NameOf(IReadOnlyList<string> headings) =>
        headings.Where(heading => !IsOfService(heading)).Select(Plain).FirstOrDefault(n => n is not null);

    // In the wild: query: "```kusto … ```", and names within quotes of their own.
    private static StatedQuery Unfenced(StatedQuery stated)
    {
        var text = stated.Text.TrimStart().TrimStart('\u200b', '\ufeff').TrimStart();
        if (!text.StartsWith("```", StringComparison.Ordinal))
        {
            // What nobody sees ahead of a query, such as a page leaves there, is refused by the services.
            return stated.Text.TrimStart().Length == text.Length ? stated : stated with { Text = text };
        }

        var first = text.IndexOf('\n');
        var last = text.LastIndexOf("```", StringComparison.Ordinal);
        return first > 0 && last > first
            ? stated with
            {
                Text = text.Substring(first + 1, last - first - 1).TrimEnd(),
                Line = stated.Line + 1 + stated.Text.Substring(0, stated.Text.Length - text.Length).Count(c => c == '\n'),
            }
            : stated;
    }

    private static string? Plain(string? text)
    {
        var plain = text?.Trim();
        while (plain is { Length: > 1 } && plain[0] == plain[plain.Length - 1] && plain[0] is '\'' or '"')
        {
            plain = plain!.Substring(1, plain.Length - 2).Trim();
        }

        return string.IsNullOrEmpty(plain) ? null : plain;
    }

    private static string Shortened(string text, int most) => text.Length <= most ? text : $"{text.Substring(0, most - 1)}…";
}
