using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Read;

/// <summary>How long it takes from the question to the last row, beside the bare loop, Python and Invoke-RestMethod.</summary>
internal sealed class ReadBenchmark : IBenchmark
{
    private const int Rows = 100_000;
    private const int Warmups = 3;
    private const int Rounds = 5;
    private const int SlowRounds = 2;
    private const double LimitBound = 1.25;
    private const double PythonBound = 1.0;
    private const double RestMethodBound = 0.15;
    private const double CsvBound = 0.25;
    private const string Query = "Wide";

    /// <inheritdoc/>
    public string Name => "read";

    /// <inheritdoc/>
    public string Summary =>
        $"seconds for {Rows:N0} rows; the bounds are {LimitBound} x the limit, {PythonBound} x Python, {RestMethodBound} x Invoke-RestMethod, {CsvBound} x "
        + "Invoke-RestMethod | Export-Csv";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var lab = await PreparedLab.StartAsync(token);
        foreach (var columns in new[] { 12, 40 })
        {
            var table = WideTable.Create(columns, Rows);
            foreach (var api in new[] { "Graph", "Endpoint", "Xdr" })
            {
                foreach (var isGzip in new[] { true, false })
                {
                    var response = await PreparedResponse.CreateAsync(lab.Dialect(api), table, isGzip, token);
                    lab.Respond(_ => response);
                    var target = await lab.TargetAsync(api, Query, isGzip, token);
                    await foreach (var figure in MeasureAsync($"{columns} columns, {api}, {(isGzip ? "gzip" : "plain")}", response, target, lab.Folder, token))
                    {
                        yield return figure;
                    }
                }
            }
        }
    }

    private static async IAsyncEnumerable<Figure> MeasureAsync(
        string name,
        PreparedResponse response,
        Target target,
        string folder,
        [EnumeratorCancellation] CancellationToken token
    )
    {
        var own = await Probe.OwnAsync(target, [ReadProbe.Name, $"{Rounds}", $"{Warmups}"], token);
        var python = await Probe.FoundAsync("python3", target, [Probe.Script("read.py"), $"{Rounds}"], token);
        var shell = await Probe.FoundAsync("pwsh", target, ["-NoProfile", "-File", Probe.Script("read.ps1"), $"{SlowRounds}", folder], token);
        var module = own["module"];
        yield return new Figure(name, [new("MB", response.ContentLength / 1e6), new("MB on the wire", response.Length / 1e6), new("module", module)])
        {
            IsWithinBound = null,
        };
        yield return Ratio(name + ": ÷ limit", module, own["limit"], LimitBound);
        if (python is not null)
        {
            yield return Ratio(name + ": ÷ Python", module, python["python"], PythonBound);
        }

        if (shell is not null)
        {
            yield return Ratio(name + ": ÷ Invoke-RestMethod", shell["module-rows"], shell["irm-rows"], RestMethodBound);
            yield return Ratio(name + ": Export-Csv ÷ Invoke-RestMethod's", shell["module-csv"], shell["irm-csv"], CsvBound);
        }
    }

    private static Figure Ratio(string name, double seconds, double other, double bound) =>
        new(name, [new("seconds", seconds), new("other", other), new("ratio", seconds / other)]) { IsWithinBound = seconds / other <= bound };
}
