namespace MdeHunting.Lab.Kql.Binding;

/// <summary>An expression whose names and types are known: what it gives for a row. A constant gives the same for every row.</summary>
internal sealed class Scalar
{
    private static readonly object?[] NoRow = [];

    private Scalar(KqlType type, Func<object?[], object?> evaluate, bool isConstant)
    {
        Type = type;
        Evaluate = evaluate;
        IsConstant = isConstant;
    }

    public KqlType Type { get; }

    public Func<object?[], object?> Evaluate { get; }

    public bool IsConstant { get; }

    /// <summary>The value of a constant.</summary>
    public object? Value => Evaluate(NoRow);

    /// <summary>What stands for no value: null, but an empty text for a string.</summary>
    public static object? NullOf(KqlType type) => type == KqlType.String ? string.Empty : null;

    public static Scalar Constant(KqlType type, object? value) => new(type, _ => value, isConstant: true);

    /// <summary>The cell at a place in the row.</summary>
    public static Scalar Cell(KqlType type, int ordinal) => new(type, row => row[ordinal], isConstant: false);

    /// <summary>Something computed from others; computed once and for all where they are all constants.</summary>
    public static Scalar Computed(KqlType type, IEnumerable<Scalar> from, Func<object?[], object?> evaluate) =>
        from.All(scalar => scalar.IsConstant)
            ? Constant(type, evaluate(NoRow))
            : new(type, evaluate, isConstant: false);
}
