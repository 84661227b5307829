using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Benchmarks.Complete;

/// <summary>A word of a query that names what there is, and so could have been completed. A name that the query gives is none.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">The word.</param>
/// <param name="Kind">What it is: a table, a column, an operator, a function, a type, a name of the query's own, or another word of the language.</param>
internal sealed record TypedWord(int Start, string Text, string Kind)
{
    private static readonly HashSet<string> Infixes =
    [
        .. KqlFacts.Infixes.Select(item => item.Text.Split(' ')[0].TrimStart('!')),
        .. KqlFacts.JoinKinds.Select(item => item.Text),
    ];

    /// <summary>Those of a query.</summary>
    public static IEnumerable<TypedWord> Of(string query)
    {
        var tokens = TokenTree.Of(new SourceText(query));
        var names = new QueryNames(QueryBinder.Bind(KqlParser.Parse(tokens), TableRows.Bundled));
        for (var i = 0; i < tokens.Whole.End; i++)
        {
            if (tokens.KindAt(i) == KqlTokenKind.Identifier && KindOf(tokens, names, i) is { } kind)
            {
                var word = kind == "operator" ? tokens.Text.DashedName(i)! : tokens.TextAt(i);
                yield return new TypedWord(tokens.Text.Significant[i].Start, word, kind);
            }
        }
    }

    private static string? KindOf(TokenTree tokens, QueryNames names, int i)
    {
        var word = tokens.TextAt(i);
        var before = tokens.KindAt(i - 1);
        if (before == KqlTokenKind.Pipe)
        {
            return KqlFacts.IsOperator(tokens.Text.DashedName(i)) ? "operator" : null;
        }

        var isOfSide = before == KqlTokenKind.Dot && tokens.TextAt(i - 2) is "$left" or "$right";
        var start = tokens.Text.Significant[i].Start;
        if (names.Given.Contains(i) || !isOfSide && (before == KqlTokenKind.Dot || start > 0 && tokens.Text.Source[start - 1] is '-' or '.'))
        {
            return null;
        }

        return names.Columns.Contains(i) || isOfSide ? "column"
            : names.Tables.Contains(i) ? "table"
            : names.Own.Contains(word) ? "name"
            : tokens.KindAt(i + 1) == KqlTokenKind.OpenParenthesis && IsFunction(word) ? "function"
            : tokens.Is(i - 1, ":") && KqlTypes.Of(word) != KqlDataType.Unknown ? "type"
            : Infixes.Contains(word) || KqlFacts.Is(KqlWordPlaces.Within, word) || KqlFacts.BeginningOf(word) != KqlBeginning.None ? "word"
            : null;
    }

    private static bool IsFunction(string word) =>
        KqlFacts.KindOf(word) is not (KqlFunctionKind.Unknown or KqlFunctionKind.Word or KqlFunctionKind.Keyword) || KqlSignatures.Of(word).Count > 0;

    // Which tokens are what, as the binder found them.
    private sealed class QueryNames
    {
        public QueryNames(BoundQuery bound)
        {
            Tables = [.. bound.Tables.Select(one => one.Place.Start)];
            Add(bound.Parsed.Statements);
            KqlNodes.Visit(
                bound.Parsed.Statements,
                (node, _) =>
                {
                    switch (node)
                    {
                        case AssignNode assign:
                            Given.UnionWith(assign.Names.Select(name => name.Start));
                            break;
                        case StepNode step:
                            Given.UnionWith(step.Declared.Select(column => column.Place));
                            break;
                        case LambdaNode lambda:
                            Add(lambda.Parameters);
                            break;
                        case NameNode name when bound.ColumnOf(name) is not null:
                            Columns.Add(name.Start);
                            break;
                    }
                }
            );
        }

        public HashSet<int> Given { get; } = [];

        public HashSet<int> Columns { get; } = [];

        public HashSet<int> Tables { get; }

        public HashSet<string> Own { get; } = new(StringComparer.Ordinal);

        private void Add(IReadOnlyList<KqlStatementNode> statements)
        {
            foreach (var statement in statements)
            {
                Add(statement.Declared);
                if (statement.Name is { } name)
                {
                    Given.Add(name.Start);
                    Own.Add(name.Name);
                }
            }
        }

        private void Add(IReadOnlyList<KqlParameter> parameters)
        {
            Given.UnionWith(parameters.Select(parameter => parameter.Place));
            Own.UnionWith(parameters.Select(parameter => parameter.Name));
        }
    }
}
