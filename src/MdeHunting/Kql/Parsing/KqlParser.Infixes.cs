namespace MdeHunting.Kql.Parsing;

// Operators between two values.
internal sealed partial class KqlParser
{
    private static int StrengthOf(KqlInfix infix) =>
        infix.Kind switch
        {
            KqlInfixKind.Logic => infix.Text == "or" ? 0 : 1,
            KqlInfixKind.Sum => 3,
            KqlInfixKind.Product => 4,
            _ => 2,
        };

    // The operator at the place; null where none is there.
    private KqlInfix? Infix()
    {
        if (Kind == KqlTokenKind.Operator)
        {
            var sign = _query.TextAt(_place);
            return sign switch
            {
                "==" or "!=" or "<>" => Sign(KqlInfixKind.Equality),
                "<" or ">" or "<=" or ">=" => Sign(KqlInfixKind.Order),
                "=~" or "!~" => Sign(KqlInfixKind.Text),
                "+" or "-" => Sign(KqlInfixKind.Sum),
                "*" or "/" or "%" => Sign(KqlInfixKind.Product),
                "!" => Word(_place + 1, "!"),
                _ => null,
            };

            KqlInfix Sign(KqlInfixKind kind) => new(sign, kind, _place, _place + 1);
        }

        return Kind == KqlTokenKind.Identifier ? Word(_place, string.Empty) : null;
    }

    private KqlInfix? Word(int place, string ahead)
    {
        if (place >= _end || _query.KindAt(place) != KqlTokenKind.Identifier)
        {
            return null;
        }

        var word = _query.TextAt(place);
        var next = place + 1;
        switch (word)
        {
            case "and" or "or" when ahead.Length == 0:
                return new KqlInfix(word, KqlInfixKind.Logic, _place, next);
            case "between" when _query.KindAt(next) == KqlTokenKind.OpenParenthesis:
                return new KqlInfix(ahead + word, KqlInfixKind.Between, _place, next);
            case "in" when _query.Is(next, "~") && _query.KindAt(next + 1) == KqlTokenKind.OpenParenthesis:
                return new KqlInfix(ahead + word + "~", KqlInfixKind.Membership, _place, next + 1);
        }

        if (KqlFacts.Is(KqlWordPlaces.BeforeRows, ahead + word) && KqlFacts.KindOf(word) == KqlFunctionKind.Word)
        {
            return _query.KindAt(next) == KqlTokenKind.OpenParenthesis ? new KqlInfix(ahead + word, KqlInfixKind.Membership, _place, next) : null;
        }

        if (KqlFacts.TextInfixOf(word) is { } infix)
        {
            var second = infix.Length > word.Length ? 1 : 0;
            return second == 1 && !_query.Is(next, infix.Substring(word.Length + 1))
                ? null
                : new KqlInfix(ahead + infix, KqlInfixKind.Text, _place, next + second);
        }

        return word.StartsWith("not", StringComparison.Ordinal) && word.Length > 3 && KqlFacts.KindOf(word) == KqlFunctionKind.Word
            ? new KqlInfix(word, KqlInfixKind.Text, _place, next)
            : null;
    }
}
