using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>
/// The windows of one run in the order in which they are asked for: they follow each other without a gap and never overlap, whatever becomes of them.
/// A window that is put back gives a shorter one at its place.
/// </summary>
internal sealed class WindowQueue
{
    // What is less than such a part of a window is asked for with its neighbour: a run from whole days ago up to now would end with a call for the milliseconds
    // in which the command began.
    private const int Sliver = 100;

    // The next one is on top. Each begins where the one above it ends.
    private readonly Stack<Part> _parts = new();
    private readonly RunDirection _direction;
    private readonly WindowSizer _size;
    private readonly long? _step;

    /// <param name="range">The time to divide.</param>
    /// <param name="step">How long each window is; null for one window at first.</param>
    /// <param name="newestFirst">Whether to begin at the end.</param>
    /// <param name="size">How large each is to be; it is told of those that were too large.</param>
    public WindowQueue(TimeRange range, TimeSpan? step, bool newestFirst, WindowSizer size)
    {
        _step = step?.Ticks;
        _direction = new RunDirection(newestFirst);
        _size = size;
        _parts.Push(new Part(range, null));
    }

    /// <summary>How many windows are left, as far as can be told by now.</summary>
    public long WindowsLeft =>
        _parts.Sum(part =>
            part.Bins is { } bins ? 1 + bins.Sum(bin => bin.Rows) / _size.Counted
            : _step is { } step ? 1 + (part.Range.Duration.Ticks - step / Sliver) / step
            : 1 + (part.Range.Duration.Ticks - 1) / (long)Math.Min(_size.LikelyTicks, part.Range.Duration.Ticks)
        );

    /// <summary>A window and all after it, which are of one piece whichever end the run began at.</summary>
    public TimeRange Rest(HuntingWindow window) => _parts.Aggregate(window.Range, (all, part) => RunDirection.Join(all, part.Range));

    /// <summary>What is left once a window was taken; null for nothing.</summary>
    public TimeRange? Left => _parts.Count == 0 ? null : _parts.Skip(1).Aggregate(_parts.Peek().Range, (all, part) => RunDirection.Join(all, part.Range));

    /// <summary>Takes the next window; null where none is left.</summary>
    public HuntingWindow? Next()
    {
        if (_parts.Count == 0)
        {
            return null;
        }

        var part = _parts.Pop();
        if (part.Bins is { } bins)
        {
            return TakeCounted(part.Range, bins);
        }

        return _step is { } step ? TakeStep(part.Range, step) : TakeGuess(part.Range);
    }

    /// <summary>Puts a window back, to be asked for in shorter ones.</summary>
    /// <param name="window">The window.</param>
    /// <param name="ranTooLong">Whether it took too long, and not had more than one response holds.</param>
    public void Shorten(HuntingWindow window, bool ranTooLong)
    {
        if (ranTooLong)
        {
            _size.LearnTooLong(window);
        }
        else
        {
            _size.LearnTooMany(window);
        }

        PutBack(window);
    }

    /// <summary>Puts a window and all after it back, to be divided by where the rows lie.</summary>
    /// <param name="window">The window, which had more than one response holds.</param>
    /// <param name="bins">The bins that have rows, the oldest first; none overlaps another.</param>
    public void Divide(HuntingWindow window, IReadOnlyList<TimeBin> bins)
    {
        var range = Rest(window);
        _parts.Clear();
        _parts.Push(new Part(range, _direction.IsNewestFirst ? [.. bins.Reverse()] : bins));
    }

    // As many bins as fit, and the time up to the next one with them: what was empty when it was counted is asked for as well.
    private HuntingWindow TakeCounted(TimeRange range, IReadOnlyList<TimeBin> bins)
    {
        var most = _size.Counted;
        if (bins.Count > 0 && bins[0].Rows > most)
        {
            return TakeHeavy(range, bins, most);
        }

        var count = 0;
        for (var rows = 0L; count < bins.Count && rows + bins[count].Rows <= most; count++)
        {
            rows += bins[count].Rows;
        }

        return Cut(range, count < bins.Count ? _direction.Near(bins[count].Range) : _direction.Far(range), [.. bins.Take(count)], [.. bins.Skip(count)]);
    }

    // A bin of too many rows: they are taken to lie evenly in it. What cannot be cut is asked for by itself, since some of it will be missing.
    private HuntingWindow TakeHeavy(TimeRange range, IReadOnlyList<TimeBin> bins, long most)
    {
        var bin = bins[0];
        if (!HuntingWindow.IsDivisible(bin.Range))
        {
            return _direction.Near(bin.Range) == _direction.Near(range)
                ? Cut(range, _direction.Far(bin.Range), [bin], [.. bins.Skip(1)])
                : Cut(range, _direction.Near(bin.Range), [], bins);
        }

        var pieces = (bin.Rows + most - 1) / most;
        var boundary = _direction.CutWithin(bin.Range, bin.Range.Duration.Ticks / pieces);
        var (first, rest) = _direction.Cut(bin.Range, boundary);
        var rows = bin.Rows / pieces;
        return Cut(range, boundary, [new TimeBin(first, rows)], [new TimeBin(rest, bin.Rows - rows), .. bins.Skip(1)]);
    }

    // The windows lie on one grid from the start on, whichever end the run begins at.
    private HuntingWindow TakeStep(TimeRange range, long step)
    {
        var ticks = _direction.IsNewestFirst ? (range.Duration.Ticks - 1) % step + 1 : step;
        if (_direction.IsNewestFirst && ticks < step / Sliver)
        {
            ticks += step;
        }

        return Cut(range, _direction.Within(range, WithSliver(range, ticks)), null, null);
    }

    private static double WithSliver(TimeRange range, double ticks) => range.Duration.Ticks - ticks < ticks / Sliver ? range.Duration.Ticks : ticks;

    private HuntingWindow TakeGuess(TimeRange range)
    {
        while (_parts.Count > 0 && _parts.Peek() is { Bins: null } next)
        {
            _parts.Pop();
            range = RunDirection.Join(range, next.Range);
        }

        var ticks = _size.Ticks;
        return Cut(range, _direction.CutWithin(range, ticks <= HuntingWindow.Shortest.Ticks ? ticks : WithSliver(range, ticks)), null, null);
    }

    // Each way gives a window next that is shorter than this one.
    private void PutBack(HuntingWindow window)
    {
        switch (window.Bins)
        {
            case { Count: > 1 } bins:
                PutBack(window.Range, bins);
                break;
            case { Count: 1 } bins when bins[0].Range != window.Range:
                PutBack(window.Range, bins[0]);
                break;
            default:
                _parts.Push(new Part(window.Range, null));
                break;
        }
    }

    // What is empty around the only bin need not be divided with it.
    private void PutBack(TimeRange range, TimeBin bin)
    {
        var (before, rest) = _direction.Cut(range, _direction.Near(bin.Range));
        var (inside, after) = _direction.Cut(rest, _direction.Far(bin.Range));
        if (after.Duration > TimeSpan.Zero)
        {
            PutBack(after, []);
        }

        _parts.Push(new Part(inside, null));
        if (before.Duration > TimeSpan.Zero)
        {
            _parts.Push(new Part(before, []));
        }
    }

    private void PutBack(TimeRange range, IReadOnlyList<TimeBin> bins)
    {
        if (_parts.Count > 0 && _parts.Peek() is { Bins: { } more } next)
        {
            _parts.Pop();
            range = RunDirection.Join(range, next.Range);
            bins = [.. bins, .. more];
        }

        _parts.Push(new Part(range, bins));
    }

    // In the order of the run: the first piece is given, the other one put back.
    private HuntingWindow Cut(TimeRange range, DateTime boundary, IReadOnlyList<TimeBin>? taken, IReadOnlyList<TimeBin>? left)
    {
        var (first, rest) = _direction.Cut(range, boundary);
        if (rest.Duration > TimeSpan.Zero)
        {
            _parts.Push(new Part(rest, left));
        }

        return new HuntingWindow(first, taken);
    }

    // Bins are in the order of the run.
    private sealed record Part(TimeRange Range, IReadOnlyList<TimeBin>? Bins);
}
