namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An aggregate of one column that carries a state from row to row.</summary>
internal sealed class Fold<TState>(TState start, Func<TState, object?[], TState> add, Func<TState, object?> result) : IAccumulator
{
    private TState _state = start;

    public void Add(object?[] row) => _state = add(_state, row);

    public void Write(Span<object?> cells) => cells[0] = result(_state);
}
