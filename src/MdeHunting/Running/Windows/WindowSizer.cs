namespace MdeHunting.Running.Windows;

/// <summary>How large the next window is to be, as the ones before tell: in rows where they were counted, else in time.</summary>
/// <param name="limits">What one response may hold.</param>
internal sealed class WindowSizer(ResponseCapacity limits)
{
    // How full a window is meant to be that is guessed from the last one.
    private const double Aim = 0.8;

    // How much more a window may be than the last one.
    private const int MostGrowth = 8;

    // A window that ran too long says little of the next ones: each that does not lets them grow again, at once where more ran in time before.
    private const double Recovery = 1.25;
    private const double QuickRecovery = 4;

    // Counted rows are a better measure of the work than time: not so many again for a while as once ran too long, unless more than that ran in time before.
    private const double BelowTooLong = 0.75;
    private const double Forgetting = 1.05;

    // What ran in time says less of the service with each window that does not.
    private const double Doubt = 0.5;

    // Rows that come with each that was counted: operators after the place of the count may drop or multiply them.
    private readonly RateEstimate _rowsPerCounted = new(1);

    // Rows a tick in the window before, or as many as would have made it too large; 0 where nothing is known yet.
    private double _density;
    private double _lastTicks = double.MaxValue;
    private double _lastCounted;

    // How much a window may be without running too long, as far as was seen.
    private double _mostTicks = double.MaxValue;
    private double _mostCounted = double.MaxValue;
    private double _tooLongCounted = double.MaxValue;
    private double _inTimeTicks;
    private double _inTimeCounted;

    /// <summary>How long it is to be where nothing was counted.</summary>
    public double Ticks
    {
        get
        {
            var most = Math.Min(_mostTicks, MostGrowth * _lastTicks);
            return Math.Max(HuntingWindow.Shortest.Ticks, Math.Min(most, Aim * limits.WorthAsking / _density));
        }
    }

    /// <summary>How many counted rows it is to have; at least one.</summary>
    public long Counted
    {
        get
        {
            var growth = MostGrowth * Math.Max(_lastCounted, limits.WorthAsking);
            var most = Math.Min(growth, Math.Min(_mostCounted, limits.WorthAsking / _rowsPerCounted.Value));
            return (long)Math.Max(1, most);
        }
    }

    /// <summary>How long the windows are that follow, as the last one tells.</summary>
    public double LikelyTicks => _lastTicks;

    /// <summary>How many rows a window is to have by what was counted; null where it was not.</summary>
    public double? Expected(HuntingWindow window) => window.Counted * _rowsPerCounted.Value;

    /// <summary>A window is done, and had so many rows.</summary>
    public void Learn(HuntingWindow window, int rows)
    {
        _density = (double)rows / window.Range.Duration.Ticks;
        _lastTicks = window.Range.Duration.Ticks;
        _inTimeTicks = Math.Max(_inTimeTicks, _lastTicks);
        _mostTicks *= _mostTicks < _inTimeTicks ? QuickRecovery : Recovery;
        if (window.Counted is not (> 0 and var counted))
        {
            return;
        }

        _rowsPerCounted.Learn(rows, counted);
        _lastCounted = counted;
        _inTimeCounted = Math.Max(_inTimeCounted, counted);
        _tooLongCounted *= Forgetting;
        _mostCounted = Math.Min((_mostCounted < _inTimeCounted ? QuickRecovery : Recovery) * _mostCounted, BelowTooLong * _tooLongCounted);
    }

    /// <summary>A window had more than one response holds; the next is half as much at the most.</summary>
    public void LearnTooMany(HuntingWindow window)
    {
        _density = Math.Max(_density, 2 * Aim * limits.WorthAsking / window.Range.Duration.Ticks);
        if (window.Counted is > 0 and var counted)
        {
            _rowsPerCounted.LearnMore(limits.WorthAsking, counted);
        }
    }

    /// <summary>A window ran too long, which its rows say nothing of; the next is half as much at the most.</summary>
    public void LearnTooLong(HuntingWindow window)
    {
        _mostTicks = Math.Min(_mostTicks, window.Range.Duration.Ticks / 2d);
        _inTimeTicks *= Doubt;
        if (window.Counted is not (> 0 and var counted))
        {
            return;
        }

        // More than that ran in time: it was not the rows that took so long.
        if (counted >= _inTimeCounted)
        {
            _tooLongCounted = Math.Min(_tooLongCounted, counted);
        }

        _inTimeCounted *= Doubt;
        _mostCounted = Math.Min(_mostCounted, counted / 2d);
    }
}
