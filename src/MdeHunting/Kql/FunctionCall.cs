namespace MdeHunting.Kql;

/// <summary>An expression that is one call, which says what its columns are called where the query gives them no name.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">What it is given.</param>
internal readonly record struct FunctionCall(string Function, IReadOnlyList<TokenRange> Arguments)
{
    /// <summary>What it gives.</summary>
    public KqlValue Value => KqlFacts.ValueOf(Function);

    /// <summary>Whether it gives the columns of a row that it is given, under their own names.</summary>
    public bool IsOfRow => Value is KqlValue.LeastRow or KqlValue.GreatestRow or KqlValue.AnyRow;

    /// <summary>The call that an expression is; null where it is anything else.</summary>
    public static FunctionCall? At(TokenTree query, TokenRange expression) =>
        query.NameAt(expression.Start) is { } function
        && query.KindAt(expression.Start + 1) == KqlTokenKind.OpenParenthesis
        && query.PartnerOf(expression.Start + 1) >= expression.End - 1
            ? new FunctionCall(function, query.Split(query.Inside(expression.Start + 1), KqlTokenKind.Comma))
            : null;

    /// <summary>The column that its first argument is; null where that is anything else.</summary>
    public string? FirstColumn(TokenTree query) => Arguments[0].Count == 1 ? query.NameAt(Arguments[0].Start) : null;

    /// <summary>The name of its column, where it gives no row's; null for <c>Column1</c> and so on.</summary>
    public string? ColumnName(TokenTree query) =>
        KqlFacts.PrefixOf(Function) switch
        {
            null => null,
            "" => FirstColumn(query),
            var prefix => $"{prefix}_{FirstColumn(query)}",
        };
}
