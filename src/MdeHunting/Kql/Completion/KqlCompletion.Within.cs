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

    // ActionType == "Fi, ActionType in ("FileCreated", "Fi
    private static CompletionItems InString(SourceText text, KqlToken last, IReadOnlyList<KnownTable> tables)
    {
        var start = text.Source.IndexOfAny(Quotes, last.Start) + 1;
        var word = text.Source.Substring(start);
        var place = new KqlCompletion(TokenTree.Of(text, text.Significant.Count - 1), tables, word);
        return
            ActionTypes.Columns.FirstOrDefault(place.IsComparedWith) is { } column
            && place._scopes.LastOrDefault(scope => scope.Segments.Count > 0) is { } scope
            ? new CompletionItems(
                start,
                word.Length,
                [
                    .. place.Filter(
                        place
                            ._place.Value.TablesOf(scope.Start, column)
                            .SelectMany(table => ActionTypes.Of(table, column))
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
