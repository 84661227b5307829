using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A tenant that is slow and comes first in the order of the queries: what is told of the wait of the others, on a clock of the test's.</summary>
public sealed class OrderedOutputTests : IDisposable
{
    private const string Ask = "'A' | Invoke-MdeHuntingQuery -Connection $args[0] -Verbose";
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_wait_of_seconds_is_shown_with_the_tenants_name_and_told_once()
    {
        var result = Run(Ask, new Clock(TimeSpan.FromSeconds(30)), null);

        Assert.Equal(["Slow", "Quick"], result.Output.Select(row => row.Properties["MdeConnection"].Value));
        Assert.Empty(result.Warnings);
        Assert.Equal(
            "1 response of another query waits for that of Slow, which comes first in the order of the queries. With -Unordered, responses are returned as they arrive.",
            Assert.Single(Waits(result))
        );
        Assert.Contains(
            result.Progress,
            line =>
                line.Activity == "Hunting in Quick"
                && line.StatusDescription.EndsWith("waiting for the response of Slow, which comes first.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void After_a_minute_without_a_response_it_is_a_warning_and_one_alone()
    {
        var result = Run(Ask, new Clock(TimeSpan.FromMinutes(3)), null);

        Assert.Equal(
            "Slow hasn't responded for 60 seconds, and comes first in the order of the queries: 1 response of another query waits for it. With -Unordered, responses are "
                + "returned as they arrive.",
            Assert.Single(result.Warnings)
        );
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void What_the_slow_one_waits_for_is_told_and_warned_of_by_itself()
    {
        var result = Run(Ask, new Clock(TimeSpan.FromMinutes(3)), "Nothing is there.");

        Assert.Contains(
            "which comes first in the order of the queries: Nothing is there. With -Unordered",
            Assert.Single(Waits(result)),
            StringComparison.Ordinal
        );
        Assert.Contains(result.Progress, line => line.StatusDescription.EndsWith("of Slow, which comes first: Nothing is there.", StringComparison.Ordinal));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("'A' | Invoke-MdeHuntingQuery -Connection $args[0] -Unordered -Verbose")]
    [InlineData("'A' | Invoke-MdeHuntingQuery -Connection $args[0] -ThrottleLimit 1 -Verbose")]
    public void Where_nobody_waits_nothing_is_told(string script)
    {
        var clock = new Clock(TimeSpan.FromSeconds(30));
        clock.Release();

        var result = Run(script, clock, null);

        Assert.Equal(2, result.Output.Count);
        Assert.Empty(Waits(result));
        Assert.DoesNotContain(result.Progress, line => line.StatusDescription.Contains("comes first", StringComparison.Ordinal));
    }

    private ShellResult Run(string script, Clock clock, string? why)
    {
        MdeConnection[] connections = [new("Slow", null, new Slow(clock, why)), new("Quick", null, new Session(clock))];
        return _shell.Run(script, (object)connections).ThrowIfFailed();
    }

    private static IEnumerable<string> Waits(ShellResult result) =>
        result.Verbose.Where(line => line.Contains("in the order of the queries", StringComparison.Ordinal));

    /// <summary>Goes on by what somebody waits, and lets the slow one have its response once that is over.</summary>
    private sealed class Clock(TimeSpan slow)
    {
        private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TimeSpan _passed;

        public DateTime UtcNow => DateTime.UnixEpoch + _passed;

        /// <summary>The slow one was asked, and has its response when that ends.</summary>
        public Task RequestAsync()
        {
            _isAsked.TrySetResult();
            return _isOver.Task;
        }

        public void Release() => _isOver.TrySetResult();

        public async Task PauseAsync(TimeSpan time, CancellationToken token)
        {
            await _isAsked.Task;
            if (_passed >= slow)
            {
                Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            _passed += time;
        }
    }

    private class Session(Clock clock) : StubSession(null)
    {
        public override DateTime UtcNow => clock.UtcNow;

        public override Task PauseAsync(TimeSpan time, CancellationToken token) => clock.PauseAsync(time, token);

        public override Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token) =>
            RespondAsync(request, receiver);
    }

    private sealed class Slow(Clock clock, string? why) : Session(clock)
    {
        private readonly Clock _clock = clock;

        public override async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
        {
            if (why is not null)
            {
                await prompt.ShowWaitAsync(new WaitNotice(why, TimeSpan.FromMinutes(3), UtcNow.AddMinutes(3)));
            }

            await _clock.RequestAsync();
            await prompt.ShowWaitAsync(null);
            return await RespondAsync(request, receiver);
        }
    }
}
