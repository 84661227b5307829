using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A wait for the quota is seen to pass.</summary>
public class ShownWaitTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
    private readonly RecordedReport _report = new();

    [Fact]
    public async Task The_seconds_that_are_left_are_shown_while_it_waits()
    {
        var wait = Wait(5, CancellationToken.None);

        for (var second = 0; second < 4; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(wait.IsCompleted);
        Assert.Equal([4, 3, 2, 1], _report.Left.Select(left => left.TotalSeconds));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await wait;
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(4, _report.Left.Count);
    }

    [Fact]
    public async Task A_wait_that_is_given_up_is_shown_no_longer()
    {
        using var stop = new CancellationTokenSource();
        var wait = Wait(5, stop.Token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(4), Assert.Single(_report.Left));
    }

    private Task Wait(int seconds, CancellationToken token)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return ShownWait.WaitAsync(_report, _clock, new WaitNotice("the quota is used up", time, _clock.GetUtcNow().UtcDateTime + time), token);
    }
}
