using MdeHunting.Kql.Time;

namespace MdeHunting.Hunting.Windows;

/// <summary>
/// The windows of one run in the order in which they are asked for: they follow each other without a gap and never overlap, whatever becomes of them.
/// </summary>
internal sealed class WindowPlan
{
    private readonly Stack<Part> _parts = new();
    private readonly bool _newestFirst;
    private readonly WindowLimits _limits;
    private readonly long _step;

    /// <param name="range">The time to divide.</param>
    /// <param name="step">How long each window is; null for one window at first.</param>
    /// <param name="newestFirst">Whether to begin at the end.</param>
    /// <param name="limits">What one answer may hold.</param>
    public WindowPlan(TimeRange range, TimeSpan? step, bool newestFirst, WindowLimits limits)
    {
        Range = range;
        _step = step?.Ticks ?? range.Duration.Ticks;
        _newestFirst = newestFirst;
        _limits = limits;
        _parts.Push(new Part(range, null, MayCount: true));
    }

    /// <summary>All of the time.</summary>
    public TimeRange Range { get; }

    /// <summary>What is still to be asked for; null where nothing is.</summary>
    public TimeRange? Left => _parts.Count == 0 ? null : new TimeRange(_parts.Min(part => part.Range.Start), _parts.Max(part => part.Range.End));

    /// <summary>How many windows are left, as far as can be told by now.</summary>
    public long WindowsLeft => _parts.Sum(part => part.Bins is { } bins ? 1 + bins.Sum(bin => bin.Rows) / _limits.WorthAsking : 1 + (part.Range.Duration.Ticks - 1) / _step);

    /// <summary>Takes the next window; null where none is left.</summary>
    public HuntingWindow? Next()
    {
        if (_parts.Count == 0)
            return null;

        var part = _parts.Pop();
        return part.Bins is { Count: > 0 } bins ? TakeBins(part.Range, bins) : TakeStep(part);
    }

    /// <summary>Puts a window back in two halves, of which none is counted any more.</summary>
    public void Halve(HuntingWindow window)
    {
        var middle = new DateTime(window.Range.Start.Ticks + window.Range.Duration.Ticks / 2, DateTimeKind.Utc);
        var earlier = new Part(window.Range with { End = middle }, null, MayCount: false);
        var later = new Part(window.Range with { Start = middle }, null, MayCount: false);
        _parts.Push(_newestFirst ? earlier : later);
        _parts.Push(_newestFirst ? later : earlier);
    }

    /// <summary>Puts a window back, to be divided by where its rows lie.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bins">The bins that have rows, the oldest first; none overlaps another.</param>
    public void Divide(HuntingWindow window, IEnumerable<TimeBin> bins)
    {
        var ordered = _newestFirst ? bins.Reverse() : bins;
        _parts.Push(new Part(window.Range, [.. ordered], MayCount: false));
    }

    // As many bins as fit, and the time up to the next one with them: what was empty when it was counted is asked for as well.
    private HuntingWindow TakeBins(TimeRange range, IReadOnlyList<TimeBin> bins)
    {
        var rows = bins[0].Rows;
        var count = 1;
        while (count < bins.Count && rows + bins[count].Rows <= _limits.WorthAsking)
            rows += bins[count++].Rows;
        if (count == bins.Count)
            return new HuntingWindow(range, rows);

        var boundary = _newestFirst ? bins[count - 1].Range.Start : bins[count].Range.Start;
        if (boundary <= range.Start || boundary >= range.End)
            return new HuntingWindow(range, bins.Sum(bin => bin.Rows));

        _parts.Push(new Part(_newestFirst ? range with { End = boundary } : range with { Start = boundary }, [.. bins.Skip(count)], MayCount: false));
        return new HuntingWindow(_newestFirst ? range with { Start = boundary } : range with { End = boundary }, rows);
    }

    private HuntingWindow TakeStep(Part part)
    {
        var range = part.Range;
        if (range.Duration.Ticks <= _step)
            return new HuntingWindow(range, null, part.MayCount);

        // The windows lie on one grid from the start on, whichever end the run begins at.
        var ticks = _newestFirst ? range.Start.Ticks + (range.Duration.Ticks - 1) / _step * _step : range.Start.Ticks + _step;
        var boundary = new DateTime(ticks, DateTimeKind.Utc);
        _parts.Push(part with { Range = _newestFirst ? range with { End = boundary } : range with { Start = boundary } });
        return new HuntingWindow(_newestFirst ? range with { Start = boundary } : range with { End = boundary });
    }

    // Bins are in the order of the run.
    private sealed record Part(TimeRange Range, IReadOnlyList<TimeBin>? Bins, bool MayCount);
}
