namespace MdeHunting.Lab.Kql.Binding;

/// <summary>An expression whose names and types are known: what it gives for a row. A constant gives the same for every row.</summary>
internal sealed class Scalar
{
    // What is computed is computed by recursion, and functions can nest deeper than the query's text does.
    private const int MaximumDepth = 1000;

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

    // A constant that has yet to be read from a table.
    private bool IsDeferred { get; init; }

    private int Depth { get; init; }

    /// <summary>What stands for no value: null, but an empty text for a string.</summary>
    public static object? NullOf(KqlType type) => type == KqlType.String ? string.Empty : null;

    public static Scalar Constant(KqlType type, object? value) => new(type, _ => value, isConstant: true);

    /// <summary>A constant that rows must be read for: computed once, and not before a row needs it.</summary>
    public static Scalar Deferred(KqlType type, Func<object?> compute)
    {
        var value = new StackSafeLazy<object?>(compute);
        return new(type, _ => value.Value, isConstant: true) { IsDeferred = true };
    }

    /// <summary>The cell at a place in the row.</summary>
    public static Scalar Cell(KqlType type, int ordinal) => new(type, row => row[ordinal], isConstant: false);

    /// <summary>Something that differs from row to row, whatever it is made from.</summary>
    public static Scalar Varying(KqlType type, Func<object?[], object?> evaluate) => new(type, evaluate, isConstant: false);

    /// <summary>Something computed from others; computed once and for all where they are all constants.</summary>
    public static Scalar Computed(KqlType type, IReadOnlyCollection<Scalar> from, Func<object?[], object?> evaluate)
    {
        if (from.Any(scalar => !scalar.IsConstant))
        {
            var depth = 1 + from.Max(scalar => scalar.Depth);
            return depth <= MaximumDepth ? new(type, evaluate, isConstant: false) { Depth = depth } : throw SemanticError.TooComplex();
        }

        return from.Any(scalar => scalar.IsDeferred) ? Deferred(type, () => evaluate(NoRow)) : Constant(type, evaluate(NoRow));
    }
}
