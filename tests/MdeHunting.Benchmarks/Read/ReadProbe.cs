using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Read;

/// <summary>A process that reads one response again and again, through the module and by the bare loop in turn, and prints how long each took.</summary>
internal static class ReadProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-read";

    private const string Count = "Invoke-MdeHuntingQuery $args[0] -ErrorAction Stop | & { begin { $rows = 0 } process { $rows++ } end { $rows } }";

    // The consumer looks at no property and counts nothing: that would time the consumer.
    private const string Enumerate = "Invoke-MdeHuntingQuery $args[0] -ErrorAction Stop | & { process { } }";

    /// <summary>Runs it.</summary>
    /// <param name="rounds">How often, after the first ones that only warm up.</param>
    /// <param name="warmups">How many those are.</param>
    public static async Task<int> RunAsync(int rounds, int warmups)
    {
        var target = Target.Read();
        using var module = new HostedModule(target);
        using var http = Client(target);
        var rows = (int)module.Run(Count, target.Query)!.BaseObject;
        for (var round = -warmups; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            module.Run(Enumerate, target.Query);
            Print(round, "module", started);
            started = Stopwatch.GetTimestamp();
            var least = await Limit.ReadAsync(http, Request(target));
            Print(round, "limit", started);
            if (rows != least)
            {
                throw new InvalidOperationException($"The module gave {rows} rows, the limit {least}.");
            }
        }

        return 0;
    }

    private static void Print(int round, string what, long started)
    {
        if (round >= 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {Stopwatch.GetElapsedTime(started).TotalSeconds:F4}"));
        }
    }

    /// <summary>A client that trusts the lab.</summary>
    public static HttpClient Client(Target target)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(File.ReadAllText(target.RootCertificate)) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }

    /// <summary>The question as the module asks it.</summary>
    public static HttpRequestMessage Request(Target target)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Address)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { target.Query }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        return request;
    }
}
