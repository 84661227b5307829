using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Keeps the values of the first row. A single value is the first that is neither null nor empty, where there is one.</summary>
internal sealed class FirstRow(IReadOnlyList<Scalar> values) : IAccumulator
{
    private object?[]? _row;

    public void Add(object?[] row)
    {
        if (_row is null || (values.Count == 1 && values[0].Evaluate(_row) is null or ""))
        {
            _row = row;
        }
    }

    public void Write(Span<object?> cells)
    {
        for (var i = 0; i < values.Count; i++)
        {
            cells[i] = _row is null ? Scalar.NullOf(values[i].Type) : values[i].Evaluate(_row);
        }
    }
}
