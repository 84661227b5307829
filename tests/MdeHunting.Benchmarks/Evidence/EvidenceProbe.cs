using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using MdeHunting.Benchmarks.Probes;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Isolation;
using MdeHunting.Journal;

namespace MdeHunting.Benchmarks.Evidence;

/// <summary>A process that queries, with or without recording, and reads the bag again; it prints processor time, since others use the machine too.</summary>
internal static class EvidenceProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-evidence";

    /// <summary>The query.</summary>
    public const string Query = "DeviceProcessEvents";

    private const int Rounds = 5;
    private const string Ask = "Invoke-MdeHuntingQuery $args[0] -ErrorAction Stop";

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where bags are made; empty for not recording.</param>
    public static async Task<int> RunAsync(string folder)
    {
        var target = Target.Read();
        using var module = new HostedModule(target);
        var isRecording = folder.Length > 0;
        var bag = Path.Combine(folder, "bag");
        var script = isRecording ? $"{Ask} -EvidencePath $args[1] -SingleBag | Out-Null" : $"{Ask} | Out-Null";
        module.Run(script, Query, bag);
        for (var round = 0; round < Rounds; round++)
        {
            Print("query", Measure(() => module.Run(script, Query, bag)));
        }

        using (var process = Process.GetCurrentProcess())
        {
            Print("peak", process.PeakWorkingSet64);
        }

        if (!isRecording)
        {
            return 0;
        }

        module.Run("Stop-MdeEvidence $args[0] | Out-Null", bag);
        for (var round = 0; round < Rounds; round++)
        {
            Print("derive", Measure(() => module.Run("Import-MdeEvidence $args[0] -Number 2 | Out-Null", bag)));
            var before = ProcessorTime();
            var test = await new BagVerification(
                new JournalFiles(),
                bag,
                Skip,
                new TrustSettings(() => SigningLoader.Signing, DateTime.UtcNow, [], false),
                CancellationToken.None
            ).RunAsync();
            Print("test", ProcessorTime() - before);
            if (!test.Checks.Where(check => check.Name is not "Rows").All(check => check.Outcome != MdeEvidenceCheckResult.Failed))
            {
                throw new InvalidOperationException("The bag is not valid.");
            }

            Print("hash", Measure(() => Hash(bag)));
        }

        return 0;
    }

    // The sums, the chain and the signature alone.
    private static Task<StoredRows> Skip(StoredContent content, IRowSink rows) => Task.FromResult(new StoredRows(null, string.Empty, 0));

    private static void Hash(string bag)
    {
        foreach (var file in Directory.GetFiles(bag, "*", SearchOption.AllDirectories))
        {
            using var stream = File.OpenRead(file);
            SHA256.HashData(stream);
        }
    }

    private static double Measure(Action action)
    {
        var before = ProcessorTime();
        action();
        return ProcessorTime() - before;
    }

    private static double ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F4}"));
}
