using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Keeps the first row at which a value is highest (or lowest), and writes cells of that row. Rows without the value are passed over.</summary>
/// <param name="compare">How two of the values compare.</param>
/// <param name="direction">1 for the highest, -1 for the lowest.</param>
/// <param name="value">The value.</param>
/// <param name="written">What is written of the row.</param>
internal sealed class ArgExtreme(Compare compare, int direction, Scalar value, IReadOnlyList<Scalar> written) : IAccumulator
{
    private object? _best;
    private object?[]? _row;

    public void Add(object?[] row)
    {
        if (value.Evaluate(row) is not { } candidate || (_best is not null && !(compare(candidate, _best) * direction > 0)))
        {
            return;
        }

        _best = candidate;
        _row = row;
    }

    public void Write(Span<object?> cells)
    {
        for (var i = 0; i < written.Count; i++)
        {
            cells[i] = _row is null ? Scalar.NullOf(written[i].Type) : written[i].Evaluate(_row);
        }
    }
}
