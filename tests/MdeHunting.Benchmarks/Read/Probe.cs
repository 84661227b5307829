using System.Diagnostics;
using System.Globalization;

namespace MdeHunting.Benchmarks.Read;

/// <summary>A process of its own that measures something several times and prints lines of a name and a number; what counts is each name's median.</summary>
internal static class Probe
{
    /// <summary>The path of a script of the benchmark's.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>Runs this program again.</summary>
    public static Task<IReadOnlyDictionary<string, double>> OwnAsync(Target target, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync(Environment.ProcessPath!, target, arguments, cancellationToken);

    /// <summary>Runs another program; null where the system has none of that name.</summary>
    public static async Task<IReadOnlyDictionary<string, double>?> FoundAsync(string program, Target target, string[] arguments, CancellationToken cancellationToken) =>
        Find(program) is { } path ? await RunAsync(path, target, arguments, cancellationToken) : null;

    /// <summary>The path of a program on the PATH; null where there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
        .FirstOrDefault(File.Exists);

    private static async Task<IReadOnlyDictionary<string, double>> RunAsync(string program, Target target, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        target.Write(start.Environment);
        using var process = Process.Start(start)!;
        using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
        return lines.Select(line => line.Trim().Split(' ')).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture))
            .ToDictionary(group => group.Key, group => Median([.. group]));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}
