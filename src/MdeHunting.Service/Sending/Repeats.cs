using System.Globalization;
using MdeHunting.Hunting;
using Polly;
using Polly.Retry;

namespace MdeHunting.Service.Sending;

/// <summary>Repeats a query that failed for a reason that passes by itself: after a second, then after longer, with some chance in it.</summary>
internal static class Repeats
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>A pipeline that makes so many attempts, waiting on that clock.</summary>
    public static ResiliencePipeline Of(int attempts, TimeProvider clock, INotices notices)
    {
        if (attempts < 2)
            return ResiliencePipeline.Empty;

        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<HuntingException>(failure => failure.IsPassing),
                MaxRetryAttempts = attempts - 1,
                Delay = FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = async retry => await notices.VerboseAsync(string.Format(
                    CultureInfo.InvariantCulture, "{0} It is tried again in {1:0.0} seconds.", retry.Outcome.Exception!.Message, retry.RetryDelay.TotalSeconds)).ConfigureAwait(false),
            })
            .Build();
    }
}
