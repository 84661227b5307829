using System.Globalization;
using System.Runtime.CompilerServices;
using MdeHunting.TestKit.Chaos;

namespace MdeHunting.Benchmarks.Chaos;

/// <summary>A million rows by <c>-Split Auto</c> while a third of all requests go wrong, each in its own way.</summary>
/// <param name="seeds">How many runs, each by another seed.</param>
internal sealed class ChaosBenchmark(int seeds) : IBenchmark
{
    /// <summary>How many runs it has unless told otherwise.</summary>
    public const int UsualSeeds = 3;

    private const int Rows = 1_000_000;
    private const int RowLimit = 20_000;
    private const double Share = 0.35;

    /// <inheritdoc/>
    public string Name => "chaos";

    /// <inheritdoc/>
    public string Summary =>
        $"{Rows:N0} rows in windows while {Share:P0} of the requests meet one of {ChaosFault.KindCount} faults, for each seed (--seeds N); no row is untold, "
        + "doubled, wrong or out of order";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            await using var chaos = await ChaosLab.StartAsync(seed, Rows, RowLimit, Share, token);
            var outcome = await chaos.RunAsync(token);
            yield return new Figure(
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}"),
                [
                    new("rows", outcome.Rows),
                    new("windows named missing", outcome.Missing.Count),
                    new("untold", outcome.Untold),
                    new("doubled", outcome.Doubled),
                    new("wrong", outcome.Wrong),
                    new("out of order", outcome.Disordered),
                    new("calls", outcome.Calls),
                    new("faults", outcome.Faults),
                    new("waited s", outcome.Waited.TotalSeconds),
                ]
            )
            {
                IsWithinBound = outcome.IsHonest && (outcome.Thrown is null || outcome.Missing.Count > 0),
            };
        }
    }
}
