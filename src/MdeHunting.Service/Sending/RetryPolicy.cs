using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Text;
using Polly;
using Polly.Retry;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Sends a query once the tenant's quotas have room for it, and again where it failed for a reason that passes by itself. Each attempt takes its own share of
/// the quota. All waits are on one clock.
/// </summary>
internal sealed class RetryPolicy(TenantQuota quota, HuntingRequest request, IHuntingPrompt prompt, TimeProvider clock)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    // A wait that is worth a warning, since nobody looks at a progress bar for so long.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);

    private readonly SendingOptions _options = request.Sending;
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _waited;
    private int _refusals;

    /// <summary>Makes the attempts.</summary>
    /// <exception cref="HuntingException">The last one's failure; QuotaExhausted where the quota would take longer than may be waited for.</exception>
    public async Task<T> SendAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken token)
    {
        return await Pipeline<T>()
            .ExecuteAsync(
                async within =>
                {
                    await AcquireAsync(within).ConfigureAwait(false);
                    await prompt.ShowWaitAsync(null).ConfigureAwait(false);
                    var sent = clock.GetTimestamp();
                    try
                    {
                        return await attempt(within).ConfigureAwait(false);
                    }
                    finally
                    {
                        quota.Ledger.RecordRun(clock.GetElapsedTime(sent));
                    }
                },
                token
            )
            .ConfigureAwait(false);
    }

    private ResiliencePipeline<T> Pipeline<T>()
    {
        var builder = new ResiliencePipelineBuilder<T> { TimeProvider = clock };
        if (_options.RetryLimit > 0)
        {
            builder.AddRetry(
                new RetryStrategyOptions<T>
                {
                    ShouldHandle = retry => new ValueTask<bool>(
                        retry.Outcome.Exception is HuntingException failure && MayPass(failure, isFirst: retry.AttemptNumber == 0)
                    ),
                    MaxRetryAttempts = _options.RetryLimit,
                    Delay = FirstDelay,
                    MaxDelay = LongestDelay,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    DelayGenerator = retry => new ValueTask<TimeSpan?>(
                        ((HuntingException)retry.Outcome.Exception!).RetryAfter is { } told ? RetryTime.AtMost(told) : null
                    ),
                    OnRetry = retry => ReportRetryAsync(retry.Outcome.Exception!, retry.RetryDelay),
                }
            );
        }

        return builder
            .AddRetry(
                new RetryStrategyOptions<T>
                {
                    ShouldHandle = new PredicateBuilder<T>().Handle<HuntingException>(failure =>
                        failure.Failure is HuntingFailure.TooManyRequests || failure.MayWaitForShare
                    ),
                    MaxRetryAttempts = int.MaxValue,
                    DelayGenerator = retry => new ValueTask<TimeSpan?>(DelayAfter((HuntingException)retry.Outcome.Exception!)),
                    OnRetry = retry => ReportWaitAsync(((HuntingException)retry.Outcome.Exception!).What, retry.RetryDelay),
                }
            )
            .Build();
    }

    private bool MayPass(HuntingException failure, bool isFirst) =>
        request.MayRepeatAfter(failure, isFirst) && clock.GetElapsedTime(_started) - _waited + (failure.RetryAfter ?? TimeSpan.Zero) < _options.RetryTimeout;

    private async Task AcquireAsync(CancellationToken token)
    {
        while (quota.Ledger.TryAcquire(quota.Limits, 1 - _options.Reserve) is { } wait)
        {
            Allow(wait.Time, wait.Why, refusal: null);
            await ReportWaitAsync(wait.Why, wait.Time).ConfigureAwait(false);
            await clock.WaitAsync(wait.Time, token).ConfigureAwait(false);
        }
    }

    // A refusal is learned from at once, so that nobody else runs into it.
    private TimeSpan DelayAfter(HuntingException refusal)
    {
        var growing = TimeSpan.FromTicks((long)Math.Min(LongestDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, _refusals++)));
        var asked = refusal.RetryAfter is { } told && told > growing ? RetryTime.AtMost(told) : growing;
        quota.Ledger.RecordRefusal(asked, isOfCalls: refusal.Failure is HuntingFailure.TooManyRequests);
        Allow(asked, refusal.What, refusal);
        return asked;
    }

    private void Allow(TimeSpan wait, string why, HuntingException? refusal)
    {
        _waited += wait;
        if (_waited <= _options.MaxQuotaWait)
        {
            return;
        }

        throw new HuntingException(
            HuntingFailure.QuotaExhausted,
            $"The query would have to wait until {UtcText.Second(clock.GetUtcNow().UtcDateTime + wait)}, longer than -MaxQuotaWait allows "
                + $"({_options.MaxQuotaWait}): {why}",
            "Run it again later, allow a longer wait, or see with Get-MdeQuota what is used.",
            refusal
        )
        {
            RetryAfter = wait,
            ServiceCode = refusal?.GetServiceCode(),
            ServiceMessage = refusal?.GetServiceMessage(),
            RequestId = refusal?.GetRequestId(),
        };
    }

    private async ValueTask ReportRetryAsync(Exception cause, TimeSpan delay) =>
        await prompt
            .VerboseAsync(
                string.Format(CultureInfo.InvariantCulture, "{0} It is sent again in {1:0.0} seconds.", ((HuntingException)cause).What, delay.TotalSeconds)
            )
            .ConfigureAwait(false);

    private async ValueTask ReportWaitAsync(string why, TimeSpan delay)
    {
        var until = clock.GetUtcNow().UtcDateTime + delay;
        await prompt.ShowWaitAsync(new WaitNotice(why, delay, until)).ConfigureAwait(false);
        var message = FormattableString.Invariant($"Waiting until {UtcText.TimeOfDay(until)} ({delay.TotalSeconds:0.0} seconds): {why}");
        if (delay > LongWait)
        {
            await prompt.WarnAsync(message).ConfigureAwait(false);
        }
        else
        {
            await prompt.VerboseAsync(message).ConfigureAwait(false);
        }
    }
}
