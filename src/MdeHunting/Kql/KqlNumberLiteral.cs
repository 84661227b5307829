namespace MdeHunting.Kql;

/// <summary>What begins with a digit: numbers, timespans, GUIDs, and the names that may begin so.</summary>
internal static class KqlNumberLiteral
{
    // Groups of hexadecimal digits between dashes.
    private static readonly int[] GuidGroups = [8, 4, 4, 4, 12];

    private static readonly int LongestUnit = KqlUnits.Names.Max(unit => unit.Length);

    /// <summary>The token that begins with the digit at a position.</summary>
    public static KqlToken Scan(string text, int start)
    {
        var digits = SkipDigits(text, start);
        var hex = EndOfHex(text, start);
        if (hex > 0)
        {
            return Token(KqlTokenKind.Integer, hex);
        }

        var real = EndOfReal(text, digits);
        if (real > 0)
        {
            return Token(KqlTokenKind.Real, real);
        }

        var fraction = KqlCharacters.At(text, digits) == '.' ? SkipDigits(text, digits + 1) : digits;
        var unit = fraction > digits + 1 ? fraction : digits;
        var name = KqlCharacters.EndOfName(text, unit);
        if (IsUnit(text, unit, name))
        {
            return Token(KqlTokenKind.Timespan, name);
        }

        // 365Days is a name, as it is none of the above.
        return IsWhole(text, digits) ? Token(KqlTokenKind.Integer, digits) : Token(KqlTokenKind.Identifier, KqlCharacters.EndOfName(text, digits));

        KqlToken Token(KqlTokenKind kind, int end) => new(kind, start, end - start);
    }

    /// <summary>The GUID at a position; null where there is none.</summary>
    public static KqlToken? ScanGuid(string text, int start)
    {
        var position = start;
        foreach (var group in GuidGroups)
        {
            if (position > start && KqlCharacters.At(text, position++) != '-')
            {
                return null;
            }

            var end = position + group;
            while (position < end)
            {
                if (!KqlCharacters.IsHexDigit(KqlCharacters.At(text, position++)))
                {
                    return null;
                }
            }
        }

        return new KqlToken(KqlTokenKind.RawGuid, start, position - start);
    }

    private static int EndOfHex(string text, int start)
    {
        if (text[start] != '0' || KqlCharacters.At(text, start + 1) is not ('x' or 'X'))
        {
            return 0;
        }

        var end = KqlCharacters.SkipWhile(text, start + 2, KqlCharacters.IsHexDigit);
        return end > start + 2 && IsWhole(text, end) ? end : 0;
    }

    private static int EndOfReal(string text, int digits)
    {
        var end = digits;

        // A second dot makes it a range, 1..5; a third says that the first was of the number: 1...5.
        if (KqlCharacters.At(text, end) == '.' && (KqlCharacters.At(text, end + 1) != '.' || KqlCharacters.At(text, end + 2) == '.'))
        {
            end = SkipDigits(text, end + 1);
        }

        end = SkipExponent(text, end);
        return end > digits && IsWhole(text, end) ? end : 0;
    }

    private static int SkipExponent(string text, int start)
    {
        if (KqlCharacters.At(text, start) is not ('e' or 'E'))
        {
            return start;
        }

        var digits = KqlCharacters.At(text, start + 1) is '+' or '-' ? start + 2 : start + 1;
        var end = SkipDigits(text, digits);
        return end > digits ? end : start;
    }

    private static bool IsUnit(string text, int start, int end) =>
        end > start && end - start <= LongestUnit && KqlUnits.Names.Contains(text.Substring(start, end - start));

    private static bool IsWhole(string text, int end) => !KqlCharacters.IsNamePart(KqlCharacters.At(text, end));

    // Beyond the text's end there is nothing to skip, and the position stays.
    private static int SkipDigits(string text, int start) => KqlCharacters.SkipWhile(text, start, KqlCharacters.IsDigit);
}
