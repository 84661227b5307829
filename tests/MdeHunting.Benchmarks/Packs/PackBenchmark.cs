using System.Globalization;
using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;
using MdeHunting.Contract;
using MdeHunting.Packs.Sweeping;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Packs;

/// <summary>
/// How long a new process takes to read a thousand files of published queries, beyond one that reads none; and how long 200 queries on each of ten tenants
/// take against quotas of 45 calls a minute, beside the least that the quotas allow, on a clock that jumps.
/// </summary>
internal sealed class PackBenchmark : IBenchmark
{
    private const int Files = 1_000;
    private const double MostSeconds = 5;
    private const int Rounds = 3;
    private const int Queries = 200;
    private const int Tenants = 10;
    private const int CallsPerMinute = 45;
    private const int Places = 5;
    private const double Bound = 1.05;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Name => "packs";

    /// <inheritdoc/>
    public string Summary =>
        FormattableString.Invariant(
            $"seconds that a new process takes to read {Files:N0} files of queries, beyond a bare shell (the bound is {MostSeconds} s); "
        )
        + FormattableString.Invariant($"minutes for {Queries} queries on each of {Tenants} tenants, {CallsPerMinute} calls a minute; ")
        + FormattableString.Invariant($"the bound is {Bound} x the least, and no refusal");

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        foreach (var reserve in new[] { 0, 20 })
        {
            yield return await SweepAsync(reserve).WaitAsync(token);
        }

        await using var lab = await PreparedLab.StartAsync(token);
        var target = await lab.TargetAsync("Graph", "DeviceInfo", isGzip: true, token);
        var folder = Path.Combine(lab.Folder, "packs");
        var queries = WildPacks.Write(folder, Files);
        var bare = await MeasureAsync(target, string.Empty, token);
        var found = await MeasureAsync(target, folder, token);
        yield return new Figure(
            FormattableString.Invariant($"{Files:N0} files read"),
            [
                new("s beyond", found.Seconds - bare.Seconds),
                new("processor s beyond", found.Processor - bare.Processor),
                new("MB beyond", found.Peak - bare.Peak),
                new("queries", found.Count),
            ]
        )
        {
            IsWithinBound = found.Seconds - bare.Seconds <= MostSeconds && (int)found.Count == queries,
        };
    }

    private static async Task<Figure> SweepAsync(int reserve)
    {
        var clock = new EventClock();
        var started = clock.GetUtcNow();
        QuotaSession[] sessions = [.. Enumerable.Range(0, Tenants).Select(_ => new QuotaSession(clock, CallsPerMinute, Latency))];
        MdeConnection[] connections = [.. sessions.Select((session, number) => new MdeConnection($"T{number}", null, session))];
        var sending = SendingOptions.Default with { Reserve = reserve / 100.0 };
        var run = new RunOptions(new TimeRangeRequest(null, null, null), MdeHunting.Running.Windows.Split.Off, Force: false, null, sending);
        MdePackQuery[] queries = [.. Enumerable.Range(0, Queries).Select(number => new MdePackQuery($"Q{number}", $"print {number}"))];
        PackSweep? sweep = null;
        Func<PipelineStreams, CancellationToken, Task> body = async (streams, stopping) =>
        {
            sweep = new PackSweep(connections, new PackSweepOptions(run, Places, QueryParameters.None), streams);
            var work = sweep.RunAsync(queries, stopping);
            await clock.RunAsync(work, () => sweep.Active);
        };
        using var shell = new Shell(("Start-Body", typeof(RunBodyCommand)));
        var results = await Task.Run(() => shell.Run("Start-Body $args[0]", body).ThrowIfFailed().Output);

        // The first so many go at once, and as many each minute after.
        var share = (int)Math.Floor(CallsPerMinute * (1 - reserve / 100.0));
        double least = (Queries - 1) / share;
        var took = sessions.Max(session => (session.Last - started).TotalMinutes);
        var refusals = sessions.Sum(session => session.Refusals);
        return new Figure(
            string.Create(CultureInfo.InvariantCulture, $"-ReserveQuota {reserve}"),
            [new("least", least), new("took", took), new("ratio", took / least), new("refusals", refusals), new("results", results.Count)]
        )
        {
            IsWithinBound = took <= Bound * least && refusals == 0 && results.Count == Queries * Tenants,
        };
    }

    private static async Task<(double Seconds, double Processor, double Peak, double Count)> MeasureAsync(Target target, string folder, CancellationToken token)
    {
        var (seconds, processor, peak, count) = (new List<double>(), new List<double>(), new List<double>(), 0d);
        for (var round = 0; round <= Rounds; round++)
        {
            var (took, lines) = await Probe.TimeAsync(Environment.ProcessPath!, target, [PackProbe.Name, folder], token);
            count = lines["count"];
            if (round > 0)
            {
                seconds.Add(took);
                processor.Add(lines["processor"]);
                peak.Add(lines["peak"]);
            }
        }

        return (Probe.Median(seconds), Probe.Median(processor), Probe.Median(peak), count);
    }
}
