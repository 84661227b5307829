using System.Diagnostics;
using System.Globalization;
using MdeHunting.Benchmarks.Probes;
using MdeHunting.Benchmarks.Read;

namespace MdeHunting.Benchmarks.Memory;

/// <summary>A process that lets rows flow past and prints what memory that took.</summary>
internal static class MemoryProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-memory";

    /// <summary>The word by which the benchmark starts the one that keeps a result.</summary>
    public const string ResultName = "--probe-result";

    /// <summary>The query with few rows, which brings everything in that is needed but for rows.</summary>
    public const string Few = "DeviceInfo";

    /// <summary>The query with many.</summary>
    public const string Many = "DeviceProcessEvents";

    private const string Ask =
        "Invoke-MdeHuntingQuery $args[0] -StartTime ([datetime]::UtcNow.Date.AddDays(-20)) -EndTime ([datetime]::UtcNow.Date.AddDays($args[1] - 20)) "
        + "-Split 1.00:00:00 -ErrorAction Stop";

    // Out-Null keeps nothing, but binds a parameter for each row, which is none of the module's memory.
    private const string Flow = Ask + " | Out-Null";
    private const string Keep = "$null = " + Ask;

    /// <summary>Runs it.</summary>
    /// <param name="windows">Of how many windows the query is.</param>
    /// <param name="rounds">How often the allocation is taken; the working set only the first time.</param>
    public static async Task<int> RunAsync(int windows, int rounds)
    {
        var target = Target.Read();
        using var module = new HostedModule(target);
        module.Run(Flow, Few, windows);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = WorkingSet();
        module.Run(Flow, Many, windows);
        Print("before", before);
        Print("growth", Process.GetCurrentProcess().PeakWorkingSet64 - before);

        using var http = ReadProbe.Client(target);
        for (var round = 0; round < rounds; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            module.Run(Keep, Many, 1);
            Print("allocated", (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 100_000.0);

            var least = await Limit.AllocateAsync(http, ReadProbe.Request(target));
            Print("need", least);
        }

        return 0;
    }

    /// <summary>Keeps a result, and then looks at each of its rows.</summary>
    /// <param name="windows">Of how many windows the query is.</param>
    public static int RunResult(int windows)
    {
        var target = Target.Read();
        using var module = new HostedModule(target);
        module.Run(Flow, Few, windows);
        var started = Stopwatch.GetTimestamp();
        module.Run($"$global:result = {Ask} -AsResult", Many, windows);
        Print("kept", Peak());
        Print("seconds", Stopwatch.GetElapsedTime(started).TotalSeconds);
        started = Stopwatch.GetTimestamp();
        module.Run("foreach ($row in $result.Rows) { $null = $row.Timestamp }");
        Print("read", Peak());
        Print("reading", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return 0;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F2}"));
}
