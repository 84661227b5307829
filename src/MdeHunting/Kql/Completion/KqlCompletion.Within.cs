using MdeHunting.Contract;
using MdeHunting.Tables;

namespace MdeHunting.Kql.Completion;

// Within a text, and behind a dot.
internal sealed partial class KqlCompletion
{
    private static readonly char[] Quotes = ['"', '\''];

    // join … on $left.DeviceId == $right.Dev: the columns of that side; null where no side is named.
    private static CompletionItems? OfSide(SourceText text, int dot, IReadOnlyList<KnownTable> tables)
    {
        var side = dot > 0 && text.Significant[dot].Kind == KqlTokenKind.Dot ? text.TextOf(text.Significant[dot - 1]) : string.Empty;
        if (side is not ("$left" or "$right"))
        {
            return null;
        }

        var start = text.Significant[dot].End;
        var place = new KqlCompletion(TokenTree.Of(text, dot - 1), tables, text.Source.Substring(start));
        return place._scopes.LastOrDefault(scope => scope.Segments.Count > 0) is { } scope
            ? new CompletionItems(start, text.Source.Length - start, [.. place.Filter(Items(place._place.Value.Side(scope.Start, side == "$right")))])
            : null;
    }

    // ["my col: a column by its name in brackets; null where the bracket is a list's, or takes a value out of another.
    private static CompletionItems? InBracketedName(SourceText text, KqlToken last, IReadOnlyList<KnownTable> tables)
    {
        var count = text.Significant.Count - 2;
        if (count < 1 || last.Kind != KqlTokenKind.String || text.Significant[count].Kind != KqlTokenKind.OpenBracket)
        {
            return null;
        }

        var cut = TokenTree.Of(text, count);
        var scopes = CompletionScope.OpenIn(cut);
        if (
            cut.IsValueEnd(count - 1)
            || cut.KindAt(scopes[scopes.Count - 1].Opener) == KqlTokenKind.OpenBracket
            || KqlFacts.LiteralOf(cut.TextAt(count - 2)) == KqlLiteral.Dynamic
        )
        {
            return null;
        }

        var (start, quote) = (last.Start + 1, text.Source[last.Start]);
        var place = new KqlCompletion(cut, tables, string.Empty);
        var word = text.Source.Substring(start);
        return new CompletionItems(
            start,
            word.Length,
            [
                .. place
                    .Suggest()
                    .Where(item => item.Kind == CompletionItemKind.Column)
                    .Select(item => (item, Name: item.Text[0] == '[' ? item.Text.Substring(2, item.Text.Length - 4) : item.Text))
                    .Where(one => one.Name.IndexOf('\\') < 0 && one.Name.IndexOf(quote) < 0 && one.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    .Select(one => one.item with { Text = $"{one.Name}{quote}]" }),
            ]
        );
    }

    // ActionType == "Fi, ActionType in ("FileCreated", "Fi
    private static CompletionItems InString(SourceText text, KqlToken last, IReadOnlyList<KnownTable> tables)
    {
        var start = text.Source.IndexOfAny(Quotes, last.Start) + 1;
        var word = text.Source.Substring(start);
        var place = new KqlCompletion(TokenTree.Of(text, text.Significant.Count - 1), tables, word);
        if (place.WordsOfArgument().ToList() is { Count: > 0 } words)
        {
            return new CompletionItems(start, word.Length, words);
        }

        return
            ColumnValues.Columns.FirstOrDefault(place.IsComparedWith) is { } column
            && place._scopes.LastOrDefault(scope => scope.Segments.Count > 0) is { } scope
            ? new CompletionItems(
                start,
                word.Length,
                [
                    .. place.Filter(
                        place
                            ._place.Value.TablesOf(scope.Start, column)
                            .SelectMany(table => ColumnValues.Of(table, column))
                            .Distinct(StringComparer.Ordinal)
                            .Select(value => new CompletionItem(value, CompletionItemKind.Keyword, "Documented value"))
                    ),
                ]
            )
            : Nothing;
    }

    // Whether what follows is compared with a column, alone or as one of several.
    private bool IsComparedWith(string column)
    {
        var end = _query.Whole.End;
        var opener = _scopes[_scopes.Count - 1].Opener;
        if (opener >= 0 && _query.TextAt(end - 1) is "(" or ",")
        {
            end = KqlFacts.Is(KqlWordPlaces.BeforeRows, _query.TextAt(opener - 1)) ? opener : -1;
        }

        // The operator has a word or a sign, and another one ahead of it or behind: !in, in~, !has.
        return end > 0 && (_query.NameAt(end - 2) == column || _query.NameAt(end - 3) == column);
    }
}
