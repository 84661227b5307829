using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MdeHunting.Benchmarks.Chaos;
using MdeHunting.Benchmarks.Check;
using MdeHunting.Benchmarks.Cold;
using MdeHunting.Benchmarks.Complete;
using MdeHunting.Benchmarks.Compose;
using MdeHunting.Benchmarks.Evidence;
using MdeHunting.Benchmarks.Find;
using MdeHunting.Benchmarks.Indicators;
using MdeHunting.Benchmarks.Memory;
using MdeHunting.Benchmarks.Packs;
using MdeHunting.Benchmarks.Read;
using MdeHunting.Benchmarks.Split;
using MdeHunting.Benchmarks.Sweep;

namespace MdeHunting.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project tests/MdeHunting.Benchmarks -- [part …] [--seeds N] [--json FILE]</c>: takes the figures of the parts, or of all.
/// </summary>
internal static class BenchmarkCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // A new part is a class and a line here.
    private static IBenchmark[] Parts(int seeds) =>
        [
            new ReadBenchmark(),
            new MemoryBenchmark(),
            new ColdBenchmark(),
            new SplitBenchmark(),
            new SweepBenchmark(),
            new CheckBenchmark(),
            new CompletionBenchmark(),
            new ComposeBenchmark(),
            new FindBenchmark(),
            new IndicatorBenchmark(),
            new PackBenchmark(),
            new EvidenceBenchmark(),
            new ChaosBenchmark(seeds),
        ];

    /// <summary>Runs the command.</summary>
    /// <returns>0; 1 where a bound is not kept, 2 where the command makes no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var all = Parts(ChaosBenchmark.UsualSeeds);
        var rest = arguments.ToList();
        if (
            !TryTake(rest, "--json", out var file)
            || !TryTake(rest, "--seeds", out var seeds)
            || !int.TryParse(seeds ?? $"{ChaosBenchmark.UsualSeeds}", NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !rest.TrueForAll(name => all.Any(part => part.Name == name))
        )
        {
            await errors.WriteLineAsync($"Usage: [{string.Join("] [", all.Select(part => part.Name))}] [--seeds N] [--json FILE]");
            return 2;
        }

        var parts = Parts(count).Where(part => rest.Count == 0 || rest.Contains(part.Name));

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        );
        var figures = new Dictionary<string, List<Figure>>();
        foreach (var part in parts)
        {
            await output.WriteLineAsync($"{part.Name}: {part.Summary}");
            figures[part.Name] = [];
            await foreach (var figure in part.RunAsync(stop.Token))
            {
                figures[part.Name].Add(figure);
                await output.WriteLineAsync($"  {figure}");
            }
        }

        if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Describe(figures), Indented), stop.Token);
        }

        return figures.Values.SelectMany(part => part).Any(figure => figure.IsWithinBound is false) ? 1 : 0;
    }

    // Takes an option with its value away; false where the value is missing.
    private static bool TryTake(List<string> arguments, string option, out string? value)
    {
        var place = arguments.IndexOf(option);
        value = place >= 0 ? arguments.ElementAtOrDefault(place + 1) : null;
        if (place >= 0)
        {
            arguments.RemoveRange(place, Math.Min(2, arguments.Count - place));
        }

        return place < 0 || value is not null;
    }

    private static object Describe(Dictionary<string, List<Figure>> figures) =>
        new
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Processors = Environment.ProcessorCount,
            Parts = figures.ToDictionary(
                part => part.Key,
                part =>
                    part.Value.Select(figure => new
                    {
                        figure.Case,
                        Values = figure.Values.ToDictionary(value => value.Key, value => value.Value),
                        figure.IsWithinBound,
                    })
            ),
        };
}
