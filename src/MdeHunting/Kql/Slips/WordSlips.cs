using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>Words and signs between values that KQL writes another way.</summary>
internal static class WordSlips
{
    // How far back a sign's operator is looked for.
    private const int MostTokens = 2000;

    private static readonly string[] Infixes = [.. KqlFacts.Infixes.Select(word => word.Text).Where(word => word[0] != '!')];
    private static readonly HashSet<string> FirstWords = new(Infixes.Select(word => word.Split(' ')[0].TrimEnd('~')), StringComparer.Ordinal);

    // After which a condition stands, in parentheses or not.
    private static readonly HashSet<string> Operands = new(StringComparer.OrdinalIgnoreCase) { "where", "filter", "and", "or", "not" };

    private static readonly HashSet<string> Units = new(KqlUnits.Names, StringComparer.OrdinalIgnoreCase);

    public static KqlSlip? At(SourceText text, int place) =>
        text.KindAt(place) switch
        {
            KqlTokenKind.Identifier => OfOrder(text, place)
                ?? OfDenial(text, place)
                ?? OfSql(text, place)
                ?? OfCase(text, place)
                ?? OfCount(text, place)
                ?? OfUnknown(text, place),
            KqlTokenKind.Operator when text.WordAt(place) == "!" => OfMark(text, place),
            KqlTokenKind.Operator when text.WordAt(place) == "=" => OfSign(text, place),
            KqlTokenKind.Integer or KqlTokenKind.Real => OfUnit(text, place),
            KqlTokenKind.Pipe => OfPipes(text, place),
            _ => null,
        };

    // order Timestamp
    private static KqlSlip? OfOrder(SourceText text, int place) =>
        text.WordAt(place) is "order" or "sort"
        && text.KindAt(place - 1) is KqlTokenKind.Pipe
        && text.KindAt(place + 1) is KqlTokenKind.Identifier or KqlTokenKind.BracketedName
        && text.LowerAt(place + 1) != "by"
        && text.KindAt(place + 2) is not KqlTokenKind.Dot
            ? KqlSlips.Word(text, text.Significant[place].Start, text.Significant[place].Length, $"{text.WordAt(place)} by")
            : null;

    // not in, NOT LIKE; and not without its parentheses.
    private static KqlSlip? OfDenial(SourceText text, int place)
    {
        if (text.LowerAt(place) != "not" || text.KindAt(place + 1) is null)
        {
            return null;
        }

        var (token, next) = (text.Significant[place], text.Significant[place + 1]);
        if (text.IsValueEnd(place - 1))
        {
            var denied = text.LowerAt(place + 1);
            return denied is "like" or "ilike" ? OfLike(text, token.Start, place + 1, "!")
                : KqlFacts.DeniableInfixes.Contains(denied) ? KqlSlips.Word(text, token.Start, next.End - token.Start, $"!{denied}")
                : null;
        }

        var isOperand = Operands.Contains(text.WordAt(place - 1)) || text.KindAt(place - 1) is KqlTokenKind.OpenParenthesis;
        return isOperand && text.KindAt(place + 1) is KqlTokenKind.Identifier && text.KindAt(place + 2) is not null
            ? KqlSlips.Word(text, token.Start, token.Length, "not(…)")
            : null;
    }

    // LIKE, IS NULL, IS NOT NULL.
    private static KqlSlip? OfSql(SourceText text, int place)
    {
        if (!text.IsValueEnd(place - 1))
        {
            return null;
        }

        var lower = text.LowerAt(place);
        if (lower is "like" or "ilike" && text.KindAt(place + 1) is not null && text.Significant[place + 1].IsString)
        {
            return OfLike(text, text.Significant[place].Start, place, string.Empty);
        }

        var isNot = text.LowerAt(place + 1) == "not";
        if (lower != "is" || text.LowerAt(isNot ? place + 2 : place + 1) != "null")
        {
            return null;
        }

        var operand = text.KindAt(place - 1) is KqlTokenKind.Identifier && text.KindAt(place - 2) is not KqlTokenKind.Dot ? text.WordAt(place - 1) : "…";
        var start = text.Significant[place].Start;
        return KqlSlips.Word(
            text,
            start,
            text.Significant[isNot ? place + 2 : place + 1].End - start,
            isNot ? $"isnotempty({operand})" : $"isempty({operand})"
        );
    }

    // In small letters it is a word that KQL has besides, and counts where the service stumbles over it.
    private static KqlSlip? OfLike(SourceText text, int start, int place, string denial)
    {
        if (text.KindAt(place + 1) is null || !text.Significant[place + 1].IsString)
        {
            return null;
        }

        var pattern = text.ValueOf(text.Significant[place + 1]);
        var word = (pattern.StartsWith("%", StringComparison.Ordinal), pattern.EndsWith("%", StringComparison.Ordinal) && pattern.Length > 1) switch
        {
            _ when pattern.Trim('%').IndexOfAny(['%', '_']) >= 0 => denial.Length == 0 ? "matches regex" : null,
            (true, true) => $"{denial}contains",
            (true, false) => $"{denial}endswith",
            (false, true) => $"{denial}startswith",
            _ => denial.Length == 0 ? "=~" : "!~",
        };
        return word is null
            ? null
            : KqlSlips.Word(text, start, text.Significant[place].End - start, word) with
            {
                IsSure = denial.Length > 0 || text.WordAt(place) != "like",
            };
    }

    // The words of the language are in small letters.
    private static KqlSlip? OfCase(SourceText text, int place)
    {
        var (word, lower) = (text.WordAt(place), text.LowerAt(place));
        if (word == lower)
        {
            return null;
        }

        var isMeant =
            lower == "by" ? (text.IsValueEnd(place - 1) || KqlFacts.Operator(text.WordAt(place - 1)) is { HasBy: true }) && text.IsValueStart(place + 1)
            : lower == "on"
                ? text.KindAt(place - 1) is KqlTokenKind.Identifier or KqlTokenKind.CloseParenthesis
                    && text.IsValueEnd(place - 1)
                    && text.IsValueStart(place + 1)
            : lower is "asc" or "desc"
                ? text.IsValueEnd(place - 1) && text.KindAt(place + 1) is null or KqlTokenKind.Pipe or KqlTokenKind.Comma or KqlTokenKind.CloseParenthesis
            : FirstWords.Contains(lower) && text.IsValueEnd(place - 1) && (text.IsValueStart(place + 1) || (lower == "in" && text.WordAt(place + 1) == "~"));
        return isMeant ? KqlSlips.Word(text, text.Significant[place].Start, word.Length, lower) : null;
    }

    // COUNT(*): in KQL it has no argument.
    private static KqlSlip? OfCount(SourceText text, int place) =>
        text.LowerAt(place) == "count"
        && text.KindAt(place + 1) is KqlTokenKind.OpenParenthesis
        && text.WordAt(place + 2) == "*"
        && text.KindAt(place + 3) is KqlTokenKind.CloseParenthesis
            ? KqlSlips.Word(text, text.Significant[place].Start, text.Significant[place + 3].End - text.Significant[place].Start, "count()")
            : null;

    // What stands between a value and a text, and is no word of the language: FileName startwith 'x'.
    private static KqlSlip? OfUnknown(SourceText text, int place)
    {
        var next = text.KindAt(place + 1);
        var isBetween =
            text.KindAt(place - 1) is KqlTokenKind.CloseParenthesis or KqlTokenKind.BracketedName or KqlTokenKind.Identifier
            && text.IsValueEnd(place - 1)
            && next
                is KqlTokenKind.String
                    or KqlTokenKind.VerbatimString
                    or KqlTokenKind.MultiLineString
                    or KqlTokenKind.OpenParenthesis
                    or KqlTokenKind.Integer
                    or KqlTokenKind.Real;
        var word = text.WordAt(place);
        return isBetween && KqlFacts.KindOf(word) == KqlFunctionKind.Unknown && Near(word, Infixes) is { Count: > 0 } near
            ? KqlSlips.Word(text, text.Significant[place].Start, word.Length, [.. near])
            : null;
    }

    // !contain, !IN.
    private static KqlSlip? OfMark(SourceText text, int place)
    {
        var word = text.WordAt(place + 1);
        if (
            !text.IsJoined(place)
            || text.KindAt(place + 1) is not KqlTokenKind.Identifier
            || !text.IsValueEnd(place - 1)
            || KqlFacts.DeniableInfixes.Contains(word)
        )
        {
            return null;
        }

        var start = text.Significant[place].Start;
        return Near(word, KqlFacts.DeniableInfixes) is { Count: > 0 } near
            ? KqlSlips.Word(text, start, text.Significant[place + 1].End - start, [.. near.Select(one => $"!{one}")])
            : null;
    }

    // Who writes no part of _cs means none.
    private static IReadOnlyList<string> Near(string word, IEnumerable<string> known) =>
        EditDistance.Find(word, known.Where(one => word.Contains('_') || !one.EndsWith("_cs", StringComparison.Ordinal)));

    // where takes no names, so a single sign is a comparison there.
    private static KqlSlip? OfSign(SourceText text, int place)
    {
        var depth = 0;
        for (var before = place - 1; before >= Math.Max(0, place - MostTokens); before--)
        {
            switch (text.KindAt(before))
            {
                case KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace:
                    depth++;
                    break;
                case KqlTokenKind.OpenParenthesis
                    when depth == 0 && (Operands.Contains(text.WordAt(before - 1)) || text.KindAt(before - 1) is KqlTokenKind.OpenParenthesis):
                    break;
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace when depth == 0:
                    return null;
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace:
                    depth--;
                    break;
                case KqlTokenKind.Semicolon when depth == 0:
                    return null;
                case KqlTokenKind.Pipe when depth == 0:
                    return text.WordAt(before + 1) is "where" or "filter" && text.IsValueEnd(place - 1) && text.IsValueStart(place + 1)
                        ? KqlSlips.Word(text, text.Significant[place].Start, 1, "==")
                        : null;
            }
        }

        return null;
    }

    // ago(7 d)
    private static KqlSlip? OfUnit(SourceText text, int place)
    {
        var isAmount =
            text.KindAt(place - 1) is KqlTokenKind.OpenParenthesis or KqlTokenKind.Comma or KqlTokenKind.Operator
            && KqlFacts.Operator(text.WordAt(place - 1))?.Takes(KqlArguments.Number) != true;
        if (!isAmount || text.IsJoined(place) || !Units.Contains(text.WordAt(place + 1)) || text.KindAt(place + 2) is KqlTokenKind.OpenParenthesis)
        {
            return null;
        }

        var start = text.Significant[place].Start;
        return KqlSlips.Word(text, start, text.Significant[place + 1].End - start, text.WordAt(place) + text.LowerAt(place + 1));
    }

    // a == 'x' || b == 'y'
    private static KqlSlip? OfPipes(SourceText text, int place) =>
        text.IsJoined(place)
        && text.KindAt(place + 1) is KqlTokenKind.Pipe
        && text.IsValueEnd(place - 1)
        && text.KindAt(place + 2) is KqlTokenKind.Identifier
        && !KqlFacts.IsOperator(text.WordAt(place + 2))
        && (text.KindAt(place + 3) is KqlTokenKind.Operator || FirstWords.Contains(text.WordAt(place + 3)))
            ? KqlSlips.Word(text, text.Significant[place].Start, 2, "or")
            : null;
}
