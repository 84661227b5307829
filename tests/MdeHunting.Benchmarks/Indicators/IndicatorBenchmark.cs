using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Indicators;

/// <summary>How long a new process takes to read indicators of each format, beyond one that reads none, and how much memory.</summary>
internal sealed class IndicatorBenchmark : IBenchmark
{
    private const int Count = 100_000;
    private const int Rounds = 3;
    private const double Bound = 3;

    // What the form of a value alone tells, in turn.
    private static readonly (string Csv, string Misp, string Stix, string OpenIoc)[] Types =
    [
        ("sha256", "sha256", "file:hashes.'SHA-256'", "FileItem/Sha256sum"),
        ("domain", "domain", "domain-name:value", "DnsEntryItem/Host"),
        ("ipv4", "ip-dst", "ipv4-addr:value", "PortItem/remoteIP"),
        ("url", "url", "url:value", "Network/URI"),
    ];

    /// <inheritdoc/>
    public string Name => "indicators";

    /// <inheritdoc/>
    public string Summary =>
        FormattableString.Invariant($"seconds and peak MB of a new process that imports the module and {Count:N0} indicators, beyond those of a bare shell; ")
        + FormattableString.Invariant($"the bound is {Bound} s");

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var lab = await PreparedLab.StartAsync(token);
        var target = await lab.TargetAsync("Graph", "DeviceInfo", isGzip: true, token);
        var bare = await MeasureAsync(target, string.Empty, token);
        yield return new Figure("bare shell", [new("s", bare.Seconds), new("processor s", bare.Processor), new("peak MB", bare.Peak)]);
        foreach (var (name, text) in Documents())
        {
            var file = Path.Combine(lab.Folder, name);
            await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), token);
            var found = await MeasureAsync(target, file, token);
            var beyond = found.Seconds - bare.Seconds;
            yield return new Figure(
                FormattableString.Invariant($"{found.Count:N0} of {name}"),
                [
                    new("s beyond", beyond),
                    new("processor s beyond", found.Processor - bare.Processor),
                    new("MB beyond", found.Peak - bare.Peak),
                    new("file MB", new FileInfo(file).Length / 1e6),
                ]
            )
            {
                IsWithinBound = beyond <= Bound && (int)found.Count == Count,
            };
        }
    }

    private static async Task<(double Seconds, double Processor, double Peak, double Count)> MeasureAsync(Target target, string file, CancellationToken token)
    {
        var (seconds, processor, peak, count) = (new List<double>(), new List<double>(), new List<double>(), 0d);
        for (var round = 0; round <= Rounds; round++)
        {
            var (took, lines) = await Probe.TimeAsync(Environment.ProcessPath!, target, [IndicatorProbe.Name, file], token);
            count = lines["count"];
            if (round > 0)
            {
                seconds.Add(took);
                processor.Add(lines["processor"]);
                peak.Add(lines["peak"]);
            }
        }

        return (Probe.Median(seconds), Probe.Median(processor), Probe.Median(peak), count);
    }

    private static IEnumerable<(string Name, string Text)> Documents()
    {
        yield return ("list.txt", Joined("\n", string.Empty, string.Empty, (_, value) => value));
        yield return ("report.md", Joined("\n", "# Report\n\n", "\n", (_, value) => $"- It was seen at {value.Replace(".", "[.]")} twice, see below."));
        yield return (
            "page.html",
            Joined("\n", "<!DOCTYPE html>\n<html><body><ul>\n", "\n</ul></body></html>\n", (_, value) => $"<li>Seen: <b>{value}</b></li>")
        );
        yield return ("list.csv", Joined("\n", "type,value,comment\n", "\n", (type, value) => $"{Types[type].Csv},{value},seen"));
        yield return (
            "bundle.json",
            Joined(
                ",\n",
                "{\"type\":\"bundle\",\"objects\":[\n",
                "\n]}\n",
                (type, value) =>
                    "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\","
                    + $"\"pattern\":\"[{Types[type].Stix} = '{value}']\"}}"
            )
        );
        yield return (
            "event.json",
            Joined(
                ",\n",
                "{\"Event\":{\"info\":\"A case\",\"Attribute\":[\n",
                "\n]}}\n",
                (type, value) => $"{{\"type\":\"{Types[type].Misp}\",\"category\":\"Network activity\",\"to_ids\":true,\"value\":\"{value}\"}}"
            )
        );
        yield return (
            "case.ioc",
            Joined(
                "\n",
                "<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><definition><Indicator operator=\"OR\">\n",
                "\n</Indicator></definition></ioc>\n",
                (type, value) =>
                    $"<IndicatorItem condition=\"is\"><Context search=\"{Types[type].OpenIoc}\"/><Content type=\"string\">{value}</Content></IndicatorItem>"
            )
        );
    }

    private static string Joined(string between, string before, string behind, Func<int, string, string> item) =>
        before + string.Join(between, Enumerable.Range(0, Count).Select(number => item(number % Types.Length, Value(number)))) + behind;

    private static string Value(int number) =>
        (number % Types.Length) switch
        {
            0 => number.ToString("x64", CultureInfo.InvariantCulture),
            1 => string.Create(CultureInfo.InvariantCulture, $"host{number}.bad-domain.example"),
            2 => string.Create(CultureInfo.InvariantCulture, $"45.{number / 65536}.{number / 256 % 256}.{number % 256}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"https://www.bad-domain.example/path/{number}/file?id={number}"),
        };
}
