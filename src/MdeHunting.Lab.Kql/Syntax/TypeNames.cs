using Superpower;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>The names that a query can give a type.</summary>
internal static class TypeNames
{
    /// <summary>The types that a literal can name, as in <c>long(5)</c>.</summary>
    public static IReadOnlyDictionary<string, KqlType> OfLiterals { get; } =
        new Dictionary<string, KqlType>(StringComparer.Ordinal)
        {
            ["bool"] = KqlType.Bool,
            ["boolean"] = KqlType.Bool,
            ["date"] = KqlType.DateTime,
            ["datetime"] = KqlType.DateTime,
            ["decimal"] = KqlType.Decimal,
            ["double"] = KqlType.Real,
            ["real"] = KqlType.Real,
            ["guid"] = KqlType.Guid,
            ["uniqueid"] = KqlType.Guid,
            ["uuid"] = KqlType.Guid,
            ["int"] = KqlType.Int,
            ["int32"] = KqlType.Int,
            ["int64"] = KqlType.Long,
            ["long"] = KqlType.Long,
            ["time"] = KqlType.TimeSpan,
            ["timespan"] = KqlType.TimeSpan,
        };

    /// <summary>Every type, as a column or a parameter is declared.</summary>
    public static IReadOnlyDictionary<string, KqlType> All { get; } =
        new Dictionary<string, KqlType>(OfLiterals, StringComparer.Ordinal) { ["string"] = KqlType.String, ["dynamic"] = KqlType.Dynamic };

    public static TokenListParser<SyntaxKind, KqlType> Parser { get; } = Tokens.In(All);

    /// <summary>A type as <c>typeof(long)</c>.</summary>
    public static TokenListParser<SyntaxKind, KqlType> TypeOf { get; } = Tokens.Word("typeof").IgnoreThen(Parser.InParentheses());
}
