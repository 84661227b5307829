using MdeHunting.Contract;

namespace MdeHunting.Kql.Completion;

/// <summary>
/// Suggests what can stand at a place of a query. It takes any text, never refuses one, and suggests nothing within a comment, nor within a string unless that
/// is compared with a column of few values.
/// </summary>
internal sealed partial class KqlCompletion
{
    private static readonly CompletionItems Nothing = new(0, 0, []);
    private static readonly CompletionItem[] Spans =
    [
        new("1h", CompletionItemKind.Keyword, "One hour"),
        new("1d", CompletionItemKind.Keyword, "One day"),
        new("7d", CompletionItemKind.Keyword, "A week"),
        new("30d", CompletionItemKind.Keyword, "All that the services retain"),
    ];

    // Those of an operator that there is something to suggest for.
    private const KqlArguments WithItems =
        KqlArguments.Values | KqlArguments.Aggregates | KqlArguments.Columns | KqlArguments.Keys | KqlArguments.Tables | KqlArguments.Plugin;

    private readonly TokenTree _query;
    private readonly IReadOnlyList<CompletionScope> _scopes;
    private readonly IReadOnlyList<KnownTable> _tables;
    private readonly ColumnInference _columns;
    private readonly Lazy<BoundPlace> _place;
    private readonly string _word;

    private KqlCompletion(TokenTree query, IReadOnlyList<KnownTable> tables, string word)
    {
        _query = query;
        _scopes = CompletionScope.OpenIn(query);
        _tables = tables;
        _word = word;
        _columns = new ColumnInference(query, tables);
        _place = new Lazy<BoundPlace>(() => new BoundPlace(query, _scopes[_scopes.Count - 1].Opener, tables));
        foreach (var statement in _scopes.SelectMany(scope => scope.Statements))
        {
            _columns.Note(statement);
        }
    }

    /// <summary>The suggestions for a place.</summary>
    /// <param name="query">The query, whatever it holds.</param>
    /// <param name="cursor">The place; one outside of the query is its end.</param>
    /// <param name="tables">The tables that there are.</param>
    public static CompletionItems Complete(string query, int cursor, IReadOnlyList<KnownTable> tables)
    {
        var before = cursor < 0 || cursor > query.Length ? query : query.Substring(0, cursor);
        var text = new SourceText(before);
        var last = text.Tokens.Count > 0 ? text.Tokens[text.Tokens.Count - 1] : default;
        if (last is { Kind: KqlTokenKind.String or KqlTokenKind.VerbatimString, IsTerminated: false, Length: > 0 })
        {
            return InBracketedName(text, last, tables) ?? InString(text, last, tables);
        }

        var dot = text.Significant.Count - (last.Kind == KqlTokenKind.Identifier ? 2 : 1);
        if (last.Kind is KqlTokenKind.Dot or KqlTokenKind.Identifier && OfSide(text, dot, tables) is { } side)
        {
            return side;
        }

        if (
            last.Length > 0
            && (last.Kind == KqlTokenKind.Comment || last.IsLiteral || last.Kind is KqlTokenKind.LiteralWord or KqlTokenKind.BracketedName or KqlTokenKind.Dot)
        )
        {
            return Nothing;
        }

        var hasWord = last.Kind == KqlTokenKind.Identifier && last.Length > 0;
        var count = text.Significant.Count - (hasWord ? 1 : 0);
        if (count > 0 && hasWord && text.Significant[count - 1] is { Kind: KqlTokenKind.Dot })
        {
            return Nothing;
        }

        var start = hasWord ? last.Start : before.Length;
        var cut = TokenTree.Of(text, count);
        var scopes = CompletionScope.OpenIn(cut);
        var innermost = scopes[scopes.Count - 1];

        // project-aw: what stands between the pipe and the cursor without a blank is one name.
        if (innermost.Segments.Count > 0 && innermost.Start < count && DashedStart(text, innermost.Start, before.Length) is { } dashed)
        {
            start = dashed;
            cut = TokenTree.Of(text, innermost.Start);
        }

        var word = before.Substring(start);
        var items = new KqlCompletion(cut, tables, word).Suggest().GroupBy(item => item.Text, StringComparer.Ordinal).Select(item => item.First()).ToList();
        return new CompletionItems(start, word.Length, items);
    }

    private static int? DashedStart(SourceText text, int first, int end)
    {
        if (text.Significant[first].Kind != KqlTokenKind.Identifier)
        {
            return null;
        }

        var place = text.Significant[first].Start;
        for (var i = first; i < text.Significant.Count; i++)
        {
            var token = text.Significant[i];
            if (token.Start != place || (token.Kind != KqlTokenKind.Identifier && text.Source[token.Start] != '-'))
            {
                return null;
            }

            place = token.End;
        }

        return place == end && text.Significant.Count > first + 1 ? text.Significant[first].Start : null;
    }

    private IEnumerable<CompletionItem> Suggest()
    {
        var innermost = _scopes[_scopes.Count - 1].Opener;
        if (IsAfterTypedName() || innermost > 0 && _query.Whole.End == innermost + 1 && _query.Is(innermost - 1, "typeof"))
        {
            return Filter(KqlTypes.Names.Select(name => new CompletionItem(name, CompletionItemKind.Keyword, "Type")));
        }

        if (Denied() is { } denied)
        {
            return denied;
        }

        // ago(: how long people look back.
        if (innermost > 0 && _query.Whole.End == innermost + 1 && KqlFacts.ValueOf(_query.TextAt(innermost - 1)) == KqlValue.Ago)
        {
            return Filter(Spans.Concat(Named()));
        }

        // From the innermost bracket outwards, until one tells what may stand there: grouping and a function's arguments take what is around them.
        var isWithin = false;
        var outermost = _scopes.Count;
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            var scope = _scopes[i];
            if (scope.Segments.Count > 0)
            {
                return scope.Start == _query.Whole.End ? Filter(KqlFacts.Operators) : InOperator(scope, isWithin);
            }

            if (_query.KindAt(scope.Opener) == KqlTokenKind.OpenBracket)
            {
                return [];
            }

            if (i > 0 && HoldsPart(i))
            {
                return scope.Start == _query.Whole.End ? Filter(KqlFacts.Operators) : InOperator(scope, isWithin);
            }

            if (i > 0 && IsOfScan(i))
            {
                return InScan(scope, _scopes[i - 1], isWithin);
            }

            if (scope.Opener < 0 || _query.KindAt(scope.Opener) == KqlTokenKind.OpenBrace || i <= outermost && HoldsRows(i, out outermost))
            {
                return AtSource(scope, isWithin);
            }

            isWithin = true;
        }

        return [];
    }

    // extend x:, datatable (a:, let f = (a:; but not search x:, where a text follows, nor step x:, where a condition does.
    private bool IsAfterTypedName() =>
        _query.Is(_query.Whole.End - 1, ":")
        && _query.NameAt(_query.Whole.End - 2) is not null
        && !(_scopes.Count > 1 && IsOfScan(_scopes.Count - 1))
        && !_scopes.Any(scope =>
            KqlFacts.Operator(scope.Segments.Count > 0 ? OperatorOf(scope) : _query.TextAt(scope.Start)) is { Rows: KqlRowEffect.Searched }
        );

    // Whether the bracket that opens a scope holds rows, and up to which scope further out none does if it does not.
    private bool HoldsRows(int scope, out int outermost)
    {
        var (around, opener) = (_scopes[scope - 1], _scopes[scope].Opener);
        while (opener == around.Start)
        {
            // where ((: the inner one holds what the outer one does.
            if (around.Opener < 0 || _query.KindAt(around.Opener) == KqlTokenKind.OpenBrace)
            {
                outermost = scope;
                return true;
            }

            scope--;
            (around, opener) = (_scopes[scope - 1], _scopes[scope].Opener);
        }

        outermost = scope - 1;
        var before = _query.TextAt(opener - 1);
        if (KqlFacts.Is(KqlWordPlaces.BeforeRows, before) || KqlFacts.Operator(before)?.Takes(KqlArguments.Tables) == true)
        {
            return true;
        }

        var first = around.Segments.Count > 0 ? OperatorOf(around) : _query.TextAt(around.Start);
        if (first == "let")
        {
            return before == "=";
        }

        // join kind=inner (, join hint.strategy=broadcast (; but not on the right of on.
        return KqlFacts.Operator(first) is { } known
            && (
                known.Takes(KqlArguments.On)
                    ? _query.Find(new TokenRange(around.Start, opener), "on") < 0
                    : known.Takes(KqlArguments.Tables) && (before == "," || _query.TextAt(opener - 2) == "=")
            );
    }

    // mv-apply … on (, partition by Column (, fork (, facet by … with (: a pipeline over the rows of the operator around it.
    private bool HoldsPart(int scope)
    {
        var opener = _scopes[scope].Opener;
        var before = _query.TextAt(opener - 1);
        return _query.KindAt(opener) == KqlTokenKind.OpenParenthesis
            && OperatorOf(_scopes[scope - 1]) is { } name
            && KqlFacts.Operator(name) is { } known
            && known.Takes(KqlArguments.Parts)
            && (
                before is "on" or "with"
                || known.Columns != KqlColumnEffect.Applied
                    && (
                        known.HasBy
                            ? before == ")" || _query.NameAt(opener - 1) is not null && KqlFacts.KindOf(before) == KqlFunctionKind.Unknown
                            : before == name || before is ")" or "="
                    )
            );
    }

    // scan … with (
    private bool IsOfScan(int scope) =>
        _query.Is(_scopes[scope].Opener - 1, "with") && KqlFacts.Operator(OperatorOf(_scopes[scope - 1])) is { Rows: KqlRowEffect.Scanned };
}
