using MdeHunting.Contract;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A request that failed for a passing reason is sent again by the session itself, after a pause on its clock.</summary>
public sealed class RepeatTests
{
    private const string Json = """{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}""";
    private readonly FakeTimeProvider _clock = new();
    private int _sent;

    [Fact]
    public async Task It_is_sent_again_until_it_passes_and_its_rows_come_once()
    {
        var service = Service(failing: 2);

        await HuntAsync(service, new HuntingRequest("T") { Sending = new() { RetryLimit = 2 } });

        Assert.Equal(3, _sent);
        Assert.Equal(2, service.Rows.Count);
        Assert.Equal(2, service.Verbose.Count(line => line.Contains("It is sent again in", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task It_is_sent_no_more_often_than_the_request_says(int attempts, int sent)
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            HuntAsync(Service(failing: 10), new HuntingRequest("T") { Sending = new() { RetryLimit = attempts - 1 } })
        );

        Assert.Equal(HuntingFailure.HuntingServiceUnreachable, failure.Failure);
        Assert.Equal(sent, _sent);
    }

    [Fact]
    public async Task A_pause_is_left_between()
    {
        var before = _clock.GetUtcNow();

        await HuntAsync(Service(failing: 1), new HuntingRequest("T") { Sending = new() { RetryLimit = 2 } });

        Assert.True(_clock.GetUtcNow() > before);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task What_got_no_answer_in_time_is_not_sent_again(int? setAsideFrom)
    {
        var late = new StubService(new StringContent(Json)) { Clock = _clock, OnSend = (_, token) => LateAsync(token) };

        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            HuntAsync(
                late,
                new HuntingRequest("T")
                {
                    Sending = new() { RetryLimit = 2 },
                    SetAsideFrom = setAsideFrom,
                }
            )
        );

        Assert.Equal((HuntingFailure.RequestTimeout, 1), (failure.Failure, _sent));
    }

    [Fact]
    public async Task Stopping_ends_the_pause()
    {
        using var stop = new CancellationTokenSource();
        var service = Service(failing: 10);
        using var connection = service.Connect().Session;
        var asked = connection.HuntAsync(new HuntingRequest("T") { Sending = new() { RetryLimit = 2 } }, service.Output(), service.Prompt, stop.Token);
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

    private async Task LateAsync(CancellationToken token)
    {
        _sent++;
        await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
    }

    // The clock is moved on for as long as something waits on it.
    private async Task HuntAsync(StubService service, HuntingRequest request)
    {
        using var session = service.Connect().Session;
        var asked = session.HuntAsync(request, service.Output(), service.Prompt, CancellationToken.None);
        while (!asked.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await asked;
    }
}
