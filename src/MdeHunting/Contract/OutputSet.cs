namespace MdeHunting.Contract;

/// <summary>Objects of one kind that a command returns together: a table of them has the widths that all of them need.</summary>
internal sealed class OutputSet(IReadOnlyList<MdeOutput> outputs)
{
    private readonly object _gate = new();

    // Until they are measured: a set keeps none of them alive.
    private IReadOnlyList<MdeOutput>? _outputs = outputs;
    private object? _measured;

    /// <summary>What a table has to know of all of them.</summary>
    /// <param name="measure">Finds it out, once.</param>
    public T Measure<T>(Func<IReadOnlyList<MdeOutput>, T> measure)
        where T : class
    {
        lock (_gate)
        {
            if (_outputs is { } outputs)
            {
                _measured = measure(outputs);
                _outputs = null;
            }

            return (T)_measured!;
        }
    }
}
