using System.Runtime.CompilerServices;
using System.Text;
using MdeHunting.Sweeps;
using MdeHunting.Tables;

namespace MdeHunting.Benchmarks.Find;

/// <summary>How many calls a sweep for indicators takes, beside the fewest that the limits allow.</summary>
internal sealed class FindBenchmark : IBenchmark
{
    private const double Bound = 1.1;

    /// <inheritdoc/>
    public string Name => "find";

    /// <inheritdoc/>
    public string Summary =>
        $"calls of Find-MdeIndicator over 30 days in one tenant with every documented table; the bound is {Bound} times tables x chunks (256 KiB of text)";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask;
        SweptTable[] tables = [.. TableCatalog.Bundled.All.Where(table => table.RetiredOn is null).Select(IndicatorColumns.Bundled.Of).OfType<SweptTable>()];
        foreach (var count in new[] { 50, 5_000, 50_000 })
        {
            token.ThrowIfCancellationRequested();
            var indicators = Mixed(count);
            var plan = new SweepPlanner(SweepLimits.Default).Plan(indicators, tables);
            var fewest = tables.Sum(table => Fewest(table, [.. indicators.Where(one => SweepPlanner.IsIn(one, table))]));
            SweptIndicator[] hashes = [.. indicators.Where(one => one.Indicator.Kind == MdeIndicatorType.Sha256)];
            var widening = new SweepPlanner(SweepLimits.Default).Plan(hashes, tables.Where(table => table.HashPairs.Any()));
            yield return new Figure(
                $"{count:N0} indicators",
                [
                    new("calls", plan.Count),
                    new("tables", plan.Select(step => step.Table.Name).Distinct().Count()),
                    new("fewest", fewest),
                    new("more with -Widen", widening.Count),
                    new("MiB of text", plan.Sum(step => Encoding.UTF8.GetByteCount(step.Write())) / 1048576.0),
                ]
            )
            {
                IsWithinBound = plan.Count <= fewest * Bound,
            };
        }
    }

    private static int Fewest(SweptTable table, SweptIndicator[] indicators)
    {
        if (indicators.Length == 0)
        {
            return 0;
        }

        var limits = SweepLimits.Default;
        var text = Encoding.UTF8.GetByteCount(new SweepQuery(table, indicators).Write());
        var words = SweepQuery.Lists(indicators).Where(list => SweepTest.IsOfWords(list.Key)).Select(list => list.Value.Count).DefaultIfEmpty().Max();
        return Math.Max((int)Math.Ceiling((double)text / limits.TextBytes), (int)Math.Ceiling((double)words / limits.Words));
    }

    private static SweptIndicator[] Mixed(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    (i % 8) switch
                    {
                        0 or 1 => (MdeIndicatorType.Sha256, $"{i:x64}"),
                        2 => (MdeIndicatorType.Sha1, $"{i:x40}"),
                        3 => (MdeIndicatorType.Md5, $"{i:x32}"),
                        4 => (MdeIndicatorType.IPv4, $"198.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}"),
                        5 => (MdeIndicatorType.Domain, $"host{i}.evil-things.example"),
                        6 => (MdeIndicatorType.Url, $"https://page{i}.evil-things.example/some/path?id={i}"),
                        _ => (MdeIndicatorType.FileName, $"loader{i}.dll"),
                    }
                )
                .Select(one => new SweptIndicator(new MdeIndicator(one.Item1, one.Item2, one.Item2))),
        ];
}
