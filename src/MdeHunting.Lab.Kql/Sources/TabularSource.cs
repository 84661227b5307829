using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>
/// An operator that a query starts with, as the query wrote it. To add one: derive from this, give it a static <c>Parser</c> for what follows
/// its keyword, and enter that in <see cref="SourceTable"/>.
/// </summary>
internal abstract record TabularSource
{
    /// <summary>Checks the names and types, and says what comes out. No row is made until the result's rows are asked for.</summary>
    public abstract Relation Bind(QueryContext query);
}
