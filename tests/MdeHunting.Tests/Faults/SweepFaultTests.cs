using System.Globalization;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>
/// Each fault while tenants are swept: the ledger says of each indicator, tenant and table what was searched, and what it says is so. A sweep into a folder is
/// gone on with afterwards.
/// </summary>
public abstract class SweepFaultCase(FaultyTenants tenants, ITestOutputHelper output, FaultPlace place) : IDisposable
{
    private const int Row = 7;
    private const string Nowhere = "nowhere.exe";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-faults-");

    private string Folder => Path.Combine(_root.FullName, "run");

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>The faults, in one tenant and in one of three.</summary>
    protected static TheoryData<string, bool> Faults(FaultPlace place)
    {
        var cases = new TheoryData<string, bool>();
        foreach (var (number, fault) in Fault.All.Index())
        {
            foreach (var several in new[] { false, true })
            {
                if (Cases.AreAll || (number + (several ? 1 : 0)) % 4 == (int)place)
                {
                    cases.Add(fault.Name, several);
                }
            }
        }

        return cases;
    }

    protected async Task CheckAsync(string name, bool several)
    {
        await tenants.HealAsync();
        var fault = Fault.Named(name);
        var isOfOne = place is not FaultPlace.Every && fault.Respond is not null;
        if (place is FaultPlace.EveryOfOne && isOfOne && !several)
        {
            // One table of the only tenant.
            tenants.State.Faults.OnQuery(query => query.Query.Contains("DeviceFileEvents", StringComparison.Ordinal), fault.Respond!(tenants.Elsewhere));
        }
        else
        {
            new FaultArrangement(tenants).Arrange(fault, place, several ? FaultMode.Tenants : FaultMode.Query);
        }

        var connections = several ? tenants.Connections : [.. tenants.Connections.Take(1)];
        var found = Sweep(connections, string.Empty);
        var ledger = Ledger();

        output.WriteLine($"{name}, {place}, {(several ? "three tenants" : "one tenant")}:");
        foreach (var entry in ledger)
        {
            output.WriteLine($"  {entry.Connection} {entry}, {string.Join(',', entry.Tables)}: {entry.Reason}");
        }

        foreach (var error in found.Errors)
        {
            output.WriteLine($"  {error}");
        }

        Check(ledger, connections);

        // A query that runs too long is asked again for fewer indicators.
        var shouldPass = (fault.Passes || fault.ErrorId == "QueryTimeout") && place is (FaultPlace.First or FaultPlace.Later);
        Assert.Equal(shouldPass, found.Errors.Count == 0 && found.Thrown is null && ledger.All(entry => entry.IsComplete));
        foreach (var connection in connections)
        {
            var isHit = ledger.Any(entry => entry.Connection == connection.Name && !entry.IsComplete);
            Assert.Equal(isHit, Texts(found).Any(error => connections.Count == 1 || error.Contains($"{connection.Name}, ", StringComparison.Ordinal)));
            if (several && isOfOne && connection != connections[FaultArrangement.Tenant])
            {
                Assert.False(isHit);
            }
        }

        await tenants.HealAsync();
        var resumed = Sweep(connections, Directory.Exists(Folder) ? "-Resume" : string.Empty);
        Assert.Empty(Texts(resumed));
        Check(Ledger(), connections);
        Assert.All(Ledger(), entry => Assert.True(entry.IsComplete, entry.Reason));
        Assert.Equal(
            connections.SelectMany((_, tenant) => FaultyTenants.Tables.Select(table => $"{NameOf(tenant)} {table}")).Order(StringComparer.Ordinal),
            tenants
                .Shell.Run("Get-ChildItem $args[0] -Recurse -Filter *.csv | Import-Csv | ForEach-Object { \"$($_.Value) $($_.Table)\" }", Folder)
                .ThrowIfFailed()
                .Output.Select(hit => $"{hit}")
                .Order(StringComparer.Ordinal)
        );
    }

    private ShellResult Sweep(IReadOnlyList<MdeConnection> connections, string more) =>
        tenants.Shell.Run(
            $"$names = $args[4..99]; $names | ConvertTo-MdeIndicator -Type FileName | Find-MdeIndicator -Connection $args[1] "
                + $"-Table {string.Join(", ", FaultyTenants.Tables)} -StartTime $args[2] -EndTime $args[3] -OutputPath $args[0] {more}",
            [Folder, connections.ToArray(), tenants.Start, tenants.End, .. connections.Select((_, tenant) => NameOf(tenant)), Nowhere]
        );

    private List<MdeIndicatorLedgerEntry> Ledger() =>
        [.. tenants.Shell.Run("Get-MdeIndicatorLedger").ThrowIfFailed().Output.Select(entry => (MdeIndicatorLedgerEntry)entry.BaseObject)];

    private static IEnumerable<string> Texts(ShellResult result) =>
        result.Errors.Select(error => $"{error}").Concat(result.Thrown is { } thrown ? [thrown.Message] : []);

    // What an entry says of a table is what is in it, and each table is told of.
    private void Check(IReadOnlyList<MdeIndicatorLedgerEntry> ledger, IReadOnlyList<MdeConnection> connections)
    {
        Assert.Equal(connections.Count * (connections.Count + 1), ledger.Count);
        foreach (var entry in ledger)
        {
            var isThere = entry.Indicator.Value == NameOf(connections.ToList().FindIndex(connection => connection.Name == entry.Connection));
            var gaps = entry.NotSearched.Where(gap => FaultyTenants.Tables.Contains(gap.Table)).ToList();
            Assert.Equal(FaultyTenants.Tables, entry.Tables.Concat(gaps.Select(gap => gap.Table)).Order(StringComparer.Ordinal));
            Assert.NotEmpty(entry.NotSearched.Except(gaps));
            Assert.All(entry.NotSearched, gap => Assert.EndsWith(".", gap.Reason, StringComparison.Ordinal));
            Assert.Equal(isThere ? entry.Tables.Count : 0, entry.Hits);
            Assert.Equal(gaps.Count == 0, entry.IsComplete);
            Assert.Equal(
                entry.Hits > 0 ? "Found"
                    : entry.IsComplete ? "NotFound"
                    : entry.Tables.Count > 0 ? "Partial"
                    : "NotSearched",
                entry.Status
            );
        }
    }

    // The name of a file that this tenant alone has.
    private string NameOf(int tenant) =>
        tenants.Truth(tenant, _ => true).Single(row => row.Split(' ')[1] == Row.ToString(CultureInfo.InvariantCulture)).Split(' ')[2];
}

public sealed class FirstSweepFaultTests(FaultyTenants tenants, ITestOutputHelper output)
    : SweepFaultCase(tenants, output, FaultPlace.First),
        IClassFixture<FaultyTenants>
{
    public static TheoryData<string, bool> All => Faults(FaultPlace.First);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_ledger_is_right_and_the_sweep_goes_on(string name, bool several) => CheckAsync(name, several);
}

public sealed class LaterSweepFaultTests(FaultyTenants tenants, ITestOutputHelper output)
    : SweepFaultCase(tenants, output, FaultPlace.Later),
        IClassFixture<FaultyTenants>
{
    public static TheoryData<string, bool> All => Faults(FaultPlace.Later);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_ledger_is_right_and_the_sweep_goes_on(string name, bool several) => CheckAsync(name, several);
}

public sealed class OneSweepFaultTests(FaultyTenants tenants, ITestOutputHelper output)
    : SweepFaultCase(tenants, output, FaultPlace.EveryOfOne),
        IClassFixture<FaultyTenants>
{
    public static TheoryData<string, bool> All => Faults(FaultPlace.EveryOfOne);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_ledger_is_right_and_the_sweep_goes_on(string name, bool several) => CheckAsync(name, several);
}

public sealed class EverySweepFaultTests(FaultyTenants tenants, ITestOutputHelper output)
    : SweepFaultCase(tenants, output, FaultPlace.Every),
        IClassFixture<FaultyTenants>
{
    public static TheoryData<string, bool> All => Faults(FaultPlace.Every);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_ledger_is_right_and_the_sweep_goes_on(string name, bool several) => CheckAsync(name, several);
}
