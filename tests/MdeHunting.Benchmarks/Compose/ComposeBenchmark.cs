using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MdeHunting.Parameters;
using MdeHunting.Tables;

namespace MdeHunting.Benchmarks.Compose;

/// <summary>How long it takes to read values and to put them ahead of a query.</summary>
internal sealed class ComposeBenchmark : IBenchmark
{
    private const int Values = 10_000;
    private const int Rounds = 9;
    private const double Bound = 50;

    /// <inheritdoc/>
    public string Name => "compose";

    /// <inheritdoc/>
    public string Summary => $"ms to read {Values:N0} values of -Parameter and to compose a query with them; the bound is {Bound} ms for the composing";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask;
        const string query = "DeviceFileEvents | where SHA256 in (hashes) or RemoteUrlOrPath has_any (hashes) | summarize count() by DeviceName";
        var hashes = Enumerable.Range(0, Values).Select(number => $"{number:x64}").ToArray();
        var moments = Enumerable.Range(0, Values).Select(number => DateTime.UnixEpoch.AddMinutes(number)).ToArray();
        foreach (var (name, values) in new (string, Array)[] { ("strings", hashes), ("moments", moments) })
        {
            var (read, compose) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                token.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                var parameters = QueryParameters.Read(new Hashtable { ["hashes"] = values }, TimeZoneInfo.Utc);
                var atRead = watch.Elapsed.TotalMilliseconds;
                _ = parameters.Compose(query, TableCatalog.Bundled.All);
                if (round > 0)
                {
                    read.Add(atRead);
                    compose.Add(watch.Elapsed.TotalMilliseconds - atRead);
                }
            }

            read.Sort();
            compose.Sort();
            yield return new Figure($"{Values:N0} {name}", [new("read ms", read[Rounds / 2]), new("compose ms", compose[Rounds / 2])])
            {
                IsWithinBound = compose[Rounds / 2] <= Bound,
            };
        }
    }
}
