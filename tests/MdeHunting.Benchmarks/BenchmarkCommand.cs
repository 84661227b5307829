using System.Runtime.InteropServices;
using System.Text.Json;
using MdeHunting.Benchmarks.Cold;
using MdeHunting.Benchmarks.Memory;
using MdeHunting.Benchmarks.Read;
using MdeHunting.Benchmarks.Split;
using MdeHunting.Benchmarks.Sweep;

namespace MdeHunting.Benchmarks;

/// <summary><c>dotnet run -c Release --project tests/MdeHunting.Benchmarks -- [part …] [--json FILE]</c>: takes the figures of the parts, or of all.</summary>
internal static class BenchmarkCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // A new part is a class and a line here.
    private static readonly IBenchmark[] Parts = [new ReadBenchmark(), new MemoryBenchmark(), new ColdBenchmark(), new SplitBenchmark(), new SweepBenchmark()];

    /// <summary>Runs the command.</summary>
    /// <returns>0; 1 where a bound is not kept, 2 where the command makes no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (!TryRead(arguments, out var parts, out var file))
        {
            await errors.WriteLineAsync($"Usage: [{string.Join("] [", Parts.Select(part => part.Name))}] [--json FILE]");
            return 2;
        }

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

    private static bool TryRead(string[] arguments, out IReadOnlyList<IBenchmark> parts, out string? file)
    {
        var names = arguments.ToList();
        var option = names.IndexOf("--json");
        file = option >= 0 ? names.ElementAtOrDefault(option + 1) : null;
        if (option >= 0)
        {
            names.RemoveRange(option, Math.Min(2, names.Count - option));
        }

        parts = names.Count == 0 ? Parts : [.. Parts.Where(part => names.Contains(part.Name))];
        return (option < 0 || file is not null) && names.All(name => Parts.Any(part => part.Name == name));
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
