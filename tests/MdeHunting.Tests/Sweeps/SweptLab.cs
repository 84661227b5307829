using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>A sweep of one tenant without PowerShell: its calls one after the other, the hits, the ledger, and the errors.</summary>
/// <param name="session">The tenant.</param>
internal sealed class SweptLab(LabSession session) : SilentReport
{
    public List<MdeException> Errors { get; } = [];

    public List<MdeIndicatorHit> Hits { get; } = [];

    public MdeConnection Connection { get; } = new("Contoso", null, session);

    public SweepLimits Limits { get; init; } = SweepLimits.Default;

    public IReadOnlyList<KnownTable> Tables { get; init; } =
    [.. TableCatalog.Bundled.All.Where(table => table.RetiredOn is null && session.Database.Tables.ContainsKey(table.Name))];

    /// <summary>The folder that hits are written to; null where they are kept here alone.</summary>
    public OutputFolder? Folder { get; init; }

    /// <summary>The files that were given out.</summary>
    public List<MdeOutputFile> Files { get; } = [];

    /// <summary>Whether the rows of the hits are written as well.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>The calls of the sweep itself, after it ran.</summary>
    public IReadOnlyList<SweepStep> Steps { get; private set; } = [];

    public async Task<IReadOnlyList<MdeIndicatorLedgerEntry>> RunAsync(IEnumerable<SweptIndicator> indicators, CancellationToken token = default)
    {
        var sought = indicators.ToList();
        var ledger = new SweepLedger([Connection], [.. sought.Select(one => one.Indicator)]);
        SweptTable[] tables = [.. Tables.Select(IndicatorColumns.Bundled.Of).OfType<SweptTable>()];
        foreach (var indicator in sought)
        {
            ledger
                .Of(Connection, indicator)
                .Plan(
                    session.UtcNow.AddDays(-30),
                    session.UtcNow,
                    tables
                        .Where(table => SweepPlanner.IsIn(indicator, table))
                        .Select(table => new TableSearch(table.Name, table.IsState, SearchState.Waiting, null))
                );
        }

        var time = new SweepTime(session.UtcNow, new TimeRange(session.UtcNow.AddDays(-30), session.UtcNow), IsAsked: false);
        var options = new SweepOptions(new TimeRangeRequest(null, null, TimespanArgument.Parse("30d")), [], 1, SendingOptions.Default)
        {
            IsDetailed = IsDetailed,
        };
        var sweep = new TenantSweep(Connection, new SweepTables(tables, [], []))
        {
            Indicators = sought,
            Time = time,
            Sending = SendingOptions.Default,
            Record = await RecordAsync(sought, options, time, new SweepTables(tables, [], [])),
        };
        var sender = new SweepSender(time, options);
        var details = new SweepDetails(sender, ledger);
        Steps = new SweepPlanner(Limits).Plan(sought, tables);
        foreach (var step in Steps)
        {
            await new StepRun(
                sweep,
                ledger,
                (table, query, output, report, split, stopping) => sender.RunAsync(Connection, table, query, output, report, split, stopping),
                async (done, reader, report, stopping) =>
                {
                    Hits.AddRange(reader.Hits);
                    if (IsDetailed)
                    {
                        await details.RunAsync(sweep, done, reader, report, stopping);
                    }
                }
            ).RunAsync(step, this, token);
        }

        await (sweep.Record?.RetellLeftAsync(this) ?? Task.CompletedTask);
        sweep.Record?.End();
        ledger.Close("Ended.");
        return ledger.Entries;
    }

    public override Task WriteErrorAsync(MdeException failure)
    {
        Errors.Add(failure);
        return Task.CompletedTask;
    }

    private async Task<SweepRecord?> RecordAsync(IReadOnlyList<SweptIndicator> sought, SweepOptions options, SweepTime time, SweepTables tables)
    {
        if (Folder is not { } folder)
        {
            return null;
        }

        var subject = new JobSubject("indicators", null, null, Connection, IsAlone: true);
        var list = RecordedSweep.ListOf(sought);
        await folder.PrepareAsync(subject, this, CancellationToken.None);
        var record = new SweepRecord(
            folder,
            subject,
            list,
            file =>
            {
                Files.Add((MdeOutputFile)file);
                return Task.CompletedTask;
            }
        )
        {
            IsDetailed = IsDetailed,
        };
        record.Find();
        record.Describe(place => RecordedSweep.Facts(subject, list, sought.Count, place, options, time, tables), tables);
        await record.RetellAsync(this);
        return record;
    }
}
