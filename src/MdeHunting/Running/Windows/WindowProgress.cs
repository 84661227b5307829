using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.Running.Windows;

/// <summary>How far a run over windows is: windows, rows, calls, and the time left as far as it can be told.</summary>
/// <param name="duration">How long the time of the run is.</param>
/// <param name="session">Whose clock counts.</param>
internal sealed class WindowProgress(TimeSpan duration, IHuntingSession session)
{
    private readonly DateTime _started = session.UtcNow;
    private long _done;
    private long _ticksDone;
    private long _expected;

    /// <summary>How many rows were given.</summary>
    public long Rows { get; private set; }

    /// <summary>So many rows more are expected.</summary>
    public void Expect(long rows) => _expected = Rows + rows;

    /// <summary>A window is done, and gave so many rows.</summary>
    public void Done(HuntingWindow window, int rows)
    {
        _done++;
        _ticksDone += window.Range.Duration.Ticks;
        Rows += rows;
    }

    /// <summary>Shows it.</summary>
    public Task ShowAsync(IHuntingReport report, WindowQueue windows, HuntingWindow next, int calls)
    {
        var share = _expected > 0 ? (double)Rows / _expected : (double)_ticksDone / duration.Ticks;
        var status = string.Format(
            CultureInfo.InvariantCulture,
            "Window {0:N0} of {1:N0}, {2:N0} rows, {3:N0} calls: {4}",
            _done + 1,
            _done + 1 + windows.WindowsLeft,
            Rows,
            calls,
            next.Range
        );
        return report.ShowProgressAsync(new HuntingProgress(status, (int)(100 * Math.Min(1, share)), SecondsLeft(share)));
    }

    // -1 says that it is not known.
    private int SecondsLeft(double share) =>
        share is > 0 and <= 1 ? (int)Math.Min(int.MaxValue, (session.UtcNow - _started).TotalSeconds * (1 - share) / share) : -1;
}
