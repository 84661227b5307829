using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>What an expression or a name stands for: rows, a value, a function of the query's own, or what is not known.</summary>
internal sealed class BoundValue
{
    private BoundValue() { }

    /// <summary>It may be anything.</summary>
    public static BoundValue Unknown { get; } = new();

    /// <summary>Its columns, where it is rows.</summary>
    public RowType? Rows { get; private init; }

    /// <summary>Its type, where it is a value.</summary>
    public KqlDataType Type { get; private init; }

    /// <summary>The function, where it is one.</summary>
    public LambdaNode? Function { get; private init; }

    /// <summary>What the function sees around it.</summary>
    public BindingScope? Around { get; private init; }

    /// <summary>Rows.</summary>
    public static BoundValue Of(RowType rows) => new() { Rows = rows };

    /// <summary>A value.</summary>
    public static BoundValue Of(KqlDataType type) => new() { Type = type };

    /// <summary>A function.</summary>
    public static BoundValue Of(LambdaNode function, BindingScope around) => new() { Function = function, Around = around };
}

/// <summary>The names that a query has given so far, and those around it.</summary>
/// <param name="around">What is around it; null for the query itself.</param>
internal sealed class BindingScope(BindingScope? around)
{
    private readonly Dictionary<string, BoundValue> _names = new(StringComparer.Ordinal);

    /// <summary>The names, from here outwards.</summary>
    public IEnumerable<string> Names => around is null ? _names.Keys : _names.Keys.Concat(around.Names);

    /// <summary>What a name stands for; null where nobody gave it.</summary>
    public BoundValue? Find(string name) => _names.TryGetValue(name, out var found) ? found : around?.Find(name);

    /// <summary>Gives a name.</summary>
    public void Set(string name, BoundValue value) => _names[name] = value;
}
