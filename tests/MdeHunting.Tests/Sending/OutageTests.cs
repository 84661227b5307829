using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A service that is not there is waited out, once for all queries of a connection.</summary>
public sealed class OutageTests : SentQueries
{
    [Fact]
    public async Task A_fault_that_passes_is_waited_out_longer_and_longer_and_up_to_a_minute()
    {
        var times = new List<DateTimeOffset>();

        var response = await SendAsync(new SendingOptions { RetryLimit = 1 }, times.Add, [.. Enumerable.Repeat(Passing(), 10)]);

        Assert.Equal(11, response);
        var waits = times.Zip(times.Skip(1), (earlier, later) => (later - earlier).TotalSeconds).ToArray();
        var longest = new double[] { 2, 4, 8, 16, 32, 60, 60, 60, 60, 60 };
        Assert.All(waits.Zip(longest), wait => Assert.InRange(wait.First, wait.Second / 2, wait.Second));
    }

    [Theory]
    [InlineData(59)]
    [InlineData(599)]
    public async Task An_outage_within_the_time_is_outlived(int seconds)
    {
        var until = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        await RunAsync(() => Clock.GetUtcNow() < until ? Passing() : null);

        Assert.InRange(Clock.GetUtcNow(), until, until + Minute);
    }

    [Fact]
    public async Task The_last_attempt_is_at_the_end_of_the_time()
    {
        var started = Clock.GetUtcNow();

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing, new SendingOptions { RetryTimeout = TimeSpan.FromSeconds(45) }));

        Assert.Equal(TimeSpan.FromSeconds(45), Clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task Each_wait_is_shown_with_its_reason_and_a_long_outage_is_a_warning()
    {
        await SendAsync(new SendingOptions(), null, [.. Enumerable.Repeat(Passing(), 12)]);

        Assert.Equal(12, Prompt.Waits.Count);
        Assert.All(Prompt.Waits, wait => Assert.Equal("It cannot be reached.", wait.Why));
        Assert.Equal(12, Prompt.Verbose.Count(line => line.StartsWith("It cannot be reached. Retrying in ", StringComparison.Ordinal)));
        Assert.EndsWith("Retrying until 00:10:00Z at the latest (-RetryTimeout).", Assert.Single(Prompt.Warnings));
    }

    [Fact]
    public async Task The_time_counts_once_for_all_that_a_connection_is_asked()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        var over = Clock.GetUtcNow();
        var attempts = Attempts;

        for (var query = 0; query < 5; query++)
        {
            await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        }

        Assert.Equal((over, attempts + 5), (Clock.GetUtcNow(), Attempts));
    }

    [Fact]
    public async Task Those_who_ask_at_the_same_time_wait_out_the_same_time()
    {
        var started = Clock.GetUtcNow();

        var queries = Enumerable.Range(0, 4).Select(_ => Task.Run(() => BeginAsync(new HuntingRequest("T"), Passing))).ToArray();
        await Assert.ThrowsAsync<HuntingException>(() => Clock.RunAsync(queries));

        Assert.Equal(TimeSpan.FromMinutes(10), Clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task A_response_has_the_time_count_anew()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await RunAsync(() => null);
        var until = Clock.GetUtcNow() + TimeSpan.FromMinutes(9);

        await RunAsync(() => Clock.GetUtcNow() < until ? Passing() : null);

        Assert.True(Clock.GetUtcNow() >= until);
    }

    [Theory]
    [InlineData(HuntingFailure.QueryRefused, true)]
    [InlineData(HuntingFailure.HostRefused, false)]
    public async Task A_refusal_by_the_service_is_a_response_too(HuntingFailure failure, bool isResponse)
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(() => new HuntingException(failure, "No.", "Next.")));
        var attempts = Attempts;

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));

        Assert.Equal(isResponse, Attempts > attempts + 1);
    }

    [Fact]
    public async Task Who_asks_again_much_later_finds_the_patience_of_a_new_outage()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await PassAsync(TimeSpan.FromMinutes(11));
        var until = Clock.GetUtcNow() + Minute;

        await RunAsync(() => Clock.GetUtcNow() < until ? Passing() : null);

        Assert.True(Clock.GetUtcNow() >= until);
    }

    [Fact]
    public async Task A_query_that_fails_where_others_have_responses_is_given_up_after_the_time_too()
    {
        var started = Clock.GetUtcNow();

        await Assert.ThrowsAsync<HuntingException>(() =>
            RunAsync(() =>
            {
                Outage.End();
                return Passing();
            })
        );

        Assert.Equal(TimeSpan.FromMinutes(10), Clock.GetUtcNow() - started);
    }

    [Theory]
    [InlineData(599, 2)]
    [InlineData(600, 1)]
    public async Task A_service_that_says_when_it_is_back_is_asked_then_where_that_is_in_time(int seconds, int attempts)
    {
        var started = Clock.GetUtcNow();
        var sending = SendAsync(new SendingOptions(), null, Passing(TimeSpan.FromSeconds(seconds)));

        await Record.ExceptionAsync(() => sending);

        Assert.Equal((attempts, attempts == 2 ? seconds : 0), (Attempts, (Clock.GetUtcNow() - started).TotalSeconds));
    }
}
