using System.Diagnostics;
using System.Globalization;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>A process of its own that measures something several times and prints lines of a name and a number; what counts is each name's median.</summary>
internal static class Probe
{
    /// <summary>The path of a script of the benchmark's.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>Runs this program again.</summary>
    public static Task<IReadOnlyDictionary<string, double>> OwnAsync(Target target, string[] arguments, CancellationToken token) =>
        RunAsync(Environment.ProcessPath!, target, arguments, token);

    /// <summary>Runs another program; null where the system has none of that name.</summary>
    public static async Task<IReadOnlyDictionary<string, double>?> FoundAsync(string program, Target target, string[] arguments, CancellationToken token) =>
        Find(program) is { } path ? await RunAsync(path, target, arguments, token) : null;

    /// <summary>The path of a program on the PATH; null where there is none.</summary>
    public static string? Find(string program) => Programs(program).FirstOrDefault();

    /// <summary>The path of a Python that has these modules; null where there is none.</summary>
    public static string? FindWithModules(params string[] modules) =>
        Programs("python3")
            .FirstOrDefault(path =>
            {
                using var process = Process.Start(new ProcessStartInfo(path, ["-c", $"import {string.Join(", ", modules)}"]) { RedirectStandardError = true })!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
                return process.ExitCode == 0;
            });

    /// <summary>Runs a program once.</summary>
    /// <returns>How long it took as a whole, in seconds, and the numbers that it printed.</returns>
    public static async Task<(double Seconds, IReadOnlyDictionary<string, double> Lines)> TimeAsync(
        string program,
        Target target,
        string[] arguments,
        CancellationToken token
    )
    {
        var started = Stopwatch.GetTimestamp();
        var lines = await RunAsync(program, target, arguments, token);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, lines);
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static IEnumerable<string> Programs(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
            .Where(File.Exists);

    private static async Task<IReadOnlyDictionary<string, double>> RunAsync(string program, Target target, string[] arguments, CancellationToken token)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        target.Write(start.Environment);
        using var process = Process.Start(start)!;
        using var killing = token.Register(() => process.Kill(entireProcessTree: true));
        var lines = (await process.StandardOutput.ReadToEndAsync(token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
        }

        return lines
            .Select(line => line.Trim().Split(' '))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture))
            .ToDictionary(group => group.Key, Median);
    }
}
