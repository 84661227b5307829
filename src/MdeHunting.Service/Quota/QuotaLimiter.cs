using System.Threading.RateLimiting;

namespace MdeHunting.Service.Quota;

/// <summary>
/// Lets a call through where the tenant's quotas have room for it. It never waits by itself: a lease that was not acquired tells how long to wait
/// (<see cref="MetadataName.RetryAfter"/>) and why (<see cref="MetadataName.ReasonPhrase"/>).
/// </summary>
/// <param name="quota">The tenant's quotas.</param>
/// <param name="share">The share of them that this caller takes, from 0 to 1.</param>
internal sealed class QuotaLimiter(TenantQuota quota, double share) : RateLimiter
{
    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(quota.Ledger.TryAcquire(quota.Rules, share));

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken token) => new(AttemptAcquireCore(permitCount));

    private sealed class Lease(QuotaWait? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name, MetadataName.ReasonPhrase.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata =
                wait is not { } known ? null
                : metadataName == MetadataName.RetryAfter.Name ? known.Time
                : metadataName == MetadataName.ReasonPhrase.Name ? known.Why
                : null;
            return metadata is not null;
        }
    }
}
