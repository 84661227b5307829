using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>
/// An operator after a pipe, as a query wrote it. To add one: derive from this, give it a static <c>Parser</c> for what follows its keyword,
/// and enter that in <see cref="OperatorTable"/>.
/// </summary>
/// <param name="Name">What messages call it.</param>
internal abstract record TabularOperator(string Name)
{
    /// <summary>Checks the names and types against the input's columns, and says what comes out. No row is read until the result's rows are.</summary>
    public abstract Relation Bind(Relation input, QueryContext query);
}
