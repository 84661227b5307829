using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>What rows are sorted by: an expression, its direction, and where its nulls go.</summary>
internal sealed record SortKey(Expression Value, bool IsDescending, bool NullsFirst)
{
    private static readonly TokenListParser<SyntaxKind, bool> Descending = Tokens
        .Word("asc")
        .Value(false)
        .Or(Tokens.Word("desc").Value(true))
        .OptionalOrDefault(true);

    private static readonly TokenListParser<SyntaxKind, bool?> Nulls = Tokens
        .Word("nulls")
        .IgnoreThen<SyntaxKind, Token<SyntaxKind>, bool>(Tokens.Word("first").Value(true).Or(Tokens.Word("last").Value(false)))
        .Select(first => (bool?)first)
        .OptionalOrDefault();

    /// <summary>Descending unless it says otherwise, and nulls where they are when null is lower than every value.</summary>
    public static TokenListParser<SyntaxKind, SortKey> Parser { get; } =
        from value in ExpressionParser.Scalar
        from isDescending in Descending
        from nullsFirst in Nulls
        select new SortKey(value, isDescending, nullsFirst ?? !isDescending);

    /// <summary>Binds keys to an order of rows: the values to compare, and the comparer of them.</summary>
    public static (Func<object?[], object?[]> Values, IComparer<object?[]> Comparer) Bind(IReadOnlyList<SortKey> keys, ExpressionBinder binder)
    {
        var values = keys.Select(key => binder.Bind(key.Value)).ToArray();
        var comparer = new SortKeyComparer([.. keys.Zip(values, (key, value) => (value.Type, key.IsDescending, key.NullsFirst))]);
        return (row => Array.ConvertAll(values, value => value.Evaluate(row)), comparer);
    }
}
