using System.Buffers;
using System.Globalization;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Literals that name their type, such as <c>datetime(2024-01-31)</c>, <c>int(5)</c> and <c>long(null)</c>.</summary>
internal static class TypedLiteral
{
    private static readonly Dictionary<string, KqlType>.AlternateLookup<ReadOnlySpan<char>> Types = new Dictionary<string, KqlType>(
        TypeNames.OfLiterals,
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static bool IsTypeName(ReadOnlySpan<char> word) => Types.ContainsKey(word);

    /// <summary>Reads a whole literal; null where what it holds is no value of its type.</summary>
    public static Expression.Literal? Parse(ReadOnlySpan<char> literal)
    {
        var nameLength = literal.IndexOfAnyExcept(NameCharacters);
        var type = Types[literal[..nameLength]];
        var text = literal[(literal.IndexOf('(') + 1)..^1].Trim();
        if (text is "null")
        {
            return new Expression.Literal(type, null);
        }

        return Parse(type, Unquote(text)) is { } value ? new Expression.Literal(type, value) : null;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private static object? Parse(KqlType type, ReadOnlySpan<char> text) =>
        type switch
        {
            KqlType.Bool => ParseBool(text),
            KqlType.DateTime => DateTimeLiteral.Parse(text),
            KqlType.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            KqlType.Real => ParseReal(text),
            KqlType.Guid => Guid.TryParse(text, out var guid) ? guid : null,
            KqlType.Int => ParseInteger(text) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null,
            KqlType.Long => ParseInteger(text),
            _ => TimespanLiteral.Parse(text),
        };

    public static long? ParseInteger(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static object? ParseReal(ReadOnlySpan<char> text) =>
        text switch
        {
            "nan" => double.NaN,
            "+inf" or "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        };

    private static object? ParseBool(ReadOnlySpan<char> text)
    {
        if (bool.TryParse(text, out var flag))
        {
            return Boxed.Of(flag);
        }

        return ParseInteger(text) is { } number ? Boxed.Of(number != 0) : null;
    }
}
