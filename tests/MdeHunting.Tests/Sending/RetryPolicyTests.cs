using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sending;

public class RetryPolicyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly EventClock _clock = new();
    private readonly RecordedReport _prompt = new();
    private readonly QuotaLedger _ledger;
    private int _attempts;

    public RetryPolicyTests() => _ledger = new QuotaLedger(_clock);

    [Fact]
    public async Task A_fault_that_passes_is_tried_again_after_longer_and_longer()
    {
        var times = new List<DateTimeOffset>();

        var response = await SendAsync(new SendingOptions(), times.Add, Passing(), Passing(), Passing());

        Assert.Equal(4, response);
        var waits = times.Zip(times.Skip(1), (earlier, later) => later - earlier).ToArray();
        Assert.Equal(3, waits.Length);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), Minute));
    }

    [Fact]
    public async Task It_is_bounded_in_number()
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => SendAsync(new SendingOptions { RetryLimit = 2 }, null, Passing(), Passing(), Passing()));

        Assert.Equal((HuntingFailure.HuntingServiceUnreachable, 3), (failure.Failure, _attempts));
    }

    [Fact]
    public async Task It_is_bounded_in_time()
    {
        await Assert.ThrowsAsync<HuntingException>(() =>
            SendAsync(new SendingOptions { RetryLimit = 100, RetryTimeout = TimeSpan.FromSeconds(30) }, null, [.. Enumerable.Repeat(Passing(), 100)])
        );

        Assert.InRange(_attempts, 3, 30);
    }

    [Theory]
    [InlineData(HuntingFailure.QueryRefused)]
    [InlineData(HuntingFailure.ResultTooLarge)]
    [InlineData(HuntingFailure.QueryTimeout)]
    [InlineData(HuntingFailure.ProcessingResourcesExceeded)]
    public async Task The_querys_own_fault_is_not_repeated(HuntingFailure failure)
    {
        await Assert.ThrowsAsync<HuntingException>(() =>
            SendAsync(new SendingOptions(), null, new HuntingException(failure, "No.", "Next.") { Remedies = HuntingRemedies.Narrow })
        );

        Assert.Equal(1, _attempts);
    }

    [Theory]
    [InlineData(1000, 2)]
    [InlineData(null, 5)]
    public async Task A_504_of_a_gateway_is_repeated_once_where_the_query_can_be_sent_in_parts(int? setAsideFrom, int attempts)
    {
        HuntingException OfGateway() =>
            new(HuntingFailure.AnswerNotFromService, "504.", "Next.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.Narrow };

        await Assert.ThrowsAsync<HuntingException>(() =>
            SendAsync(new HuntingRequest("T") { SetAsideFrom = setAsideFrom }, null, [.. Enumerable.Repeat(OfGateway(), 10)])
        );

        Assert.Equal(attempts, _attempts);
    }

    [Fact]
    public async Task A_refusal_is_waited_out_as_long_as_it_says_and_by_everybody()
    {
        var started = _clock.GetUtcNow();
        var refused = SendAsync(new SendingOptions(), null, Refusal(90));

        await refused;

        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetUtcNow() - started);
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task While_one_waits_the_limiter_holds_the_others_back()
    {
        _ledger.RecordRefusal(TimeSpan.FromSeconds(90));
        var started = _clock.GetUtcNow();

        await SendAsync(new SendingOptions(), null);

        Assert.Equal((TimeSpan.FromSeconds(90), 1), (_clock.GetUtcNow() - started, _attempts));
        Assert.Equal("the service asked to wait", Assert.Single(_prompt.Waits).Why);
    }

    [Fact]
    public async Task Refusals_that_say_nothing_are_waited_out_longer_each_time()
    {
        var times = new List<DateTimeOffset>();

        await SendAsync(new SendingOptions(), times.Add, Refusal(null), Refusal(null), Refusal(null));

        Assert.Equal([1, 2, 4], times.Zip(times.Skip(1), (earlier, later) => (int)(later - earlier).TotalSeconds));
    }

    [Fact]
    public async Task A_wait_beyond_the_most_is_an_error_that_says_until_when()
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => SendAsync(new SendingOptions(), null, Refusal(1000)));

        Assert.Equal(HuntingFailure.QuotaExhausted, failure.Failure);
        Assert.Equal(TimeSpan.FromSeconds(1000), failure.RetryAfter);
        Assert.Contains("2026-11-24 00:16:40Z", failure.Message);
        Assert.Contains("Too many.", failure.Message);
        Assert.Equal(1, _attempts);
    }

    [Theory]
    [InlineData(290, 0)]
    [InlineData(310, 1)]
    public async Task A_wait_over_five_minutes_is_a_warning(int seconds, int warnings)
    {
        await SendAsync(new SendingOptions(), null, Refusal(seconds));

        Assert.Equal(warnings, _prompt.Warnings.Count);
        Assert.All(_prompt.Warnings, warning => Assert.Contains("00:05:10Z", warning));
    }

    [Fact]
    public async Task Running_time_is_a_quota_too()
    {
        var quota = new TenantQuota(_ledger, [new QuotaLimit(MdeQuotaUnit.RunningTime, 600, TimeSpan.FromHours(1))]);
        var options = new SendingOptions { Reserve = 0, MaxQuotaWait = TimeSpan.FromHours(2) };

        // Ten queries of a minute each are all that an hour has; the eleventh waits until the first one's minute is an hour old.
        var run = Task.Run(async () =>
        {
            for (var i = 0; i < 11; i++)
            {
                await new RetryPolicy(quota, new HuntingRequest("T") { Sending = options }, _prompt, _clock).SendAsync(
                    async token =>
                    {
                        await Task.Delay(Minute, _clock, token);
                        return 0;
                    },
                    CancellationToken.None
                );
            }
        });
        var started = _clock.GetUtcNow();
        await _clock.RunAsync(run);

        Assert.Equal(TimeSpan.FromMinutes(62), _clock.GetUtcNow() - started);
        Assert.Contains("10 minutes of running time an hour", Assert.Single(_prompt.Waits).Why);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 45)]
    public async Task A_refusal_of_calls_slows_the_calls_and_one_of_processors_does_not(bool isOfCalls, int let)
    {
        QuotaLimit[] limits = [new QuotaLimit(MdeQuotaUnit.Calls, 45, Minute)];
        Assert.Null(_ledger.TryAcquire(limits, 1));
        Assert.Null(_ledger.TryAcquire(limits, 1));

        _ledger.RecordRefusal(TimeSpan.FromSeconds(90), isOfCalls);
        await _clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(90), _clock, TestContext.Current.CancellationToken));

        Assert.Equal(let, Enumerable.Range(0, 100).Count(_ => _ledger.TryAcquire(limits, 1) is null));
        Assert.Contains(isOfCalls ? "no more than 1 calls a minute" : "quota of 45 calls a minute", _ledger.TryAcquire(limits, 1)!.Value.Why);
    }

    [Fact]
    public void What_is_left_to_others_is_not_taken()
    {
        QuotaLimit[] limits = [new QuotaLimit(MdeQuotaUnit.Calls, 45, Minute)];

        Assert.Equal(36, Enumerable.Range(0, 45).Count(_ => _ledger.TryAcquire(limits, 0.8) is null));
        Assert.Equal(9, Enumerable.Range(0, 45).Count(_ => _ledger.TryAcquire(limits, 1) is null));
        Assert.Equal(45, _ledger.Read(limits[0]).Used);
    }

    private static HuntingException Passing() =>
        new(HuntingFailure.HuntingServiceUnreachable, "It cannot be reached.", "Check.") { Remedies = HuntingRemedies.Repeat };

    private static HuntingException Refusal(int? seconds) =>
        new(HuntingFailure.TooManyRequests, "Too many.", "Wait.") { RetryAfter = seconds is { } told ? TimeSpan.FromSeconds(told) : null };

    private Task<int> SendAsync(SendingOptions options, Action<DateTimeOffset>? onAttempt, params HuntingException[] failures) =>
        SendAsync(new HuntingRequest("T") { Sending = options }, onAttempt, failures);

    // Gives the number of attempts.
    private async Task<int> SendAsync(HuntingRequest request, Action<DateTimeOffset>? onAttempt, params HuntingException[] failures)
    {
        var sending = new RetryPolicy(new TenantQuota(_ledger, []), request, _prompt, _clock).SendAsync(
            token =>
            {
                onAttempt?.Invoke(_clock.GetUtcNow());
                var attempt = _attempts++;
                return attempt < failures.Length ? throw failures[attempt] : Task.FromResult(_attempts);
            },
            CancellationToken.None
        );
        await _clock.RunAsync(sending);
        return await sending;
    }
}
