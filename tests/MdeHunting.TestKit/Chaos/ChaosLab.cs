using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.Running.Windows;
using MdeHunting.Service;

namespace MdeHunting.TestKit.Chaos;

/// <summary>A tenant with many rows in bursts, a service that goes wrong at random, by a seed, and a session that asks it. No wait takes any time.</summary>
internal sealed class ChaosLab : IAsyncDisposable
{
    private const string Table = "DeviceProcessEvents";

    private readonly LabServer _lab;
    private readonly KqlDatabase _data;
    private readonly string _folder;
    private readonly QuickClock _clock;
    private readonly ChaosFault _fault;
    private IHuntingSession _session = null!;

    private ChaosLab(LabServer lab, KqlDatabase data, string folder, QuickClock clock, ChaosFault fault) =>
        (_lab, _data, _folder, _clock, _fault) = (lab, data, folder, clock, fault);

    /// <summary>Starts the lab and signs in; until then nothing goes wrong.</summary>
    /// <param name="seed">Decides where the rows lie, and what goes wrong.</param>
    /// <param name="rows">How many rows the tenant has.</param>
    /// <param name="rowLimit">How many rows one response holds.</param>
    /// <param name="share">How many of the requests meet a fault, from 0 to 1.</param>
    /// <param name="token">Ends the start.</param>
    public static async Task<ChaosLab> StartAsync(int seed, int rows, int rowLimit, double share, CancellationToken token)
    {
        var data = SkewedTenantData.Create(seed, QuickClock.Begin.UtcDateTime, rows, TimeShape.ManyBursts);
        var lab = await LabServer.StartAsync(
            new LabOptions
            {
                RowLimit = rowLimit,
                Clock = new QuickClock(),
                Tenants = [LabTenants.Contoso(now => data with { Now = now })],
            },
            token
        );
        var folder = Directory.CreateTempSubdirectory("mdehunting-chaos-").FullName;
        var chaos = new ChaosLab(lab, data, folder, new QuickClock(), new ChaosFault(seed));
        await chaos.ConnectAsync(token);
        var dice = new Random(seed + 1);
        lab.State.Faults.OnQuery(_ => dice.NextDouble() < share, chaos._fault);
        return chaos;
    }

    /// <summary>How often each kind of fault was met.</summary>
    public IReadOnlyDictionary<string, int> Met => _fault.Met;

    /// <summary>Has nothing be there for a time by the module's clock, which begins with a request.</summary>
    /// <param name="from">Which request, from 1.</param>
    /// <param name="time">How long.</param>
    /// <param name="fault">What requests meet meanwhile.</param>
    /// <returns>Gives how many met it.</returns>
    public Func<int> BreakOff(int from, TimeSpan time, LabResponseFault fault)
    {
        var (requests, met) = (0, 0);
        DateTimeOffset? end = null;
        _lab.State.Faults.OnQuery(
            _ =>
            {
                if (++requests < from || _clock.GetUtcNow() >= (end ??= _clock.GetUtcNow() + time))
                {
                    return false;
                }

                met++;
                return true;
            },
            fault
        );
        return () => met;
    }

    /// <summary>Asks for all rows of the thirty days, in windows.</summary>
    /// <param name="token">Ends the run.</param>
    public async Task<ChaosOutcome> RunAsync(CancellationToken token)
    {
        var range = new TimeRange(_data.Now - SkewedTenantData.Span, _data.Now);
        var plan = HuntingPlan.Of($"{Table} | project Timestamp, ReportId", range, Split.Auto, force: false, _data.Now);
        var output = new ChaosRows();
        MdeException? thrown = null;
        try
        {
            await new WindowedRun(new MdeConnection("Chaos", null, _session), plan, SendingOptions.Default, output, new SilentReport()).RunAsync(null, token);
        }
        catch (MdeException e)
        {
            thrown = e;
        }

        return Compare(output, thrown, range);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ConnectAsync(CancellationToken token)
    {
        var file = Path.Combine(_folder, "lab.json");
        await _lab.WriteEnvironmentFileAsync(file, token);
        var secret = TestSecret.Of(_lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret]);
        var request = new ConnectRequest(new ClientSecretChoice(secret), TestLab.Contoso, LabApplications.Runbook.Id, MdeApi.Graph, MdeCloud.Public)
        {
            EnvironmentPath = file,
        };
        var service = new MdeService(_clock, _ => throw new InvalidOperationException("No browser was expected."), Path.Combine(_folder, "cache"));
        _session = await service.ConnectAsync(request, new SilentReport(), token);
    }

    private ChaosOutcome Compare(ChaosRows output, MdeException? thrown, TimeRange range)
    {
        var table = _data.Tables[Table];
        var (time, number) = (Place(table, "Timestamp"), Place(table, "ReportId"));
        var truth = new HashSet<(DateTime Time, long Number)>(
            table.Rows.Select(row => ((DateTime)row[time]!, (long)row[number]!)).Where(row => row.Item1 >= range.Start && row.Item1 < range.End)
        );
        var expected = truth.Count;
        var missing = output.Result?.Missing ?? [];
        var (doubled, wrong, disordered) = (0, 0, 0);
        var seen = new HashSet<(DateTime, long)>();
        var last = DateTime.MinValue;
        foreach (var row in output.Rows)
        {
            doubled += seen.Add(row) ? 0 : 1;
            wrong += truth.Contains(row) ? 0 : 1;
            disordered += row.Time < last ? 1 : 0;
            last = row.Time;
        }

        truth.ExceptWith(seen);
        return new ChaosOutcome
        {
            Expected = expected,
            Rows = output.Rows.Count,
            Calls = _lab.State.Requests.Count(request => request.Api == "Graph"),
            Faults = _fault.Met.Values.Sum(),
            Untold = output.Result is null ? 0 : truth.Count(row => !missing.Any(window => row.Time >= window.StartTime && row.Time < window.EndTime)),
            Doubled = doubled,
            Wrong = wrong,
            Disordered = disordered,
            Missing = [.. missing.Select(window => $"{window.StartTime:O}/{window.EndTime:O}: {window.Reason}")],
            Thrown = thrown,
            Waited = _clock.Waits.Aggregate(TimeSpan.Zero, (all, wait) => all + wait),
        };
    }

    private static int Place(KqlTable table, string column) => table.Columns.Select(one => one.Name).ToList().IndexOf(column);
}
