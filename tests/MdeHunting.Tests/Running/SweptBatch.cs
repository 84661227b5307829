using System.Collections.Concurrent;
using MdeHunting.Contract;
using MdeHunting.Running;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Running;

/// <summary>What a tenant's service does.</summary>
internal enum TenantHealth
{
    /// <summary>It responds after a second.</summary>
    Good,

    /// <summary>Nothing is there.</summary>
    Refuses,

    /// <summary>It takes a request, and is silent.</summary>
    Hangs,

    /// <summary>It is overloaded, and says so after a second.</summary>
    Overloaded,
}

/// <summary>Queries to several tenants as a batch runs them, on a clock that jumps; each is sent as patiently as by default.</summary>
/// <param name="tenants">The tenants, in the order asked.</param>
/// <param name="queries">How many queries each is asked.</param>
internal sealed class SweptBatch(IReadOnlyList<TenantHealth> tenants, int queries)
{
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ServiceLimit = TimeSpan.FromSeconds(220);
    private readonly EventClock _clock = new();
    private readonly ConcurrentDictionary<int, int> _underWay = new();
    private int _goodUnderWay;
    private int _places;

    /// <summary>What was written, in the order in which it was: the job, whether it had a response, and when.</summary>
    public ConcurrentQueue<(int Job, bool IsGood, TimeSpan At)> Output { get; } = new();

    /// <summary>How many requests each tenant got.</summary>
    public int[] Requests { get; } = new int[tenants.Count];

    /// <summary>How many requests were under way at once at the most, to all that are good.</summary>
    public int MostGood { get; private set; }

    /// <summary>How many requests one that is not good had at once at the most, while all places were with those that are.</summary>
    public int MostBad { get; private set; }

    /// <summary>When the last of the good ones was there.</summary>
    public TimeSpan GoodTook => Output.Where(one => one.IsGood).Select(one => one.At).DefaultIfEmpty().Max();

    /// <summary>When the last was there.</summary>
    public TimeSpan Took => Output.Max(one => one.At);

    /// <summary>Runs it.</summary>
    public async Task<SweptBatch> RunAsync(int places, bool isOrdered)
    {
        var connections = tenants.Select((_, place) => new MdeConnection($"T{place}", null, new Session(_clock))).ToArray();
        var outages = tenants.Select(_ => new Outage(_clock)).ToArray();
        var ledgers = tenants.Select(_ => new QuotaLedger(_clock)).ToArray();
        QueryJob[] jobs =
        [
            .. Enumerable.Range(0, queries * tenants.Count).Select(number => new QueryJob(number, connections[number % tenants.Count], QuerySource.Of("T"))),
        ];
        _places = places;
        var queue = new JobQueue(jobs, places, isOrdered);
        var turns = isOrdered ? new OutputSequencer(jobs.Length) : null;
        var begin = _clock.GetUtcNow();
        var work = queue.RunAsync(
            async (job, token) =>
            {
                var tenant = job.Number % tenants.Count;
                var policy = new RetryPolicy(new TenantQuota(ledgers[tenant], []), outages[tenant], new HuntingRequest("T"), new Report(job), _clock);
                var isGood = true;
                try
                {
                    await policy.SendAsync((limit, within) => RequestAsync(tenant, limit, within), token);
                    job.NoteResponse(hasCome: true);
                }
                catch (HuntingException)
                {
                    isGood = false;
                }

                await (turns?.WaitAsync(job.Number, token) ?? Task.CompletedTask);
                Output.Enqueue((job.Number, isGood, _clock.GetUtcNow() - begin));
                turns?.End(job.Number);
            },
            CancellationToken.None
        );
        await _clock.RunAsync(work, () => queue.Active - (turns?.Blocked ?? 0));
        return this;
    }

    private async Task<int> RequestAsync(int tenant, TimeSpan? limit, CancellationToken token)
    {
        Interlocked.Increment(ref Requests[tenant]);
        var isGood = tenants[tenant] is TenantHealth.Good;
        Count(tenant, isGood, 1);
        try
        {
            await Task.Delay(tenants[tenant] is TenantHealth.Hangs ? limit ?? ServiceLimit : Latency, _clock, token);
        }
        finally
        {
            Count(tenant, isGood, -1);
        }

        return tenants[tenant] switch
        {
            TenantHealth.Good => 0,
            TenantHealth.Hangs => throw new HuntingException(HuntingFailure.RequestTimeout, "It did not answer.", "Check.")
            {
                Remedies = HuntingRemedies.Repeat | HuntingRemedies.Reconnect,
            },
            TenantHealth.Overloaded => throw Passing(HuntingFailure.ServiceError),
            _ => throw Passing(HuntingFailure.HuntingServiceUnreachable),
        };
    }

    private void Count(int tenant, bool isGood, int change)
    {
        lock (_underWay)
        {
            var now = _underWay.AddOrUpdate(tenant, change, (_, count) => count + change);
            _goodUnderWay += isGood ? change : 0;
            MostGood = Math.Max(MostGood, _goodUnderWay);
            MostBad = isGood || _goodUnderWay < _places ? MostBad : Math.Max(MostBad, now);
        }
    }

    private static HuntingException Passing(HuntingFailure failure) =>
        new(failure, "It cannot be reached.", "Check.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut };

    private sealed class Session(TimeProvider clock) : StubSession(null)
    {
        public override DateTime UtcNow => clock.GetUtcNow().UtcDateTime;
    }

    private sealed class Report(RunningJob job) : SilentReport
    {
        public override Task ShowWaitAsync(WaitNotice? wait)
        {
            if (wait is not { } shown)
            {
                return job.ResumeAsync();
            }

            job.Wait(shown);
            return Task.CompletedTask;
        }

        public override void NoteResponse(bool hasCome) => job.NoteResponse(hasCome);
    }
}
