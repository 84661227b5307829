using System.Collections.Concurrent;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Identity.Client;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>When a token is renewed, by whom, and what becomes of the others; MSAL's part is the test's.</summary>
public sealed class MsalTokenSourceTests : IDisposable
{
    private readonly WaitClock _clock = new();
    private readonly RecordedReport _report = new();
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly ServiceHttp _http;
    private readonly MsalTokenSource _tokens;

    public MsalTokenSourceTests()
    {
        var environment = EnvironmentReader.ReadCloud(MdeCloud.Public);
        _http = ServiceHttp.Of(environment, null, _clock);
        var context = new SignInContext(
            environment,
            environment.Apis[MdeApi.Graph],
            HuntingService.Of(MdeApi.Graph),
            TestLab.Contoso,
            Guid.Parse(TestLab.ClientId),
            null,
            _http,
            _clock
        );
        _tokens = new MsalTokenSource(SignInMethod.ClientSecret, AcquireAsync, context);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TokenDemand Demand => new(_report, TimeSpan.FromMinutes(10), 4);

    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData(3600, 3000)]
    [InlineData(5400, 4800)]
    [InlineData(20, 15)]
    [InlineData(10, 7.5)]
    public async Task It_is_renewed_beside_the_work_from_ten_minutes_or_a_quarter_of_its_life_before_its_end(double life, double begin)
    {
        await SignInAsync(life);
        _clock.Advance(TimeSpan.FromSeconds(begin - 0.1));
        Assert.Equal("first", await GetAsync());
        Assert.Empty(_requests);

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("first", await GetAsync());
        var renewal = await NextAsync();
        Assert.True(renewal.IsFresh);
        Assert.Equal("first", await GetAsync());

        renewal.Answer(Token("second", life));
        Assert.Equal("second", await UntilAsync("second"));
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Twenty_queries_at_once_renew_it_once_beside_the_work()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromMinutes(55));

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync())), token => Assert.Equal("first", token));

        (await NextAsync()).Answer(Token("second", 3600));
        await UntilAsync("second");
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Twenty_queries_at_once_renew_one_that_has_ended_once()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));

        var waiting = Enumerable.Range(0, 20).Select(_ => GetAsync()).ToArray();
        (await NextAsync()).Answer(Token("second", 3600));

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("second", token));
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task A_renewal_beside_the_work_that_fails_is_nobodys_failure_and_is_tried_again_later()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromMinutes(51));
        await GetAsync();
        (await NextAsync()).Fail(Passing());
        await UntilToldAsync("couldn't be obtained yet");

        // At once it is not.
        Assert.Equal("first", await GetAsync());
        Assert.Empty(_requests);

        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("first", await GetAsync());
        (await NextAsync()).Answer(Token("second", 3600));
        await UntilAsync("second");
    }

    [Fact]
    public async Task A_sign_in_that_was_revoked_is_not_asked_again_beside_the_work_and_once_at_the_tokens_end()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromMinutes(51));
        await GetAsync();
        (await NextAsync()).Fail(Lasting());
        await UntilToldAsync("couldn't be obtained yet");
        _clock.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal("first", await GetAsync());
        Assert.Empty(_requests);

        _clock.Advance(TimeSpan.FromMinutes(2));
        var waiting = Enumerable.Range(0, 5).Select(_ => GetAsync()).ToArray();
        (await NextAsync()).Fail(Lasting());

        foreach (var one in waiting)
        {
            Assert.Equal(SignInFailure.SignInRevoked, (await Assert.ThrowsAsync<SignInException>(() => one)).Failure);
        }

        Assert.Empty(_requests);
    }

    [Fact]
    public async Task While_a_renewal_hangs_the_token_in_hand_is_used_to_its_end()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromMinutes(51));
        await GetAsync();
        var hanging = await NextAsync();
        _clock.Advance(TimeSpan.FromMinutes(8.9));
        Assert.Equal("first", await GetAsync());

        _clock.Advance(TimeSpan.FromMinutes(1));
        var waiting = GetAsync();
        Assert.False(waiting.IsCompleted);
        hanging.Answer(Token("second", 3600));
        Assert.Equal("second", await waiting);
    }

    [Fact]
    public async Task What_passes_is_waited_out_and_shown_once_for_all_queries()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        var waiting = Enumerable.Range(0, 4).Select(_ => GetAsync()).ToArray();
        foreach (var pause in new[] { 2.5, 5, 10, 20, 40, 60 })
        {
            (await NextAsync()).Fail(Passing());
            await UntilWaitingAsync();
            _clock.Advance(TimeSpan.FromSeconds(pause));
        }

        (await NextAsync()).Answer(Token("second", 3600));

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("second", token));
        Assert.Equal(6, _report.Waits.Count);
        Assert.All(_report.Waits, wait => Assert.Equal(Passing().What, wait.Why));
        Assert.Equal(6, _report.Verbose.Count(line => line.Contains("Retrying in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_its_time_is_over_all_that_waited_fail_with_it_and_the_next_asks_once()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        var demand = Demand with { RetryTimeout = TimeSpan.FromSeconds(3) };
        var waiting = Enumerable.Range(0, 5).Select(_ => _tokens.GetAsync(demand, Cancellation)).ToArray();
        for (var times = 0; times < 3; times++)
        {
            (await NextAsync()).Fail(Passing());
            if (times < 2)
            {
                await UntilWaitingAsync();
                _clock.Advance(TimeSpan.FromSeconds(2.5));
            }
        }

        foreach (var one in waiting)
        {
            var failure = await Assert.ThrowsAsync<SignInException>(() => one);
            Assert.True(failure.MayPass);
            Assert.Contains("tried 3 times", failure.Message);
        }

        var later = _tokens.GetAsync(demand, Cancellation);
        (await NextAsync()).Fail(Passing());
        Assert.DoesNotContain("times", (await Assert.ThrowsAsync<SignInException>(() => later)).Message);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task What_the_identity_service_asks_to_wait_is_waited()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        var waiting = GetAsync();
        (await NextAsync()).Fail(Passing(TimeSpan.FromSeconds(90)));
        await UntilWaitingAsync();
        Assert.Equal(TimeSpan.FromSeconds(90), Assert.Single(_report.Waits).Time);

        _clock.Advance(TimeSpan.FromSeconds(90));
        (await NextAsync()).Answer(Token("second", 3600));
        Assert.Equal("second", await waiting);
    }

    [Fact]
    public async Task Responses_of_something_else_are_asked_again_as_often_as_RetryLimit_says()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        var waiting = _tokens.GetAsync(Demand with { RetryLimit = 1 }, Cancellation);
        (await NextAsync()).Fail(Page());
        await UntilWaitingAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await NextAsync()).Fail(Page());

        Assert.Equal(SignInFailure.InvalidIdentityResponse, (await Assert.ThrowsAsync<SignInException>(() => waiting)).Failure);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Giving_up_ends_the_wait_between_two_tries_and_the_next_query_takes_over()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        using var givingUp = new CancellationTokenSource();
        var first = _tokens.GetAsync(Demand, givingUp.Token);
        (await NextAsync()).Fail(Passing());
        await UntilWaitingAsync();
        var second = GetAsync();

        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        (await NextAsync()).Answer(Token("second", 3600));
        Assert.Equal("second", await second);
    }

    [Fact]
    public async Task Giving_up_ends_a_request_that_hangs_and_the_wait_of_others_for_it()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromHours(2));
        using var givingUp = new CancellationTokenSource();
        var asking = _tokens.GetAsync(Demand, givingUp.Token);
        await NextAsync();
        var queueing = _tokens.GetAsync(Demand, givingUp.Token);

        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queueing);
    }

    [Fact]
    public async Task Nothing_outlives_the_connection()
    {
        await SignInAsync(3600);
        _clock.Advance(TimeSpan.FromMinutes(55));
        await GetAsync();
        var beside = await NextAsync();

        _tokens.Dispose();

        await beside.GivenUp;
        _clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(GetAsync);
        Assert.Empty(_requests);
    }

    private static SignInException Passing(TimeSpan? retryAfter = null) =>
        new(SignInFailure.ServiceUnreachable, "The identity service is not there.", "Wait.") { Trouble = SignInTrouble.Busy, RetryAfter = retryAfter };

    private static SignInException Page() =>
        new(SignInFailure.InvalidIdentityResponse, "The response is a web page.", "Look.") { Trouble = SignInTrouble.BadResponse };

    private static SignInException Lasting() => new(SignInFailure.SignInRevoked, "The sign-in was revoked.", "Connect again.");

    private Task<string> GetAsync() => _tokens.GetAsync(Demand, Cancellation);

    private async Task SignInAsync(double life)
    {
        var signingIn = _tokens.SignInAsync(_report, Cancellation);
        (await NextAsync()).Answer(Token("first", life));
        await signingIn;
    }

    private AuthenticationResult Token(string text, double life) =>
        new(text, false, null, _clock.GetUtcNow().AddSeconds(life), default, TestLab.Contoso, null, null, ["scope"], Guid.Empty);

    private Task<AuthenticationResult> AcquireAsync(string? claims, ISignInPrompt? prompt, bool isFresh, IdentityRetry retry, CancellationToken token) =>
        retry.RunAsync(
            within =>
            {
                var request = new Request(isFresh, within);
                _requests.Enqueue(request);
                _asked.Release();
                return request.Task;
            },
            token
        );

    private async Task<Request> NextAsync()
    {
        await _asked.WaitAsync(Cancellation);
        Assert.True(_requests.TryDequeue(out var request));
        return request;
    }

    // What is done beside the work tells nobody when it is done.
    private async Task<string> UntilAsync(string token)
    {
        string now;
        while ((now = await GetAsync()) != token)
        {
            await Task.Yield();
        }

        return now;
    }

    private async Task UntilToldAsync(string words)
    {
        while (!_report.Verbose.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            await GetAsync();
            await Task.Yield();
        }
    }

    private Task UntilWaitingAsync() => _clock.Waiting.WaitAsync(Cancellation);

    private sealed class WaitClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero))
    {
        /// <summary>Has one for each wait that has begun.</summary>
        public SemaphoreSlim Waiting { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);

            // What shows that time passes is none of them.
            if (period <= TimeSpan.Zero)
            {
                Waiting.Release();
            }

            return timer;
        }
    }

    private sealed class Request
    {
        private readonly TaskCompletionSource<AuthenticationResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Request(bool isFresh, CancellationToken token)
        {
            IsFresh = isFresh;
            token.Register(_givenUp.SetResult);
        }

        public bool IsFresh { get; }

        public Task<AuthenticationResult> Task => _answer.Task;

        public Task GivenUp => _givenUp.Task;

        public void Answer(AuthenticationResult result) => _answer.SetResult(result);

        public void Fail(SignInException failure) => _answer.SetException(failure);
    }
}
