using MdeHunting.Kql;

namespace MdeHunting.Packs;

/// <summary>What is around a token of a query: lists and values that are written out. Followed from token to token, so that each is passed once.</summary>
/// <param name="query">The query.</param>
internal sealed class PlaceholderPlaces(TokenTree query)
{
    // Brackets, and those with braces.
    private readonly Stack<int> _brackets = new();
    private readonly Stack<int> _pieces = new();

    // The words of dynamic values.
    private readonly Stack<int> _values = new();

    private int _outermost = -1;

    /// <summary>Goes on to a token, which is behind the one before.</summary>
    public void GoTo(int token)
    {
        Leave(_brackets, token, 0);
        Leave(_pieces, token, 0);
        Leave(_values, token, 1);
        _outermost = _values.Count == 0 ? -1 : _outermost;
        if (query.KindAt(token) == KqlTokenKind.OpenBracket)
        {
            _brackets.Push(token);
        }

        if (query.KindAt(token) is KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace)
        {
            _pieces.Push(token);
        }
        else if (KqlFacts.LiteralOf(query.TextAt(token)) == KqlLiteral.Dynamic)
        {
            _outermost = _values.Count == 0 ? token : _outermost;
            _values.Push(token);
        }
    }

    /// <summary>The bracket of the dynamic list around the token; null where it is in none.</summary>
    public int? DynamicList => _brackets.Count > 0 && _brackets.Peek() is var open && IsOfDynamic(open) ? open : null;

    /// <summary>Whether the token is in datatable(…)[…], or in a dynamic value that is more than a list.</summary>
    public bool IsWrittenOut
    {
        get
        {
            if (_pieces.Count == 0)
            {
                return false;
            }

            var open = _pieces.Peek();
            var isBracket = query.KindAt(open) == KqlTokenKind.OpenBracket;
            return !(isBracket && IsOfDynamic(open))
                && ((_outermost >= 0 && _outermost < open) || (isBracket && query.KindAt(open - 1) == KqlTokenKind.CloseParenthesis));
        }
    }

    private bool IsOfDynamic(int open) => open > 1 && KqlFacts.LiteralOf(query.TextAt(open - 2)) == KqlLiteral.Dynamic;

    private void Leave(Stack<int> opened, int token, int offset)
    {
        while (opened.Count > 0 && query.PartnerOf(opened.Peek() + offset) <= token)
        {
            opened.Pop();
        }
    }
}
