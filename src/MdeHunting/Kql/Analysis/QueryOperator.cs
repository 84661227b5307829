namespace MdeHunting.Kql.Analysis;

/// <summary>An operator of a pipeline, as it is read.</summary>
/// <param name="Operator">Which one it is.</param>
/// <param name="Token">The index of its first significant token.</param>
/// <param name="Arguments">What stands after its name.</param>
/// <param name="Scope">The names that are known there.</param>
/// <param name="Rows">The rows that it takes.</param>
/// <param name="IsSource">Whether the query begins with it, so that it takes none.</param>
internal sealed record QueryOperator(KqlOperator Operator, int Token, TokenRange Arguments, QueryScope Scope, RowsetInfo Rows, bool IsSource)
{
    /// <summary>Its name, such as <c>project-away</c>.</summary>
    public string Name => Operator.Name;
}
