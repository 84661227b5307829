using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A service that takes a query and stays silent.</summary>
public sealed class SilenceTests : SentQueries
{
    [Theory]
    [InlineData(600)]
    [InlineData(10)]
    public async Task What_stays_silent_is_sent_once_more_and_at_once(int patience)
    {
        var started = Clock.GetUtcNow();

        var failure = await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Silent, new SendingOptions { RetryTimeout = TimeSpan.FromSeconds(patience) }));

        Assert.Equal((HuntingFailure.RequestTimeout, 2, started), (failure.Failure, Attempts, Clock.GetUtcNow()));
        Assert.Contains(Prompt.Verbose, line => line.EndsWith("Retrying on a new connection.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_that_hangs_costs_its_share_once_and_then_half_a_minute_a_query()
    {
        var started = Clock.GetUtcNow();
        var limits = new List<TimeSpan?>();
        async Task<int> HangAsync(TimeSpan? limit, CancellationToken token)
        {
            limits.Add(limit);
            await Task.Delay(limit ?? TimeSpan.FromSeconds(220), Clock, token);
            throw Silent();
        }

        var sweep = Task.Run(async () =>
        {
            for (var query = 0; query < 25; query++)
            {
                await Assert.ThrowsAsync<HuntingException>(() => Policy(new HuntingRequest("T")).SendAsync(HangAsync, CancellationToken.None));
            }
        });
        await Clock.RunAsync(sweep);

        Assert.Equal([null, null, null, .. Enumerable.Repeat<TimeSpan?>(RetryPolicy.ProbeLimit, 23)], limits);
        Assert.Equal(TimeSpan.FromSeconds((3 * 220) + (23 * 30)), Clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task After_a_service_that_was_not_there_a_query_has_all_its_time()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        TimeSpan? limit = Minute;

        await Clock.RunAsync(
            Policy(new HuntingRequest("T"))
                .SendAsync(
                    (within, _) =>
                    {
                        limit = within;
                        return Task.FromResult(0);
                    },
                    CancellationToken.None
                )
        );

        Assert.Null(limit);
    }
}
