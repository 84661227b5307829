using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;
using MdeHunting.Checks;
using MdeHunting.Tables;

namespace MdeHunting.Benchmarks.Check;

/// <summary>How long it takes to check a query, and how many methods the first check compiles.</summary>
internal sealed class CheckBenchmark : IBenchmark
{
    private const int Rounds = 2000;
    private const double Bound = 1;

    // Twenty lines, as people write them.
    private const string Query = """
        let lookback = 7d;
        let suspicious = dynamic(["powershell.exe", "cmd.exe", "wscript.exe"]);
        let hosts = DeviceInfo
            | where Timestamp > ago(lookback)
            | summarize arg_max(Timestamp, *) by DeviceId
            | where OSPlatform startswith "Windows"
            | project DeviceId, DeviceName, OSPlatform;
        DeviceProcessEvents
        | where Timestamp > ago(lookback)
        | where FileName in~ (suspicious) and isnotempty(SHA1)
        | extend Arguments = split(ProcessCommandLine, " "), Folder = tolower(FolderPath)
        | mv-expand Argument = Arguments to typeof(string)
        | where Argument startswith "-enc"
        | join kind=inner hosts on DeviceId
        | summarize Count = count(), Devices = dcount(DeviceId), Last = max(Timestamp) by AccountName, FileName, bin(Timestamp, 1h)
        | extend Rate = round(1.0 * Count / Devices, 2)
        | where Rate > 1 and Last > ago(1d)
        | project Last, AccountName, FileName, Count, Devices, Rate
        | order by Last desc
        | take 100
        """;

    /// <inheritdoc/>
    public string Name => "check";

    /// <inheritdoc/>
    public string Summary => $"ms to check a query of 20 lines; the bound is {Bound} ms. Methods compiled and ms of the first check, in this process";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask;
        foreach (var (name, isOfRun) in new[] { ("as Invoke-MdeHuntingQuery checks", true), ("with all rules", false) })
        {
            var methods = JitInfo.GetCompiledMethodCount();
            var watch = Stopwatch.StartNew();
            QueryCheck.Of(Query, TableCatalog.Bundled.All, DateTime.UnixEpoch, isOfRun);
            var (first, compiled) = (watch.Elapsed.TotalMilliseconds, JitInfo.GetCompiledMethodCount() - methods);
            for (var round = 0; round < Rounds; round++)
            {
                QueryCheck.Of(Query, TableCatalog.Bundled.All, DateTime.UnixEpoch, isOfRun);
            }

            token.ThrowIfCancellationRequested();
            watch.Restart();
            for (var round = 0; round < Rounds; round++)
            {
                QueryCheck.Of(Query, TableCatalog.Bundled.All, DateTime.UnixEpoch, isOfRun);
            }

            var each = watch.Elapsed.TotalMilliseconds / Rounds;
            yield return new Figure(name, [new("ms", each), new("first ms", first), new("methods compiled", compiled)]) { IsWithinBound = each <= Bound };
        }
    }
}
