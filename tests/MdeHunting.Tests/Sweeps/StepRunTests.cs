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
    public async Task One_indicator_that_takes_too_long_is_searched_for_over_shorter_times()
    {
        var session = Session(call => Days(call) > 8 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        var lab = Lab(session);

        var entry = Assert.Single(await lab.RunAsync([Domain("example")]));

        Assert.Empty(lab.Errors);
        Assert.Equal(Count, lab.Hits.Count);
        Assert.Equal(("Found", true, null), (entry.Status, entry.IsComplete, entry.Reason));
        Assert.InRange(session.Calls.Count, 5, 12);
    }

    [Fact]
    public async Task A_time_that_takes_too_long_at_any_length_is_missing_after_few_calls_and_the_rest_is_not()
    {
        var session = Session(call => call.Request.StartTime < Now.AddDays(-20) ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        var lab = Lab(session);

        var entry = Assert.Single(await lab.RunAsync([Domain("example")]));

        Assert.Single(lab.Errors);
        Assert.False(entry.IsComplete);
        Assert.InRange(session.Calls.Count, 5, 20);
    }

    [Fact]
    public async Task One_indicator_with_more_values_than_a_response_holds_is_counted_over_shorter_times()
    {
        foreach (var session in new[] { Session(static _ => null, rowLimit: 5), Session(static _ => null, byteLimit: 60) })
        {
            var lab = Lab(session);

            var entry = Assert.Single(await lab.RunAsync([Domain("example")]));

            Assert.Empty(lab.Errors);
            Assert.Equal(Count, lab.Hits.Select(hit => hit.Value).Distinct().Count());
            Assert.Equal(("Found", true, null), (entry.Status, entry.IsComplete, entry.Reason));
            Assert.All(lab.Hits, hit => Assert.Equal((1, true), (hit.Count, hit.IsComplete)));
            Assert.InRange(session.Calls.Count, 4, 20);
        }
    }

    [Fact]
    public async Task What_no_response_can_hold_is_one_error_and_hits_and_ledger_say_that_it_is_missing()
    {
        var session = Session(static _ => null, byteLimit: 60, rowSize: row => row.Contains("host3.example") ? 100 : 10);
        var lab = Lab(session);

        var entry = Assert.Single(await lab.RunAsync([Domain("example")]));

        Assert.Equal(HuntingFailure.WindowIncomplete, Assert.IsType<HuntingException>(Assert.Single(lab.Errors)).Failure);
        Assert.Equal(("Found", false), (entry.Status, entry.IsComplete));
        Assert.StartsWith("DeviceNetworkEvents: Rows are missing from 2026-11-", entry.Reason, StringComparison.Ordinal);
        Assert.Equal(Count - 1, lab.Hits.Count);
        Assert.All(lab.Hits, hit => Assert.False(hit.IsComplete));
        Assert.All(lab.Hits, hit => Assert.StartsWith("Rows are missing from 2026-11-", hit.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_is_in_several_times_is_one_hit_with_the_sum_of_them()
    {
        var session = Session(static _ => null, rowLimit: 5, of: i => $"host{i % 8}.example");
        var lab = Lab(session);

        await lab.RunAsync([Domain("example")]);

        Assert.Equal(8, lab.Hits.Count);
        Assert.All(lab.Hits, hit => Assert.Equal((2, TimeSpan.FromDays(8)), (hit.Count, hit.LastSeen - hit.FirstSeen)));
    }

    [Theory]
    [InlineData(100, 1, 100, false)]
    [InlineData(101, 1, 101, true)]
    [InlineData(240, 1, 240, true)]
    [InlineData(240, 4, 240, false)]
    public async Task The_number_of_devices_past_a_hundred_is_told(int devices, int windows, int expected, bool isEstimated)
    {
        // So many rows with one value in each window, as the service divides them.
        var session = Session(
            call => call.Request.Query.Contains("take 0", StringComparison.Ordinal) || Days(call) <= 40 / windows ? null : TooLarge,
            of: static _ => "one.example",
            rows: devices,
            span: 28d / devices
        );
        var lab = Lab(session);

        await lab.RunAsync([Domain("one.example")]);

        var hit = Assert.Single(lab.Hits);
        Assert.Equal((devices, 100, isEstimated), (hit.Count, hit.Devices.Count, hit.IsDeviceCountEstimated));
        Assert.InRange(hit.DeviceCount, expected * 0.9, expected * 1.1);
        Assert.True(isEstimated || hit.DeviceCount == expected);
    }

    private static MdeException TooLarge => LabSession.Failure(HuntingFailure.ResultTooLarge, narrowing: true);

    // How long the time is that a query is bounded to.
    private static double Days(LabCall call) => ((call.Request.EndTime - call.Request.StartTime) ?? default).TotalDays;

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

    private static IEnumerable<SweptIndicator> Hosts() => Enumerable.Range(0, Count).Select(i => Domain($"host{i}.example"));

    private static SweptIndicator Domain(string name) => new(new MdeIndicator(MdeIndicatorType.Domain, name, string.Empty));

    private static LabSession Session(
        Func<LabCall, MdeException?> fault,
        int rowLimit = 100_000,
        long byteLimit = 50_000_000,
        Func<object?[], int>? rowSize = null,
        Func<int, string>? of = null,
        int rows = Count,
        double span = 1
    )
    {
        var columns = TableCatalog
            .Bundled.Find("DeviceNetworkEvents")!
            .Columns.Select(column => new KqlColumn(column.Name, Enum.Parse<KqlType>(column.Type, ignoreCase: true)))
            .ToArray();
        int Place(string name) => Array.FindIndex(columns, column => column.Name == name);
        var (time, url, device) = (Place("Timestamp"), Place("RemoteUrl"), Place("DeviceName"));
        var data = Enumerable
            .Range(0, rows)
            .Select(i =>
            {
                var row = columns.Select(column => column.Type == KqlType.String ? (object)string.Empty : null).ToArray();
                (row[device], row[time], row[url]) = ($"ws-{i}", Now.AddDays(-span * (i + 1)), of?.Invoke(i) ?? $"host{i}.example");
                return row;
            })
            .ToArray();
        var table = new KqlTable("DeviceNetworkEvents", columns, data);
        return new LabSession(new KqlDatabase(new Dictionary<string, KqlTable> { [table.Name] = table }, Now), TimeSpan.FromDays(30))
        {
            Fault = fault,
            RowLimit = rowLimit,
            ByteLimit = byteLimit,
            RowSize = rowSize ?? (static _ => 10),
        };
    }
}
