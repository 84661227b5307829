using System.Text;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Parameters;

/// <summary>
/// Puts <c>let</c> statements ahead of a query, each in a line of its own, in the place of the statement that declares parameters. All else keeps its column,
/// and its line but for so many lines.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="declarations">The statements that declare parameters.</param>
internal sealed class QueryComposer(TokenTree query, IReadOnlyList<DirectiveStatement> declarations)
{
    /// <summary>The query without the statements that declare parameters; its lines and columns stay, as blanks.</summary>
    public string Blanked { get; } =
        declarations.Aggregate(new StringBuilder(query.Text.Source), (text, declaration) => Blank(text, query, declaration)).ToString();

    /// <summary>The query with its parameters.</summary>
    /// <exception cref="HuntingException">What was written is not read back as what was meant.</exception>
    public ComposedQuery Compose(IReadOnlyList<ParameterLet> lets)
    {
        var text = new StringBuilder(Blanked);
        var lines = KqlText.Join(KqlText.None, lets.Select(let => KqlText.Of($"let {KqlWriter.Name(let.Name)} = {let.Value};\n"))).ToString();
        var ahead = lines.Count(c => c == '\n');
        var start = Start();
        var before = 0;
        if (start == 0 || lets.Count == 0)
        {
            text.Insert(0, lines);
        }
        else
        {
            // What stands before them keeps its line, and what comes behind its column.
            (before, var column) = query.Text.LineAndColumn(start);
            text.Insert(start, $"\n{lines}{new string(' ', column - 1)}");
            ahead++;
        }

        var composed = new ComposedQuery(query.Text.Source, text.ToString(), ahead)
        {
            LineBefore = before,
            Values = [.. lets.Where(let => let.Columns.Count == 0).Select(let => let.Name)],
            HiddenLiterals = [.. lets.Where(let => let.Secret is not null).Select(let => let.Value.ToString()).Distinct(StringComparer.Ordinal)],
            Secrets = [.. lets.Select(let => let.Secret?.Text).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
        Verify(composed, lets, start);
        return composed;
    }

    private static StringBuilder Blank(StringBuilder text, TokenTree query, DirectiveStatement statement)
    {
        var last = query.KindAt(statement.Span.End) == KqlTokenKind.Semicolon ? statement.Span.End : statement.Span.End - 1;
        for (var place = query.Text.Significant[statement.Span.Start].Start; place < query.Text.Significant[last].End; place++)
        {
            text[place] = KqlCharacters.IsLineEnd(text[place]) ? text[place] : ' ';
        }

        return text;
    }

    // Behind set and what else stands first in a query; where nothing does, ahead of its first line, so that its comments stay with it.
    private int Start()
    {
        var others = KqlStatement
            .In(query, query.Whole)
            .TakeWhile(statement => statement is DirectiveStatement)
            .Where(statement => !declarations.Contains(statement));
        return others.LastOrDefault() is { } last ? query.Text.Significant[Math.Min(last.Span.End, query.Whole.End - 1)].End : 0;
    }

    // That a service accepts a query proves nothing: 'a' 'b' is one text of two. So it is read once more.
    private void Verify(ComposedQuery composed, IReadOnlyList<ParameterLet> lets, int start)
    {
        var tree = TokenTree.Of(new SourceText(composed.Text));
        var first = 0;
        while (lets.Count > 0 && tree.Has(first) && tree.Text.Significant[first].Start < start)
        {
            first++;
        }

        var end = first;
        foreach (var let in lets)
        {
            end = EndOfLet(tree, end, let);
            if (end < 0)
            {
                throw NotRead(let.Name);
            }
        }

        var left = Enumerable.Range(0, first).Concat(Enumerable.Range(end, tree.Whole.End - end)).Select(tree.TextAt);
        if (!left.SequenceEqual(Own(), StringComparer.Ordinal))
        {
            throw NotRead(lets.Count == 0 ? string.Empty : lets[0].Name);
        }
    }

    // The user's own tokens, without what declares parameters.
    private IEnumerable<string> Own() =>
        Enumerable
            .Range(0, query.Whole.End)
            .Where(token =>
                !declarations.Any(declaration =>
                    token >= declaration.Span.Start
                    && (token < declaration.Span.End || (token == declaration.Span.End && query.KindAt(token) == KqlTokenKind.Semicolon))
                )
            )
            .Select(query.TextAt);

    // let Name = one token; or a word with one group, or two, for dynamic(…) and datatable(…)[…].
    private static int EndOfLet(TokenTree tree, int start, ParameterLet let)
    {
        var value = start + 3;
        if (tree.TextAt(start) != "let" || tree.NameAt(start + 1) != let.Name || !tree.Is(start + 2, "="))
        {
            return -1;
        }

        var text = let.Value.ToString();
        var from = tree.Has(value) ? tree.Text.Significant[value].Start : 0;
        if (string.CompareOrdinal(tree.Text.Source, from, text, 0, text.Length) != 0)
        {
            return -1;
        }

        var (end, pieces) = (value, 0);
        while (tree.Has(end) && tree.Text.Significant[end].Start < from + text.Length)
        {
            end = tree.PartnerOf(end) > end ? tree.PartnerOf(end) + 1 : end + 1;
            pieces++;
        }

        var isWhole = tree.KindAt(end) == KqlTokenKind.Semicolon && tree.Text.Significant[end].Start == from + text.Length;
        return isWhole && (let.IsDefault || pieces == Pieces(tree, value)) ? end + 1 : -1;
    }

    private static int Pieces(TokenTree tree, int value) =>
        KqlFacts.LiteralOf(tree.TextAt(value)) == KqlLiteral.Dynamic ? 2
        : KqlFacts.SourceOf(tree.TextAt(value)) == KqlSource.Written ? 3
        : 1;

    private static HuntingException NotRead(string name) =>
        new(
            HuntingFailure.ParameterInvalid,
            $"The value of -Parameter '{name}' can't be put into the query so that it stays one value.",
            "Report it with the value, and with what Get-Error shows."
        )
        {
            Target = name,
        };
}
