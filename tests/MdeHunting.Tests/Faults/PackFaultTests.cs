using System.Globalization;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>
/// Each fault while a pack is run in tenants: what a result says of its query is so, and its file has exactly the query's rows. A sweep that met one is gone on
/// with afterwards, and has everything then.
/// </summary>
public sealed class PackFaultTests(FaultyTenants tenants, ITestOutputHelper output) : IClassFixture<FaultyTenants>, IDisposable
{
    private static readonly (string Name, string Query, Func<long, bool> Has)[] Queries =
    [
        ("even", $"{FaultyTenants.Table} | where ReportId % 2 == 0 | project Timestamp, ReportId, FileName", static id => id % 2 == 0),
        ("none", $"{FaultyTenants.Table} | where ReportId < 0 | project Timestamp, ReportId, FileName", static _ => false),
        ("odd", $"{FaultyTenants.Table} | where ReportId % 2 == 1 | project Timestamp, ReportId, FileName", static id => id % 2 == 1),
    ];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-packfaults-");

    private string Folder => Path.Combine(_root.FullName, "run");

    private string Pack => Path.Combine(_root.FullName, "pack");

    /// <summary>The faults, at each place, in one tenant and in one of three; a quarter of them where the random tests don't run all of theirs.</summary>
    public static TheoryData<string, FaultPlace, bool> Arrangements()
    {
        var cases = new TheoryData<string, FaultPlace, bool>();
        foreach (var (number, fault) in Fault.All.Index())
        {
            foreach (var place in Enum.GetValues<FaultPlace>())
            {
                foreach (var several in new[] { false, true })
                {
                    if (Cases.AreAll || (number + (int)place + (several ? 2 : 0)) % 4 == 0)
                    {
                        cases.Add(fault.Name, place, several);
                    }
                }
            }
        }

        return cases;
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Arrangements))]
    public async Task What_a_result_says_is_so_and_the_sweep_goes_on(string name, FaultPlace place, bool several)
    {
        await tenants.HealAsync();
        Directory.CreateDirectory(Pack);
        foreach (var query in Queries)
        {
            File.WriteAllText(Path.Combine(Pack, query.Name + ".kql"), query.Query);
        }

        var fault = Fault.Named(name);
        var isOfOne = place is FaultPlace.EveryOfOne && fault.Respond is not null;
        if (isOfOne && !several)
        {
            // One query of the only tenant.
            tenants.State.Faults.OnQuery(query => query.Query.Contains("% 2 == 1", StringComparison.Ordinal), fault.Respond!(tenants.Elsewhere));
        }
        else
        {
            new FaultArrangement(tenants).Arrange(fault, place, several ? FaultMode.Tenants : FaultMode.Query);
        }

        var connections = several ? tenants.Connections : [.. tenants.Connections.Take(1)];
        var run = Sweep(connections, string.Empty);
        var results = Results(run);
        foreach (var result in results)
        {
            output.WriteLine($"{result.Connection} {result} {result.ErrorId}: {result.Error}");
        }

        Check(results, connections);
        Assert.All(results.Where(result => result.ErrorId == fault.ErrorId), result => Assert.Equal("Failed", result.Status));
        var shouldPass = fault.Passes && place is FaultPlace.First or FaultPlace.Later && fault.Passes;
        Assert.Equal(shouldPass, run.Errors.Count == 0 && results.TrueForAll(result => result.IsComplete));
        Assert.Equal(run.Errors.Count == 0, results.TrueForAll(result => result.IsComplete));
        if (isOfOne)
        {
            Assert.All(
                results.Where(result => several ? result.Connection != connections[FaultArrangement.Tenant].Name : result.Name != "odd"),
                result => Assert.True(result.IsComplete || fault.EndsConnection, result.Error)
            );
        }

        await tenants.HealAsync();
        var resumed = Sweep(connections, "-Resume");
        resumed.ThrowIfFailed();
        Check(Results(resumed), connections);
        Assert.All(Results(resumed), result => Assert.True(result.IsComplete, result.Error));
        Assert.Equal(
            results.Where(result => result.IsComplete).Select(result => $"{result.Connection} {result.Name}").Order(StringComparer.Ordinal),
            Results(resumed).Where(result => result.WasThere).Select(result => $"{result.Connection} {result.Name}").Order(StringComparer.Ordinal)
        );
    }

    private ShellResult Sweep(IReadOnlyList<MdeConnection> connections, string more) =>
        tenants.Shell.Run($"Invoke-MdeHuntingPack -Path $args[0] -OutputPath $args[1] -Connection $args[2] {more}", Pack, Folder, connections.ToArray());

    private static List<MdePackResult> Results(ShellResult run) => [.. run.Output.Select(one => (MdePackResult)one.BaseObject)];

    private void Check(IReadOnlyList<MdePackResult> results, IReadOnlyList<MdeConnection> connections)
    {
        Assert.Equal(
            connections.SelectMany(connection => Queries.Select(query => $"{connection.Name} {query.Name}")).Order(StringComparer.Ordinal),
            results.Select(result => $"{result.Connection} {result.Name}").Order(StringComparer.Ordinal)
        );
        foreach (var result in results)
        {
            var tenant = connections.ToList().FindIndex(connection => connection.Name == result.Connection);
            var query = Queries.Single(query => query.Name == result.Name);
            if (!result.IsComplete)
            {
                Assert.Contains(result.Status, (string[])["Failed", "Skipped"]);
                Assert.Null(result.ResultPath);
                Assert.Equal(0, result.Rows);
                Assert.EndsWith(".", result.Error!, StringComparison.Ordinal);
                continue;
            }

            var truth = tenants.Truth(tenant, _ => true).Where(row => query.Has(long.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture))).ToList();
            var rows = tenants
                .Shell.Run("Import-Csv -LiteralPath $args[0] | ForEach-Object { \"$($_.ReportId) $($_.FileName)\" }", result.ResultPath!)
                .ThrowIfFailed()
                .Output.Select(row => $"{row}");
            Assert.Equal(truth.Count == 0 ? "NothingFound" : "Found", result.Status);
            Assert.Equal(truth.Count, result.Rows);
            Assert.Equal(truth.Select(row => string.Join(' ', row.Split(' ').Skip(1))).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        }
    }
}
