using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Evidence;

/// <summary>What recording costs a query, and what reading and testing a bag costs, in processor time.</summary>
internal sealed class EvidenceBenchmark : IBenchmark
{
    private const int Rows = 100_000;
    private const int Columns = 12;
    private const double RecordingBound = 1.10;
    private const double MemoryBound = 8;
    private const double TestBound = 1.5;
    private const double DerivingBound = 1.2;

    /// <inheritdoc/>
    public string Name => "evidence";

    /// <inheritdoc/>
    public string Summary =>
        $"processor time of recording / not recording, and memory beyond it; of Test-MdeEvidence without rows / hashing the same files; of deriving rows / reading "
        + $"them; the bounds are {RecordingBound}, {MemoryBound} MB, {TestBound} and {DerivingBound}";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var lab = await PreparedLab.StartAsync(token);
        var response = await PreparedResponse.CreateAsync(lab.Dialect("Graph"), WideTable.Create(Columns, Rows), isGzip: true, token);
        lab.Respond(_ => response);
        var target = await lab.TargetAsync("Graph", EvidenceProbe.Query, isGzip: true, token);
        var plain = await Probe.OwnAsync(target, [EvidenceProbe.Name, string.Empty], token);
        var recorded = await Probe.OwnAsync(target, [EvidenceProbe.Name, Directory.CreateDirectory(Path.Combine(lab.Folder, "evidence")).FullName], token);
        var recording = recorded["query"] / plain["query"];
        yield return new Figure("recording", [new("s", recorded["query"]), new("s without", plain["query"]), new("ratio", recording)])
        {
            IsWithinBound = recording <= RecordingBound,
        };
        var beyond = (recorded["peak"] - plain["peak"]) / 1e6;
        yield return new Figure("recording, memory", [new("peak MB", recorded["peak"] / 1e6), new("beyond MB", beyond)])
        {
            IsWithinBound = beyond <= MemoryBound,
        };
        yield return new Figure(
            "testing sums, chain, signature",
            [new("s", recorded["test"]), new("s of hashing", recorded["hash"]), new("ratio", recorded["test"] / recorded["hash"])]
        )
        {
            IsWithinBound = recorded["test"] / recorded["hash"] <= TestBound,
        };
        yield return new Figure(
            "deriving rows",
            [new("s", recorded["derive"]), new("s of reading", plain["query"]), new("ratio", recorded["derive"] / plain["query"])]
        )
        {
            IsWithinBound = recorded["derive"] / plain["query"] <= DerivingBound,
        };
    }
}
