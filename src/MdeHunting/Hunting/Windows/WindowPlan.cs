using MdeHunting.Kql.Time;

namespace MdeHunting.Hunting.Windows;

/// <summary>
/// The windows of one run in the order in which they are asked for: they follow each other without a gap and never overlap, whatever becomes of them.
/// </summary>
internal sealed class WindowPlan
{
    // Where the next window is guessed from the last one: how full it is meant to be, and how much longer it may be.
    private const double Aim = 0.8;
    private const int MostGrowth = 8;

    // A window that ran too long says little of the next ones: each that does not lets them grow again.
    private const double Recovery = 1.25;

    private readonly Stack<Part> _parts = new();
    private readonly bool _newestFirst;
    private readonly WindowLimits _limits;
    private readonly long? _step;

    // Rows a tick in the window before, or as many as would have made it too large; 0 where nothing is known yet.
    private double _density;
    private long _lastTicks;

    // How long a window may be without running too long, as far as was seen.
    private double _mostTicks = double.MaxValue;

    /// <param name="range">The time to divide.</param>
    /// <param name="step">How long each window is; null for one window at first.</param>
    /// <param name="newestFirst">Whether to begin at the end.</param>
    /// <param name="limits">What one answer may hold.</param>
    public WindowPlan(TimeRange range, TimeSpan? step, bool newestFirst, WindowLimits limits)
    {
        Range = range;
        _step = step?.Ticks;
        _newestFirst = newestFirst;
        _limits = limits;
        _parts.Push(new Part(range, null, MayCount: true));
    }

    /// <summary>All of the time.</summary>
    public TimeRange Range { get; }

    /// <summary>What is still to be asked for; null where nothing is.</summary>
    public TimeRange? Left => _parts.Count == 0 ? null : new TimeRange(_parts.Min(part => part.Range.Start), _parts.Max(part => part.Range.End));

    /// <summary>How many windows are left, as far as can be told by now.</summary>
    public long WindowsLeft => _parts.Sum(part => part.Bins is { } bins
        ? 1 + bins.Sum(bin => bin.Rows) / _limits.WorthAsking
        : 1 + (part.Range.Duration.Ticks - 1) / (_step ?? (_lastTicks == 0 ? part.Range.Duration.Ticks : _lastTicks)));

    /// <summary>Takes the next window; null where none is left.</summary>
    public HuntingWindow? Next()
    {
        if (_parts.Count == 0)
            return null;

        var part = _parts.Pop();
        if (part.Bins is { } bins)
            return TakeBins(part.Range, bins);
        return _step is { } step ? TakeStep(part, step) : TakeGuess(part);
    }

    /// <summary>A window is done, and had so many rows.</summary>
    public void Done(HuntingWindow window, int rows)
    {
        _density = (double)rows / window.Range.Duration.Ticks;
        _lastTicks = window.Range.Duration.Ticks;
        _mostTicks *= Recovery;
    }

    /// <summary>Puts a window back, to be asked for in shorter ones: half as long at the most.</summary>
    /// <param name="window">The window.</param>
    /// <param name="ranTooLong">Whether it took too long, which its rows say nothing of.</param>
    public void Shorten(HuntingWindow window, bool ranTooLong)
    {
        var ticks = window.Range.Duration.Ticks;
        _density = Math.Max(_density, 2 * Aim * _limits.WorthAsking / ticks);
        if (ranTooLong)
            _mostTicks = Math.Min(_mostTicks, ticks / 2d);
        _parts.Push(new Part(window.Range, null, MayCount: false));
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

    // The windows lie on one grid from the start on, whichever end the run begins at.
    private HuntingWindow TakeStep(Part part, long step)
    {
        var range = part.Range;
        return range.Duration.Ticks <= step
            ? new HuntingWindow(range)
            : Cut(range, _newestFirst ? (range.Duration.Ticks - 1) / step * step : step);
    }

    // Where nothing was counted, the window before tells how long the next one may be.
    private HuntingWindow TakeGuess(Part part)
    {
        var range = part.Range;
        if (part.MayCount)
            return new HuntingWindow(range, null, MayCount: true);

        while (_parts.Count > 0 && _parts.Peek() is { Bins: null } next)
        {
            _parts.Pop();
            range = _newestFirst ? range with { Start = next.Range.Start } : range with { End = next.Range.End };
        }

        var most = _lastTicks == 0 ? _mostTicks : Math.Min(_mostTicks, MostGrowth * (double)_lastTicks);
        var ticks = Math.Max(HuntingWindow.Shortest.Ticks, Math.Min(most, Aim * _limits.WorthAsking / _density));
        return ticks >= range.Duration.Ticks
            ? new HuntingWindow(range)
            : Cut(range, _newestFirst ? range.Duration.Ticks - (long)ticks : (long)ticks);
    }

    // In the order of the run: the first piece is given, the other one put back.
    private HuntingWindow Cut(TimeRange range, long ticks)
    {
        var boundary = new DateTime(range.Start.Ticks + ticks, DateTimeKind.Utc);
        _parts.Push(new Part(_newestFirst ? range with { End = boundary } : range with { Start = boundary }, null, MayCount: false));
        return new HuntingWindow(_newestFirst ? range with { Start = boundary } : range with { End = boundary });
    }

    // Bins are in the order of the run.
    private sealed record Part(TimeRange Range, IReadOnlyList<TimeBin>? Bins, bool MayCount);
}
