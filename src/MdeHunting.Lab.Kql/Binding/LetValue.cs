using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>What a <c>let</c> gave a name to: a value, a table or a function.</summary>
internal abstract record LetValue
{
    private LetValue() { }

    public sealed record Value(Scalar Scalar) : LetValue;

    public sealed record Table(Relation Relation) : LetValue;

    /// <summary>A function sees the names that were there when it was given its own.</summary>
    public sealed record Function(string Name, Expression.Lambda Lambda, QueryContext Scope) : LetValue
    {
        /// <summary>Whether it gives a table.</summary>
        public bool IsTable { get; } = Tabularity.OfBody(Lambda, Scope);
    }
}
