using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>Queries of one connection, sent by its policy on a clock that jumps.</summary>
public abstract class SentQueries
{
    private int _attempts;

    private protected SentQueries() => (Ledger, Outage) = (new QuotaLedger(Clock), new Outage(Clock));

    private protected static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    private protected EventClock Clock { get; } = new();

    private protected RecordedReport Prompt { get; } = new();

    private protected QuotaLedger Ledger { get; }

    private protected Outage Outage { get; }

    /// <summary>How many were made.</summary>
    private protected int Attempts => _attempts;

    private protected static HuntingException Passing() => Passing(null);

    private protected static HuntingException Passing(TimeSpan? retryAfter) =>
        new(HuntingFailure.HuntingServiceUnreachable, "It cannot be reached.", "Check.")
        {
            Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut,
            RetryAfter = retryAfter,
        };

    private protected static HuntingException Malformed() => new(HuntingFailure.AnswerMalformed, "It is none.", "Again.") { Remedies = HuntingRemedies.Repeat };

    private protected static HuntingException Silent() =>
        new(HuntingFailure.RequestTimeout, "It did not answer.", "Check.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.Reconnect };

    private protected static HuntingException Refusal(int? seconds) =>
        new(HuntingFailure.TooManyRequests, "Too many.", "Wait.") { RetryAfter = seconds is { } told ? TimeSpan.FromSeconds(told) : null };

    private protected Task<int> SendAsync(SendingOptions options, Action<DateTimeOffset>? onAttempt, params HuntingException[] failures)
    {
        var sent = 0;
        return RunAsync(
            () =>
            {
                onAttempt?.Invoke(Clock.GetUtcNow());
                return sent++ < failures.Length ? failures[sent - 1] : null;
            },
            new HuntingRequest("T") { Sending = options }
        );
    }

    private protected Task<int> RunAsync(Func<HuntingException?> fail, SendingOptions? options = null) =>
        RunAsync(fail, new HuntingRequest("T") { Sending = options ?? new SendingOptions() });

    // Gives the number of attempts.
    private protected async Task<int> RunAsync(Func<HuntingException?> fail, HuntingRequest request)
    {
        var sending = BeginAsync(request, fail);
        await Clock.RunAsync(sending);
        return await sending;
    }

    private protected Task<int> BeginAsync(HuntingRequest request, Func<HuntingException?> fail) =>
        Policy(request)
            .SendAsync(
                (_, _) =>
                {
                    Interlocked.Increment(ref _attempts);
                    return fail() is { } failure ? throw failure : Task.FromResult(_attempts);
                },
                CancellationToken.None
            );

    private protected RetryPolicy Policy(HuntingRequest request) => new(new TenantQuota(Ledger, []), Outage, request, Prompt, Clock);

    private protected Task PassAsync(TimeSpan time) => Clock.RunAsync(Task.Delay(time, Clock, TestContext.Current.CancellationToken));
}
