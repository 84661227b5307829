namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>One object for all cells of the same small number or the same bool, so that a million rows do not hold millions of them.</summary>
internal sealed class SharedCells
{
    // Ports and process ids are below this.
    private const int Numbers = 65_536;

    private readonly object?[] _ints = new object?[Numbers];
    private readonly object?[] _longs = new object?[Numbers];
    private readonly object _true = true;
    private readonly object _false = false;
    private readonly List<object> _counts = [];

    public object? Share(object? value) =>
        value switch
        {
            bool flag => flag ? _true : _false,
            int number and >= 0 and < Numbers => _ints[number] ??= value,
            long number and >= 0 and < Numbers => _longs[number] ??= value,
            _ => value,
        };

    /// <summary>The cell of a count, of which each is asked for after the one before it was.</summary>
    /// <param name="count">From 1.</param>
    public object Count(long count)
    {
        if (count > _counts.Count)
        {
            _counts.Add(count);
        }

        return _counts[(int)count - 1];
    }
}
