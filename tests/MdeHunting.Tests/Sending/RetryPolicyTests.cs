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
    private readonly Outage _outage;
    private int _attempts;

    public RetryPolicyTests() => (_ledger, _outage) = (new QuotaLedger(_clock), new Outage(_clock));

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
        var until = _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        await RunAsync(() => _clock.GetUtcNow() < until ? Passing() : null);

        Assert.InRange(_clock.GetUtcNow(), until, until + Minute);
    }

    [Fact]
    public async Task The_last_attempt_is_at_the_end_of_the_time()
    {
        var started = _clock.GetUtcNow();

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing, new SendingOptions { RetryTimeout = TimeSpan.FromSeconds(45) }));

        Assert.Equal(TimeSpan.FromSeconds(45), _clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task Each_wait_is_shown_with_its_reason_and_a_long_outage_is_a_warning()
    {
        await SendAsync(new SendingOptions(), null, [.. Enumerable.Repeat(Passing(), 12)]);

        Assert.Equal(12, _prompt.Waits.Count);
        Assert.All(_prompt.Waits, wait => Assert.Equal("It cannot be reached.", wait.Why));
        Assert.Equal(12, _prompt.Verbose.Count(line => line.StartsWith("It cannot be reached. It is sent again in ", StringComparison.Ordinal)));
        Assert.EndsWith("is waited out until 00:10:00Z at the longest (-RetryTimeout).", Assert.Single(_prompt.Warnings));
    }

    [Fact]
    public async Task The_time_counts_once_for_all_that_a_connection_is_asked()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        var over = _clock.GetUtcNow();
        var attempts = _attempts;

        for (var query = 0; query < 5; query++)
        {
            await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        }

        Assert.Equal((over, attempts + 5), (_clock.GetUtcNow(), _attempts));
    }

    [Fact]
    public async Task Those_who_ask_at_the_same_time_wait_out_the_same_time()
    {
        var started = _clock.GetUtcNow();

        var queries = Enumerable.Range(0, 4).Select(_ => Task.Run(() => BeginAsync(new HuntingRequest("T"), Passing))).ToArray();
        await Assert.ThrowsAsync<HuntingException>(() => _clock.RunAsync(queries));

        Assert.Equal(TimeSpan.FromMinutes(10), _clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task A_response_has_the_time_count_anew()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await RunAsync(() => null);
        var until = _clock.GetUtcNow() + TimeSpan.FromMinutes(9);

        await RunAsync(() => _clock.GetUtcNow() < until ? Passing() : null);

        Assert.True(_clock.GetUtcNow() >= until);
    }

    [Theory]
    [InlineData(HuntingFailure.QueryRefused, true)]
    [InlineData(HuntingFailure.HostRefused, false)]
    public async Task A_refusal_by_the_service_is_a_response_too(HuntingFailure failure, bool isResponse)
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(() => new HuntingException(failure, "No.", "Next.")));
        var attempts = _attempts;

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));

        Assert.Equal(isResponse, _attempts > attempts + 1);
    }

    [Fact]
    public async Task Who_asks_again_much_later_finds_the_patience_of_a_new_outage()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        await PassAsync(TimeSpan.FromMinutes(11));
        var until = _clock.GetUtcNow() + Minute;

        await RunAsync(() => _clock.GetUtcNow() < until ? Passing() : null);

        Assert.True(_clock.GetUtcNow() >= until);
    }

    [Fact]
    public async Task A_query_that_fails_where_others_have_responses_is_given_up_after_the_time_too()
    {
        var started = _clock.GetUtcNow();

        await Assert.ThrowsAsync<HuntingException>(() =>
            RunAsync(() =>
            {
                _outage.End();
                return Passing();
            })
        );

        Assert.Equal(TimeSpan.FromMinutes(10), _clock.GetUtcNow() - started);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Bad_responses_are_bounded_in_number(int limit)
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Malformed, new SendingOptions { RetryLimit = limit }));

        Assert.Equal((HuntingFailure.AnswerMalformed, limit + 1), (failure.Failure, _attempts));
    }

    [Fact]
    public async Task Faults_that_pass_do_not_count_among_the_bad_responses()
    {
        var response = await SendAsync(new SendingOptions { RetryLimit = 2 }, null, Malformed(), Passing(), Passing(), Passing(), Malformed(), Passing());

        Assert.Equal(7, response);
    }

    [Fact]
    public async Task Where_no_time_is_given_nothing_is_sent_again()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing, new SendingOptions { RetryTimeout = TimeSpan.Zero }));

        Assert.Equal(1, _attempts);
    }

    [Theory]
    [InlineData(599, 2)]
    [InlineData(600, 1)]
    public async Task A_service_that_says_when_it_is_back_is_asked_then_where_that_is_in_time(int seconds, int attempts)
    {
        var started = _clock.GetUtcNow();
        var sending = SendAsync(new SendingOptions(), null, Passing(TimeSpan.FromSeconds(seconds)));

        await Record.ExceptionAsync(() => sending);

        Assert.Equal((attempts, attempts == 2 ? seconds : 0), (_attempts, (_clock.GetUtcNow() - started).TotalSeconds));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(10)]
    public async Task What_stays_silent_is_sent_once_more_and_at_once(int patience)
    {
        var started = _clock.GetUtcNow();

        var failure = await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Silent, new SendingOptions { RetryTimeout = TimeSpan.FromSeconds(patience) }));

        Assert.Equal((HuntingFailure.RequestTimeout, 2, started), (failure.Failure, _attempts, _clock.GetUtcNow()));
        Assert.Contains(_prompt.Verbose, line => line.EndsWith("It is sent again on a new connection.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_that_hangs_costs_its_share_once_and_then_half_a_minute_a_query()
    {
        var started = _clock.GetUtcNow();
        var limits = new List<TimeSpan?>();
        async Task<int> HangAsync(TimeSpan? limit, CancellationToken token)
        {
            limits.Add(limit);
            await Task.Delay(limit ?? TimeSpan.FromSeconds(220), _clock, token);
            throw Silent();
        }

        var sweep = Task.Run(async () =>
        {
            for (var query = 0; query < 25; query++)
            {
                await Assert.ThrowsAsync<HuntingException>(() => Policy(new HuntingRequest("T")).SendAsync(HangAsync, CancellationToken.None));
            }
        });
        await _clock.RunAsync(sweep);

        Assert.Equal([null, null, null, .. Enumerable.Repeat<TimeSpan?>(RetryPolicy.ProbeLimit, 23)], limits);
        Assert.Equal(TimeSpan.FromSeconds((3 * 220) + (23 * 30)), _clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task After_a_service_that_was_not_there_a_query_has_all_its_time()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing));
        TimeSpan? limit = Minute;

        await _clock.RunAsync(
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_ends_each_wait_at_once(bool isRefusal)
    {
        using var stop = new CancellationTokenSource();
        var started = _clock.GetUtcNow();
        var sending = Policy(new HuntingRequest("T")).SendAsync<int>((_, _) => throw (isRefusal ? Refusal(100) : Passing()), stop.Token);
        Assert.False(sending.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal((started, 1), (_clock.GetUtcNow(), _prompt.Waits.Count));
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
    [InlineData(1000, true)]
    [InlineData(null, false)]
    public async Task A_504_of_a_gateway_is_repeated_once_where_the_query_can_be_sent_in_parts(int? setAsideFrom, bool isOnce)
    {
        HuntingException OfGateway() =>
            new(HuntingFailure.AnswerNotFromService, "504.", "Next.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut | HuntingRemedies.Narrow };

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(OfGateway, new HuntingRequest("T") { SetAsideFrom = setAsideFrom }));

        Assert.Equal(isOnce, _attempts == 2);
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
        _ledger.RecordRefusal(_clock.GetTimestamp(), TimeSpan.FromSeconds(90));
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

        Assert.Equal([5, 55, 60], times.Zip(times.Skip(1), (earlier, later) => (int)(later - earlier).TotalSeconds));
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
                await new RetryPolicy(quota, _outage, new HuntingRequest("T") { Sending = options }, _prompt, _clock).SendAsync(
                    async (_, token) =>
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

        _ledger.RecordRefusal(_clock.GetTimestamp(), TimeSpan.FromSeconds(90), isOfCalls);
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

    private static HuntingException Passing() => Passing(null);

    private static HuntingException Passing(TimeSpan? retryAfter) =>
        new(HuntingFailure.HuntingServiceUnreachable, "It cannot be reached.", "Check.")
        {
            Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut,
            RetryAfter = retryAfter,
        };

    private static HuntingException Malformed() => new(HuntingFailure.AnswerMalformed, "It is none.", "Again.") { Remedies = HuntingRemedies.Repeat };

    private static HuntingException Silent() =>
        new(HuntingFailure.RequestTimeout, "It did not answer.", "Check.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.Reconnect };

    private static HuntingException Refusal(int? seconds) =>
        new(HuntingFailure.TooManyRequests, "Too many.", "Wait.") { RetryAfter = seconds is { } told ? TimeSpan.FromSeconds(told) : null };

    private Task<int> SendAsync(SendingOptions options, Action<DateTimeOffset>? onAttempt, params HuntingException[] failures)
    {
        var sent = 0;
        return RunAsync(
            () =>
            {
                onAttempt?.Invoke(_clock.GetUtcNow());
                return sent++ < failures.Length ? failures[sent - 1] : null;
            },
            new HuntingRequest("T") { Sending = options }
        );
    }

    private Task<int> RunAsync(Func<HuntingException?> fail, SendingOptions? options = null) =>
        RunAsync(fail, new HuntingRequest("T") { Sending = options ?? new SendingOptions() });

    // Gives the number of attempts.
    private async Task<int> RunAsync(Func<HuntingException?> fail, HuntingRequest request)
    {
        var sending = BeginAsync(request, fail);
        await _clock.RunAsync(sending);
        return await sending;
    }

    private Task<int> BeginAsync(HuntingRequest request, Func<HuntingException?> fail) =>
        Policy(request)
            .SendAsync(
                (_, _) =>
                {
                    Interlocked.Increment(ref _attempts);
                    return fail() is { } failure ? throw failure : Task.FromResult(_attempts);
                },
                CancellationToken.None
            );

    private RetryPolicy Policy(HuntingRequest request) => new(new TenantQuota(_ledger, []), _outage, request, _prompt, _clock);

    private Task PassAsync(TimeSpan time) => _clock.RunAsync(Task.Delay(time, _clock, TestContext.Current.CancellationToken));
}
