using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>Words and signs between values that KQL writes another way.</summary>
internal static class WordSlips
{
    // How far back a sign's operator is looked for.
    private const int MostTokens = 2000;

    private static readonly string[] Infixes = [.. KqlFacts.Infixes.Select(word => word.Text).Where(word => word[0] != '!')];
    private static readonly HashSet<string> FirstWords = new(Infixes.Select(word => word.Split(' ')[0].TrimEnd('~')), StringComparer.Ordinal);

    private static readonly HashSet<string> Units = new(KqlUnits.Names, StringComparer.OrdinalIgnoreCase);

    public static KqlSlip? At(TokenTree query, int place) =>
        query.KindAt(place) switch
        {
            KqlTokenKind.Identifier => OfOrder(query, place)
                ?? OfDenial(query, place)
                ?? OfSql(query, place)
                ?? OfCase(query, place)
                ?? OfCount(query, place)
                ?? OfUnknown(query, place),
            KqlTokenKind.Operator when query.TextAt(place) == "!" => OfMark(query, place),
            KqlTokenKind.Operator when query.TextAt(place) == "=" => OfSign(query, place),
            KqlTokenKind.Operator when query.TextAt(place) is "==" or "!=" => OfTripled(query, place),
            KqlTokenKind.OpenBracket or KqlTokenKind.BracketedName => OfList(query, place),
            KqlTokenKind.Integer or KqlTokenKind.Real => OfUnit(query, place),
            KqlTokenKind.Pipe => OfPipes(query, place),
            _ => null,
        };

    // order Timestamp
    private static KqlSlip? OfOrder(TokenTree query, int place) =>
        KqlFacts.Operator(query.TextAt(place)) is { Rows: KqlRowEffect.Ordered } found
        && query.KindAt(place - 1) is KqlTokenKind.Pipe
        && query.KindAt(place + 1) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName
        && query.LowerAt(place + 1) != "by"
        && query.KindAt(place + 2) is not KqlTokenKind.Dot
            ? KqlSlips.Word(query.Text, query.Text.Significant[place].Start, query.Text.Significant[place].Length, found.Text)
            : null;

    // not in, NOT LIKE; and not without its parentheses.
    private static KqlSlip? OfDenial(TokenTree query, int place)
    {
        if (query.LowerAt(place) != "not" || !query.Has(place + 1))
        {
            return null;
        }

        var (token, next) = (query.Text.Significant[place], query.Text.Significant[place + 1]);
        if (query.IsValueEnd(place - 1))
        {
            var denied = query.LowerAt(place + 1);
            return denied is "like" or "ilike" ? OfLike(query, token.Start, place + 1, "!")
                : KqlFacts.DeniableInfixes.Contains(denied) ? KqlSlips.Word(query.Text, token.Start, next.End - token.Start, $"!{denied}")
                : null;
        }

        var isOperand = IsBeforeCondition(query, place - 1) || query.KindAt(place - 1) is KqlTokenKind.OpenParenthesis;
        return isOperand && query.KindAt(place + 1) is KqlTokenKind.Identifier && query.Has(place + 2)
            ? KqlSlips.Word(query.Text, token.Start, token.Length, "not(…)")
            : null;
    }

    // LIKE, IS NULL, IS NOT NULL.
    private static KqlSlip? OfSql(TokenTree query, int place)
    {
        if (!query.IsValueEnd(place - 1))
        {
            return null;
        }

        var lower = query.LowerAt(place);
        if (lower is "like" or "ilike" && query.Has(place + 1) && query.Text.Significant[place + 1].IsString)
        {
            return OfLike(query, query.Text.Significant[place].Start, place, string.Empty);
        }

        var isNot = query.LowerAt(place + 1) == "not";
        if (lower != "is" || query.LowerAt(isNot ? place + 2 : place + 1) != "null")
        {
            return null;
        }

        var operand = query.KindAt(place - 1) is KqlTokenKind.Identifier && query.KindAt(place - 2) is not KqlTokenKind.Dot ? query.TextAt(place - 1) : "…";
        var start = query.Text.Significant[place].Start;
        return KqlSlips.Word(
            query.Text,
            start,
            query.Text.Significant[isNot ? place + 2 : place + 1].End - start,
            isNot ? $"isnotempty({operand})" : $"isempty({operand})"
        );
    }

    // In small letters it is a word that KQL has besides, and counts where the service stumbles over it.
    private static KqlSlip? OfLike(TokenTree query, int start, int place, string denial)
    {
        if (!query.Has(place + 1) || !query.Text.Significant[place + 1].IsString)
        {
            return null;
        }

        var pattern = query.Text.ValueOf(query.Text.Significant[place + 1]);
        var word = (pattern.StartsWith("%", StringComparison.Ordinal), pattern.EndsWith("%", StringComparison.Ordinal) && pattern.Length > 1) switch
        {
            _ when pattern.Trim('%').IndexOfAny(['%', '_']) >= 0 => denial.Length == 0 ? KqlFacts.TextInfix(KqlTextMatch.Pattern) : null,
            (true, true) => denial + KqlFacts.TextInfix(KqlTextMatch.Contains),
            (true, false) => denial + KqlFacts.TextInfix(KqlTextMatch.Ends),
            (false, true) => denial + KqlFacts.TextInfix(KqlTextMatch.Begins),
            _ => denial.Length == 0 ? "=~" : "!~",
        };
        return word is null
            ? null
            : KqlSlips.Word(query.Text, start, query.Text.Significant[place].End - start, word) with
            {
                IsSure = denial.Length > 0 || query.TextAt(place) != "like",
            };
    }

    // The words of the language are in small letters.
    private static KqlSlip? OfCase(TokenTree query, int place)
    {
        var (word, lower) = (query.TextAt(place), query.LowerAt(place));
        if (word == lower)
        {
            return null;
        }

        var isMeant =
            lower == "by" ? (query.IsValueEnd(place - 1) || KqlFacts.Operator(query.TextAt(place - 1)) is { HasBy: true }) && query.IsValueStart(place + 1)
            : lower == "on"
                ? query.KindAt(place - 1) is KqlTokenKind.Identifier or KqlTokenKind.CloseParenthesis
                    && query.IsValueEnd(place - 1)
                    && query.IsValueStart(place + 1)
            : KqlFacts.Is(KqlWordPlaces.EndOfKey, lower) ? query.IsValueEnd(place - 1) && IsItemEnd(query, place + 1)
            : FirstWords.Contains(lower) && query.IsValueEnd(place - 1) && (query.IsValueStart(place + 1) || (lower == "in" && query.TextAt(place + 1) == "~"));
        return isMeant ? KqlSlips.Word(query.Text, query.Text.Significant[place].Start, word.Length, lower) : null;
    }

    private static bool IsItemEnd(TokenTree query, int place) =>
        !query.Has(place) || query.KindAt(place) is KqlTokenKind.Pipe or KqlTokenKind.Comma or KqlTokenKind.CloseParenthesis;

    // COUNT(*): in KQL it has no argument.
    private static KqlSlip? OfCount(TokenTree query, int place) =>
        query.LowerAt(place) == "count"
        && query.KindAt(place + 1) is KqlTokenKind.OpenParenthesis
        && query.TextAt(place + 2) == "*"
        && query.KindAt(place + 3) is KqlTokenKind.CloseParenthesis
            ? KqlSlips.Word(
                query.Text,
                query.Text.Significant[place].Start,
                query.Text.Significant[place + 3].End - query.Text.Significant[place].Start,
                "count()"
            )
            : null;

    // What stands between a value and a text, and is no word of the language: FileName startwith 'x'.
    private static KqlSlip? OfUnknown(TokenTree query, int place)
    {
        var next = query.KindAt(place + 1);
        var isBetween =
            query.KindAt(place - 1) is KqlTokenKind.CloseParenthesis or KqlTokenKind.BracketedName or KqlTokenKind.Identifier
            && query.IsValueEnd(place - 1)
            && next
                is KqlTokenKind.String
                    or KqlTokenKind.VerbatimString
                    or KqlTokenKind.MultiLineString
                    or KqlTokenKind.OpenParenthesis
                    or KqlTokenKind.Integer
                    or KqlTokenKind.Real;
        var word = query.TextAt(place);
        return
            isBetween
            && KqlFacts.KindOf(word) == KqlFunctionKind.Unknown
            && (KqlFacts.OtherInfix(word) is { } other ? [other] : Near(word, Infixes)) is { Count: > 0 } near
            ? KqlSlips.Word(query.Text, query.Text.Significant[place].Start, word.Length, [.. near])
            : null;
    }

    // !contain, !IN.
    private static KqlSlip? OfMark(TokenTree query, int place)
    {
        var word = query.TextAt(place + 1);
        if (
            !query.IsJoined(place)
            || query.KindAt(place + 1) is not KqlTokenKind.Identifier
            || !query.IsValueEnd(place - 1)
            || KqlFacts.DeniableInfixes.Contains(word)
        )
        {
            return null;
        }

        var start = query.Text.Significant[place].Start;
        return Near(word, KqlFacts.DeniableInfixes) is { Count: > 0 } near
            ? KqlSlips.Word(query.Text, start, query.Text.Significant[place + 1].End - start, [.. near.Select(one => $"!{one}")])
            : null;
    }

    // Who writes no part of _cs means none.
    private static IReadOnlyList<string> Near(string word, IEnumerable<string> known) =>
        EditDistance.Find(word, known.Where(one => word.Contains('_') || !one.EndsWith("_cs", StringComparison.Ordinal)));

    // ===, !==
    private static KqlSlip? OfTripled(TokenTree query, int place) =>
        query.IsJoined(place) && query.TextAt(place + 1) is "=" or "=="
            ? KqlSlips.Word(
                query.Text,
                query.Text.Significant[place].Start,
                query.Text.Significant[place + 1].End - query.Text.Significant[place].Start,
                query.TextAt(place)
            )
            : null;

    // has_any ["a", "b"]
    private static KqlSlip? OfList(TokenTree query, int place)
    {
        var at = query.TextAt(place - 1) == "~" ? place - 2 : place - 1;
        var word = query.TextAt(at);
        if (!KqlFacts.Is(KqlWordPlaces.BeforeRows, word) || !FirstWords.Contains(word) || !query.IsValueEnd(query.TextAt(at - 1) == "!" ? at - 2 : at - 1))
        {
            return null;
        }

        var token = query.Text.Significant[place];
        return new KqlSlip(
            token.Start,
            token.Length,
            $"The values of '{word}' are in parentheses: write ( and ) in place of [ and ] ({query.Text.LineAndColumn(token.Start)}).",
            []
        );
    }

    // where takes no names, so a single sign is a comparison there.
    private static KqlSlip? OfSign(TokenTree query, int place)
    {
        var depth = 0;
        for (var before = place - 1; before >= Math.Max(0, place - MostTokens); before--)
        {
            switch (query.KindAt(before))
            {
                case KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace:
                    depth++;
                    break;
                case KqlTokenKind.OpenParenthesis
                    when depth == 0 && (IsBeforeCondition(query, before - 1) || query.KindAt(before - 1) is KqlTokenKind.OpenParenthesis):
                    break;
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace when depth == 0:
                    return null;
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace:
                    depth--;
                    break;
                case KqlTokenKind.Semicolon when depth == 0:
                    return null;
                case KqlTokenKind.Pipe when depth == 0:
                    return IsFilter(query.TextAt(before + 1)) && query.IsValueEnd(place - 1) && query.IsValueStart(place + 1)
                        ? KqlSlips.Word(query.Text, query.Text.Significant[place].Start, 1, "==")
                        : null;
            }
        }

        return null;
    }

    // After which a condition stands, in parentheses or not.
    private static bool IsBeforeCondition(TokenTree query, int place) =>
        KqlFacts.Is(KqlWordPlaces.BeforeCondition, query.LowerAt(place)) || IsFilter(query.LowerAt(place));

    private static bool IsFilter(string word) => KqlFacts.Operator(word) is { Rows: KqlRowEffect.Filtered };

    // ago(7 d)
    private static KqlSlip? OfUnit(TokenTree query, int place)
    {
        var isAmount =
            query.KindAt(place - 1) is KqlTokenKind.OpenParenthesis or KqlTokenKind.Comma or KqlTokenKind.Operator
            && KqlFacts.Operator(query.TextAt(place - 1))?.Takes(KqlArguments.Number) != true;
        if (!isAmount || query.IsJoined(place) || !Units.Contains(query.TextAt(place + 1)) || query.KindAt(place + 2) is KqlTokenKind.OpenParenthesis)
        {
            return null;
        }

        var start = query.Text.Significant[place].Start;
        return KqlSlips.Word(query.Text, start, query.Text.Significant[place + 1].End - start, query.TextAt(place) + query.LowerAt(place + 1));
    }

    // a == 'x' || b == 'y'
    private static KqlSlip? OfPipes(TokenTree query, int place) =>
        query.IsJoined(place)
        && query.KindAt(place + 1) is KqlTokenKind.Pipe
        && query.IsValueEnd(place - 1)
        && query.KindAt(place + 2) is KqlTokenKind.Identifier
        && !KqlFacts.IsOperator(query.TextAt(place + 2))
        && (query.KindAt(place + 3) is KqlTokenKind.Operator || FirstWords.Contains(query.TextAt(place + 3)))
            ? KqlSlips.Word(query.Text, query.Text.Significant[place].Start, 2, "or")
            : null;
}
