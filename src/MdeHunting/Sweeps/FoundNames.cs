namespace MdeHunting.Sweeps;

/// <summary>
/// The devices or accounts of a hit, which comes of several rows of a response: so long as each row has all of its names, their number is exact, however many
/// are shown.
/// </summary>
internal sealed class FoundNames
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _shown = [];
    private long _most;

    /// <summary>The names, no more of them than are shown.</summary>
    public IReadOnlyList<string> Shown => _shown;

    /// <summary>How many there are.</summary>
    public long Count => IsEstimated ? Math.Max(_known.Count, _most) : _known.Count;

    /// <summary>Whether their number is an estimate: nobody can tell which of two rows' unnamed ones are the same.</summary>
    public bool IsEstimated { get; private set; }

    /// <summary>Adds those of a row.</summary>
    /// <param name="names">The names, one more than are shown where there are more.</param>
    /// <param name="count">How many there are, as the service estimates it.</param>
    public void Add(IReadOnlyList<string> names, long count)
    {
        foreach (var name in names)
        {
            if (_known.Add(name) && _shown.Count < SweepQuery.MostNames)
            {
                _shown.Add(name);
            }
        }

        if (names.Count > SweepQuery.MostNames)
        {
            (IsEstimated, _most) = (true, Math.Max(_most, count));
        }
    }
}
