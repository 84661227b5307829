using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Memory;

/// <summary>How much memory rows take that flow to a consumer which keeps none.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const int Rows = 100_000;
    private const int Columns = 12;
    private const int Windows = 10;
    private const int Rounds = 3;
    private const double GrowthBound = 48;
    private const double ResultBound = 600;
    private const double AllocationBound = 1.05;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Summary =>
        $"MB by which the working set grows beyond the compressed body, and bytes allocated a row, and the peak of a kept result; the bounds are {GrowthBound} MB, "
        + $"{AllocationBound} x what the objects need, and {ResultBound} MB";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var lab = await PreparedLab.StartAsync(token);
        var table = WideTable.Create(Columns, Rows);
        var few = await PreparedResponse.CreateAsync(lab.Dialect("Endpoint"), table with { Rows = [.. table.Rows.Take(100)] }, isGzip: true, token);
        var many = await PreparedResponse.CreateAsync(lab.Dialect("Endpoint"), table, isGzip: true, token);
        lab.Respond(query => query.Contains(MemoryProbe.Few, StringComparison.Ordinal) ? few : many);
        var target = await lab.TargetAsync("Endpoint", MemoryProbe.Many, isGzip: true, token);
        foreach (var windows in new[] { 1, Windows })
        {
            var found = await Probe.OwnAsync(target, [MemoryProbe.Name, $"{windows}", $"{Rounds}"], token);
            var growth = (found["growth"] - many.Length) / 1e6;
            yield return new Figure(
                $"{windows * Rows:N0} rows, working set",
                [new("before MB", found["before"] / 1e6), new("body MB", many.Length / 1e6), new("beyond MB", growth)]
            )
            {
                IsWithinBound = growth <= GrowthBound,
            };
            var need = found["need"];
            yield return new Figure(
                $"{windows * Rows:N0} rows, allocation",
                [new("bytes a row", found["allocated"]), new("the objects need", need), new("ratio", found["allocated"] / need)]
            )
            {
                IsWithinBound = found["allocated"] / need <= AllocationBound,
            };
        }

        var four = await PreparedResponse.CreateAsync(
            lab.Dialect("Endpoint"),
            WideTable.Create(["Timestamp", "DeviceName", "FileName", "FileSize"], Rows),
            isGzip: true,
            token
        );
        lab.Respond(query => query.Contains(MemoryProbe.Few, StringComparison.Ordinal) ? few : four);
        var kept = await Probe.OwnAsync(target, [MemoryProbe.ResultName, $"{Windows}"], token);
        yield return new Figure(
            $"{Windows * Rows:N0} rows of 4 columns, -AsResult",
            [
                new("peak MB", kept["kept"] / 1e6),
                new("s", kept["seconds"]),
                new("each row read, peak MB", kept["read"] / 1e6),
                new("s of that", kept["reading"]),
            ]
        )
        {
            IsWithinBound = kept["read"] / 1e6 <= ResultBound,
        };
    }
}
