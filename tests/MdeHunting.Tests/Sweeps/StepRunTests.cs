using MdeHunting.Lab.Kql;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>What becomes of a call that the service refuses or cuts, and what the ledger says of it.</summary>
public sealed class StepRunTests
{
    private const int Count = 16;

    private static readonly DateTime Now = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_text_that_is_too_long_is_halved_until_it_passes_and_nothing_is_lost()
    {
        var session = Session(call => Sought(call) > 5 ? Refused("The query is too long.") : null);
        var lab = Lab(session);

        var ledger = await lab.RunAsync(Hosts());

        Assert.Empty(lab.Errors);
        Assert.Equal(Count, lab.Hits.Count);
        Assert.All(ledger, entry => Assert.True(entry.IsComplete, entry.Reason));
    }

    [Fact]
    public async Task What_passed_is_remembered_for_the_next_sweep_of_the_connection()
    {
        var session = Session(call => Sought(call) > 5 ? Refused("The query is too long.") : null);
        var lab = Lab(session);

        await lab.RunAsync(Hosts());
        var first = session.Calls.Count;
        await lab.RunAsync(Hosts());

        Assert.True(session.Calls.Count - first < first, $"{first} calls, then {session.Calls.Count - first}");
    }

    [Theory]
    [InlineData(HuntingFailure.QueryTimeout)]
    [InlineData(HuntingFailure.ProcessingResourcesExceeded)]
    [InlineData(HuntingFailure.ResultTooLarge)]
    public async Task A_call_that_costs_too_much_is_halved_too(HuntingFailure failure)
    {
        var session = Session(call => Sought(call) > 3 ? LabSession.Failure(failure, narrowing: true) : null);
        var lab = Lab(session);

        var ledger = await lab.RunAsync(Hosts());

        Assert.Empty(lab.Errors);
        Assert.Equal(Count, lab.Hits.Count);
        Assert.All(ledger, entry => Assert.True(entry.IsComplete, entry.Reason));
    }

    [Fact]
    public async Task A_refusal_that_halving_does_not_help_costs_few_calls_and_is_one_error()
    {
        var session = Session(call => call.Request.Query.Contains("take 0", StringComparison.Ordinal) ? null : Refused("Nobody knows why."));
        var lab = Lab(session);

        var ledger = await lab.RunAsync(Hosts());

        Assert.Single(lab.Errors);
        Assert.InRange(session.Calls.Count, 1, 3);
        Assert.All(ledger, entry => Assert.Equal(("NotSearched", "DeviceNetworkEvents: Nobody knows why."), (entry.Status, entry.Reason)));
    }

    [Fact]
    public async Task One_indicator_that_fails_takes_no_other_with_it()
    {
        var session = Session(call =>
            call.Request.Query.Contains("host3.example", StringComparison.Ordinal) ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null
        );
        var lab = Lab(session);

        var ledger = await lab.RunAsync(Hosts());

        Assert.Equal(HuntingFailure.QueryTimeout, Assert.IsType<HuntingException>(Assert.Single(lab.Errors)).Failure);
        Assert.Equal("host3.example", Assert.Single(ledger, entry => !entry.IsComplete).Indicator.Value);
        Assert.Equal("NotSearched", Assert.Single(ledger, entry => !entry.IsComplete).Status);
        Assert.Equal(Count - 1, lab.Hits.Count);
    }

    [Fact]
    public async Task A_table_that_the_account_cannot_see_is_told_and_is_no_error()
    {
        var session = Session(static _ => Refused("Failed to resolve table or column expression named 'DeviceNetworkEvents'."));
        var lab = Lab(session);

        var ledger = await lab.RunAsync(Hosts());

        Assert.Empty(lab.Errors);
        Assert.All(ledger, entry => Assert.Equal("NotSearched", entry.Status));
        Assert.All(ledger, entry => Assert.Contains("can't query the table", Assert.Single(entry.NotSearched).Reason, StringComparison.Ordinal));
    }

    private static int Sought(LabCall call) =>
        Enumerable.Range(0, Count).Count(i => call.Request.Query.Contains($"\"host{i}.example\"", StringComparison.Ordinal));

    private static HuntingException Refused(string message) => new(HuntingFailure.QueryRefused, message, "None.");

    private static SweptLab Lab(LabSession session) => new(session) { Tables = [TableCatalog.Bundled.Find("DeviceNetworkEvents")!] };

    private static IEnumerable<SweptIndicator> Hosts() =>
        Enumerable.Range(0, Count).Select(i => new SweptIndicator(new MdeIndicator(MdeIndicatorType.Domain, $"host{i}.example", string.Empty)));

    private static LabSession Session(Func<LabCall, MdeException?> fault)
    {
        var columns = TableCatalog
            .Bundled.Find("DeviceNetworkEvents")!
            .Columns.Select(column => new KqlColumn(column.Name, Enum.Parse<KqlType>(column.Type, ignoreCase: true)))
            .ToArray();
        var (time, url) = (Array.FindIndex(columns, c => c.Name == "Timestamp"), Array.FindIndex(columns, c => c.Name == "RemoteUrl"));
        var rows = Enumerable
            .Range(0, Count)
            .Select(i =>
            {
                var row = columns.Select(column => column.Type == KqlType.String ? (object)string.Empty : null).ToArray();
                (row[time], row[url]) = (Now.AddDays(-i - 1), $"host{i}.example");
                return row;
            })
            .ToArray();
        var table = new KqlTable("DeviceNetworkEvents", columns, rows);
        return new LabSession(new KqlDatabase(new Dictionary<string, KqlTable> { [table.Name] = table }, Now), TimeSpan.FromDays(30)) { Fault = fault };
    }
}
