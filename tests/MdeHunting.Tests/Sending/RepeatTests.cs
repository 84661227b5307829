using MdeHunting.Contract;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A request that failed for a passing reason is sent again by the session itself, after a pause on its clock.</summary>
public sealed class RepeatTests
{
    private const string Json = """{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}""";
    private readonly QuickClock _clock = new();
    private int _sent;

    [Fact]
    public async Task It_is_sent_again_until_it_passes_and_its_rows_come_once()
    {
        var service = Service(failing: 9);

        await HuntAsync(service, new HuntingRequest("T") { Sending = new() { RetryLimit = 2 } });

        Assert.Equal(10, _sent);
        Assert.Equal(2, service.Rows.Count);
        Assert.Equal(9, service.Verbose.Count(line => line.Contains("Retrying in", StringComparison.Ordinal)));
        Assert.Equal(9, _clock.Waits.Count);
    }

    [Fact]
    public async Task The_time_is_that_of_the_connection()
    {
        var service = Service(failing: int.MaxValue);
        using var session = service.Connect().Session;
        var request = new HuntingRequest("T");
        await Assert.ThrowsAsync<HuntingException>(() => session.HuntAsync(request, service.Output(), service.Prompt, CancellationToken.None));
        var (sent, over) = (_sent, _clock.GetUtcNow());

        var failure = await Assert.ThrowsAsync<HuntingException>(() => session.HuntAsync(request, service.Output(), service.Prompt, CancellationToken.None));

        Assert.Equal(HuntingFailure.HuntingServiceUnreachable, failure.Failure);
        Assert.Equal((sent + 1, over, QuickClock.Begin.AddMinutes(10)), (_sent, _clock.GetUtcNow(), over));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_page_is_asked_for_again_no_more_often_than_the_request_says(int attempts)
    {
        var service = new StubService(new StringContent(""))
        {
            CreateContent = () => new StringContent("<html>Welcome</html>", System.Text.Encoding.UTF8, "text/html"),
            Clock = _clock,
            OnSend = (_, _) => Task.FromResult(++_sent),
        };

        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            HuntAsync(service, new HuntingRequest("T") { Sending = new() { RetryLimit = attempts - 1 } })
        );

        Assert.Equal((HuntingFailure.AnswerNotFromService, attempts), (failure.Failure, _sent));
    }

    [Theory]
    [InlineData(10, 8, 20)]
    [InlineData(60, 5, 5)]
    [InlineData(180, 2, 2)]
    public async Task A_gateways_504_is_waited_out_unless_it_took_so_long_that_the_query_may_be_why(int seconds, int least, int most)
    {
        var service = new StubService(new StringContent(""), System.Net.HttpStatusCode.GatewayTimeout)
        {
            CreateContent = () => new StringContent("<html>Gateway timeout</html>", System.Text.Encoding.UTF8, "text/html"),
            Clock = _clock,
            OnSend = (_, _) =>
            {
                _clock.Advance(TimeSpan.FromSeconds(seconds));
                return Task.FromResult(++_sent);
            },
        };

        var failure = await Assert.ThrowsAsync<HuntingException>(() => HuntAsync(service, new HuntingRequest("T")));

        Assert.Equal(HuntingFailure.AnswerNotFromService, failure.Failure);
        Assert.InRange(_sent, least, most);
    }

    [Fact]
    public async Task What_breaks_off_has_the_network_in_its_advice()
    {
        var service = new StubService(new StringContent("")) { CreateContent = () => new StreamContent(new BreakingBody()), Clock = _clock };

        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            HuntAsync(service, new HuntingRequest("T") { Sending = new() { RetryTimeout = TimeSpan.Zero } })
        );

        Assert.Equal(HuntingFailure.AnswerTruncated, failure.Failure);
        Assert.Contains("check the network: a VPN, a proxy, or a firewall", failure.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task What_stays_silent_longer_than_the_service_lets_a_query_run_is_sent_once_more(int? setAsideFrom)
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => HuntAsync(Silent(), new HuntingRequest("T") { SetAsideFrom = setAsideFrom }));

        Assert.Equal((HuntingFailure.RequestTimeout, 2, 440), (failure.Failure, _sent, (_clock.GetUtcNow() - QuickClock.Begin).TotalSeconds));
        Assert.StartsWith("Check the network first: a VPN, a proxy, or a firewall", failure.NextStep);
        Assert.True(failure.MayNarrow);
    }

    [Fact]
    public async Task What_stays_silent_once_has_its_rows_over_the_next_connection()
    {
        var service = Silent(times: 1);

        await HuntAsync(service, new HuntingRequest("T"));

        Assert.Equal((2, 2), (_sent, service.Rows.Count));
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(219, 1)]
    [InlineData(220, 2)]
    [InlineData(600, 2)]
    public async Task Within_less_than_the_service_itself_takes_the_persons_limit_decides(int seconds, int sent)
    {
        var request = new HuntingRequest("T") { Sending = new() { TimeLimit = TimeSpan.FromSeconds(seconds) } };

        var failure = await Assert.ThrowsAsync<HuntingException>(() => HuntAsync(Silent(), request));

        Assert.Equal((HuntingFailure.RequestTimeout, sent), (failure.Failure, _sent));
        Assert.Contains($"didn't respond within {seconds} seconds", failure.Message, StringComparison.Ordinal);
        Assert.Equal(sent == 1, failure.NextStep.StartsWith("Narrow the query", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_body_that_stops_coming_is_silence_and_one_that_drips_is_not(bool stops, int sent)
    {
        var service = new StubService(new StringContent(""))
        {
            Clock = _clock,
            OnSend = (_, _) => Task.FromResult(++_sent),
            CreateContent = () => new StreamContent(new DrippingBody(_clock, stops)),
        };

        var failure = await Assert.ThrowsAsync<HuntingException>(() => HuntAsync(service, new HuntingRequest("T")));

        Assert.Equal((HuntingFailure.RequestTimeout, sent), (failure.Failure, _sent));
    }

    [Fact]
    public async Task Stopping_ends_the_pause()
    {
        using var stop = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var service = new StubService(new StringContent(Json)) { Clock = clock, OnSend = (_, _) => throw new HttpRequestException($"No {++_sent}.") };
        using var connection = service.Connect().Session;
        var asked = connection.HuntAsync(new HuntingRequest("T"), service.Output(), service.Prompt, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(1, _sent);
    }

    private StubService Service(int failing) =>
        new(new StringContent(Json, System.Text.Encoding.UTF8, "application/json"))
        {
            Clock = _clock,
            OnSend = (_, _) => ++_sent <= failing ? throw new HttpRequestException("No route.") : Task.CompletedTask,
        };

    private StubService Silent(int times = int.MaxValue) =>
        new(new StringContent(Json, System.Text.Encoding.UTF8, "application/json"))
        {
            Clock = _clock,
            OnSend = async (_, token) =>
            {
                if (++_sent <= times)
                {
                    _clock.EndLimits();
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
            },
        };

    private static async Task HuntAsync(StubService service, HuntingRequest request)
    {
        using var session = service.Connect().Session;
        await session.HuntAsync(request, service.Output(), service.Prompt, CancellationToken.None);
    }

    // A body whose connection the system gives up.
    private sealed class BreakingBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default) => throw new IOException("Connection timed out");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken token) => throw new IOException("Connection timed out");
    }

    // A body of which a little comes every half a minute, or nothing after the first.
    private sealed class DrippingBody(QuickClock clock, bool stops) : MemoryStream
    {
        private int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default)
        {
            if (++_reads > 7 || (stops && _reads > 1))
            {
                clock.EndLimits();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            clock.Pass(TimeSpan.FromSeconds(30));
            buffer.Span[0] = (byte)' ';
            return 1;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken token) =>
            ReadAsync(buffer.AsMemory(offset, count), token).AsTask();
    }
}
