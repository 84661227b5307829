using System.Globalization;
using MdeHunting.Hunting;
using Polly;
using Polly.Retry;

namespace MdeHunting.Service.Sending;

/// <summary>Repeats a query that failed for a reason that passes by itself: after a second, then after longer, with some chance in it.</summary>
internal static class Repeats
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>A pipeline that makes as many attempts as a request may have, waiting on that clock.</summary>
    public static ResiliencePipeline Of(HuntingRequest request, TimeProvider clock, INotices notices)
    {
        if (request.Attempts < 2)
            return ResiliencePipeline.Empty;

        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<HuntingException>(failure => MayPass(failure, request)),
                MaxRetryAttempts = request.Attempts - 1,
                Delay = FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = async retry => await notices.VerboseAsync(string.Format(
                    CultureInfo.InvariantCulture, "{0} It is tried again in {1:0.0} seconds.", retry.Outcome.Exception!.Message, retry.RetryDelay.TotalSeconds)).ConfigureAwait(false),
            })
            .Build();
    }

    // What took too long is not asked for again as it is, minutes each time, where it will be asked for in parts.
    private static bool MayPass(HuntingException failure, HuntingRequest request) => failure.IsPassing && !(failure.NarrowingMayHelp && request.SetAsideFrom is not null);
}
