using System.Runtime.ExceptionServices;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Text;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Sends a query once the tenant's quotas have room for it, and again where it failed for a reason that passes by itself. Each attempt takes its own share of
/// the quota. All waits are on one clock.
/// </summary>
/// <param name="quota">The tenant's quotas.</param>
/// <param name="outage">For how long the service has not been there, which all queries of the connection share.</param>
/// <param name="request">What is asked, and how patiently.</param>
/// <param name="prompt">Where waits are told.</param>
/// <param name="clock">The time.</param>
internal sealed class RetryPolicy(TenantQuota quota, Outage outage, HuntingRequest request, IHuntingPrompt prompt, TimeProvider clock)
{
    /// <summary>
    /// How long one request may take whose like have stayed without a byte of a response for as long as that is waited out: it is sent to see whether anybody
    /// answers again.
    /// </summary>
    public static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(30);

    // A wait that is worth a warning, since nobody looks at a progress bar for so long; and a time without a service.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongOutage = TimeSpan.FromMinutes(1);

    private readonly SendingOptions _options = request.Sending;
    private readonly Patience _patience = new(outage, request.Sending.RetryTimeout, clock);
    private TimeSpan _waited;
    private int _badResponses;
    private int _faults;
    private int _silences;

    /// <summary>Makes the attempts.</summary>
    /// <param name="attempt">Makes one, within a time limit that is null for the usual one.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HuntingException">The last one's failure; QuotaExhausted where the quota would take longer than may be waited for.</exception>
    public async Task<T> SendAsync<T>(Func<TimeSpan?, CancellationToken, Task<T>> attempt, CancellationToken token)
    {
        while (true)
        {
            await AcquireAsync(token).ConfigureAwait(false);
            await prompt.ShowWaitAsync(null).ConfigureAwait(false);
            var sent = clock.GetTimestamp();
            HuntingException failure;
            try
            {
                var result = await attempt(_patience.IsProbe && outage.IsSilent ? ProbeLimit : null, token).ConfigureAwait(false);
                Passed();
                prompt.NoteResponse(hasCome: true);
                return result;
            }
            catch (HuntingException e)
            {
                failure = e;
                prompt.NoteResponse(hasCome: IsOfResponse(e));
            }
            finally
            {
                quota.Ledger.RecordRun(clock.GetElapsedTime(sent));
            }

            if (failure.Failure is HuntingFailure.TooManyRequests || failure.MayWaitForShare)
            {
                _patience.Answered();
                await SitOutAsync(DelayAfter(failure, sent), failure.What, token).ConfigureAwait(false);
                continue;
            }

            if (DelayBeforeRepeat(failure, sent) is not { } delay)
            {
                ExceptionDispatchInfo.Capture(failure).Throw();
                throw failure;
            }

            await PauseAsync(failure, delay, token).ConfigureAwait(false);
        }
    }

    // Null where it is not sent again.
    private TimeSpan? DelayBeforeRepeat(HuntingException failure, long sent)
    {
        if (failure.MayReconnect)
        {
            return _patience.MayRepeatSilent(sent) && request.MayRepeatAfter(failure, isFirst: ++_silences == 1) ? TimeSpan.Zero : null;
        }

        if (failure.MayWaitOut)
        {
            var delay = _patience.DelayAfterFault(sent, failure.RetryAfter);
            return MayTakeSoLongAgain(failure, sent) && request.MayRepeatAfter(failure, isFirst: ++_faults == 1) ? delay : null;
        }

        if (IsOfResponse(failure))
        {
            Passed();
        }

        return failure.MayRepeat && ++_badResponses <= _options.RetryLimit ? _patience.DelayAfterResponse(failure.RetryAfter) : null;
    }

    // Where nobody is there, that is said soon. What gave up after longer may have given up on this very query, which time does not mend.
    private bool MayTakeSoLongAgain(HuntingException failure, long sent) =>
        !failure.MayNarrow || clock.GetElapsedTime(sent) < ProbeLimit || ++_badResponses <= _options.RetryLimit;

    private void Passed()
    {
        _patience.Answered();
        quota.Ledger.RecordPassed();
    }

    private async Task AcquireAsync(CancellationToken token)
    {
        while (quota.Ledger.TryAcquire(quota.Limits, 1 - _options.Reserve) is { } wait)
        {
            Allow(wait.Time, wait.Why, refusal: null);
            await SitOutAsync(wait.Time, wait.Why, token).ConfigureAwait(false);
        }
    }

    // A refusal is learned from at once, so that nobody else runs into it.
    private TimeSpan DelayAfter(HuntingException refusal, long sent)
    {
        var wait = quota.Ledger.RecordRefusal(sent, refusal.RetryAfter, isOfCalls: refusal.Failure is HuntingFailure.TooManyRequests);
        Allow(wait, refusal.What, refusal);
        return wait;
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
            "Run it again later, allow a longer wait, or check the usage with Get-MdeQuota.",
            refusal
        )
        {
            RetryAfter = wait,
            ServiceCode = refusal?.GetServiceCode(),
            ServiceMessage = refusal?.GetServiceMessage(),
            RequestId = refusal?.GetRequestId(),
        };
    }

    private async Task PauseAsync(HuntingException failure, TimeSpan delay, CancellationToken token)
    {
        if (delay == TimeSpan.Zero)
        {
            await prompt.VerboseAsync($"{failure.What} Retrying on a new connection.").ConfigureAwait(false);
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var wait = new WaitNotice(failure.What, delay, now + delay);
        await prompt.ShowWaitAsync(wait).ConfigureAwait(false);
        await prompt.VerboseAsync(FormattableString.Invariant($"{failure.What} Retrying in {delay.TotalSeconds:0.0} seconds.")).ConfigureAwait(false);
        if (failure.MayWaitOut && outage.ToTell(LongOutage) is { } lasts)
        {
            await prompt
                .WarnAsync(
                    FormattableString.Invariant($"{failure.What} This has lasted {lasts.TotalSeconds:0} seconds. Retrying until ")
                        + $"{UtcText.TimeOfDay(now - lasts + _options.RetryTimeout)} at the latest (-RetryTimeout)."
                )
                .ConfigureAwait(false);
        }

        await ShownWait.WaitAsync(prompt, clock, wait, token).ConfigureAwait(false);
    }

    // What else has no response is refused here, or was given up in the person's own time.
    private static bool IsOfResponse(HuntingException failure) =>
        !failure.MayWaitOut
        && failure.Failure
            is not (
                HuntingFailure.HostRefused
                or HuntingFailure.HuntingCertificateRefused
                or HuntingFailure.HuntingProxyRefused
                or HuntingFailure.RequestTimeout
                or HuntingFailure.ResponseNotRecorded
            );

    private async Task SitOutAsync(TimeSpan delay, string why, CancellationToken token)
    {
        _patience.LeaveOut(delay);
        var until = clock.GetUtcNow().UtcDateTime + delay;
        var wait = new WaitNotice(why, delay, until);
        await prompt.ShowWaitAsync(wait).ConfigureAwait(false);
        var message = FormattableString.Invariant($"Waiting until {UtcText.TimeOfDay(until)} ({delay.TotalSeconds:0.0} seconds): {why}");
        if (delay > LongWait)
        {
            await prompt.WarnAsync(message).ConfigureAwait(false);
        }
        else
        {
            await prompt.VerboseAsync(message).ConfigureAwait(false);
        }

        await ShownWait.WaitAsync(prompt, clock, wait, token).ConfigureAwait(false);

        // Before the quota is taken: where others are asked meanwhile, this may not be sent at once.
        await prompt.ShowWaitAsync(null).ConfigureAwait(false);
    }
}
