namespace MdeHunting.Lab.Kql.Binding;

/// <summary>What a <c>let</c> gave a name to: a value or a table.</summary>
internal abstract record LetValue
{
    private LetValue()
    {
    }

    public sealed record Value(Scalar Scalar) : LetValue;

    public sealed record Table(Relation Relation) : LetValue;
}
