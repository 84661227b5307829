using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>Each fault, at each place, however one asks: the rows are exactly right, or an error names what is missing. None comes twice.</summary>
public sealed partial class FaultMatrixTests(FaultyTenants tenants, ITestOutputHelper output) : IClassFixture<FaultyTenants>
{
    private static readonly string[] Queries = [$"{FaultyTenants.Table} | where ReportId % 2 == 0", $"{FaultyTenants.Table} | where ReportId % 2 == 1"];
    private static readonly Func<DateTime, bool> Always = _ => true;

    /// <summary>
    /// All of them where the random tests run all of theirs; else a third, in which each fault meets each way to ask, and each place most faults.
    /// </summary>
    public static TheoryData<string, FaultPlace, FaultMode> Arrangements()
    {
        var cases = new TheoryData<string, FaultPlace, FaultMode>();
        foreach (var (number, fault) in Fault.All.Index())
        {
            foreach (var mode in Enum.GetValues<FaultMode>())
            {
                FaultPlace[] places = [FaultPlace.First, FaultPlace.Later, FaultPlace.Every];
                foreach (var place in Cases.AreAll ? places : [places[(number + (int)mode) % places.Length]])
                {
                    cases.Add(fault.Name, place, mode);
                }

                // One query has no others, and a handshake or a challenge comes before anybody knows what is asked.
                if (mode is not FaultMode.Query && fault.Respond is not null && (Cases.AreAll || number % 2 == (int)mode % 2))
                {
                    cases.Add(fault.Name, FaultPlace.EveryOfOne, mode);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Arrangements))]
    public async Task The_rows_are_right_or_an_error_names_what_is_missing(string name, FaultPlace place, FaultMode mode)
    {
        await tenants.HealAsync();
        var fault = Fault.Named(name);
        new FaultArrangement(tenants).Arrange(fault, place, mode);
        var before = tenants.Calls();

        var result = Ask(mode);

        var calls = tenants.Calls() - before;
        MdeException[] errors = [.. Records(result).Select(record => record.Exception).Cast<MdeException>()];
        var times = calls == 1 ? "1 call" : $"{calls} calls";
        var outcome =
            errors.Length == 0
                ? $"right after {times}"
                : $"{string.Join(", ", errors.GroupBy(e => e.ErrorId).Select(ids => ids.Count() == 1 ? ids.Key : $"{ids.Count()} {ids.Key}"))} after {times}";
        output.WriteLine($"{name}, {place}, {mode}: {outcome}");
        foreach (var record in Records(result))
        {
            output.WriteLine($"  {record}");
        }

        var shouldPass = fault.Passes && place is (FaultPlace.First or FaultPlace.Later);
        Assert.Equal(shouldPass, errors.Length == 0);
        var ofService = fault.EndsConnection ? errors.Where(error => error.ErrorId != "NotAsked") : errors;
        Assert.All(
            ofService,
            error => Assert.Equal(fault.ErrorId, (error.ErrorId == "WindowIncomplete" ? (MdeException)error.InnerException! : error).ErrorId)
        );
        Assert.All(errors, error => Assert.EndsWith(".", error.What));
        Check(result, fault, place, mode);
        if (fault.AsksToWait)
        {
            Assert.Contains(tenants.Waits, wait => wait >= TimeSpan.FromSeconds(Fault.AskedSeconds));
        }

        if (!fault.Passes && mode is FaultMode.Query && place is not FaultPlace.Later)
        {
            Assert.Equal(1, calls);
        }

        Assert.Equal(0, tenants.RequestsElsewhere);
        tenants.Results.Note(fault, place, mode, outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_query_that_runs_too_long_is_narrowed_and_not_repeated(int times)
    {
        await tenants.HealAsync();
        tenants.State.Faults.OnQuery(query => !query.Query.Contains("summarize", StringComparison.Ordinal), LabResponseFault.GatewayTimeout(), times);
        var before = tenants.State.Requests.Count;

        var result = tenants.Shell.Run(
            $"Invoke-MdeHuntingQuery {FaultyTenants.Table} -Split Auto -StartTime $args[1] -EndTime $args[2] -Connection $args[0]",
            tenants.Connections[0],
            tenants.Start,
            tenants.End
        );

        result.ThrowIfFailed();
        Assert.Equal(tenants.Truth(0, Always), Keys(result.Output));
        var refused = tenants.State.Requests.Skip(before).Where(request => request.Status == 504).Select(request => request.Query).ToArray();
        Assert.Equal(times, refused.Length);
        Assert.Equal(times, refused.Distinct().Count());
    }

    [Fact]
    public async Task A_service_that_asks_for_a_longer_wait_than_is_allowed_is_not_asked_again()
    {
        await tenants.HealAsync();
        tenants.State.Faults.OnQuery(_ => true, LabResponseFault.Refuse(503, "ServiceUnavailable", "Busy.", "601"), times: 1);
        var before = tenants.Calls();

        var result = tenants.Shell.Run($"Invoke-MdeHuntingQuery {FaultyTenants.Table} -RetryTimeout 10m -Connection $args[0]", tenants.Connections[0]);

        Assert.Equal(("ServiceError", 1), (result.ErrorId, tenants.Calls() - before));
        Assert.Empty(tenants.Waits);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_told_once_and_with_the_services_words()
    {
        await tenants.HealAsync();
        tenants.State.Faults.OnQuery(_ => true, LabResponseFault.TooManyRequests("901"), times: 1);

        var error = tenants.Shell.Run($"Invoke-MdeHuntingQuery {FaultyTenants.Table} -MaxQuotaWait 15m -Connection $args[0]", tenants.Connections[0]).Error;

        var failure = Assert.IsType<MdeHunting.HuntingException>(error.Exception);
        Assert.EndsWith("You have exceeded processing resources allocated to this tenant.", failure.What);
        Assert.Equal(("TooManyRequests", "You have exceeded processing resources allocated to this tenant."), (failure.ServiceCode, failure.ServiceMessage));
        Assert.True(Guid.TryParse(failure.RequestId, out _));
    }

    private static IEnumerable<ErrorRecord> Records(ShellResult result) =>
        result.Thrown is IContainsErrorRecord thrown ? [.. result.Errors, thrown.ErrorRecord] : result.Errors;

    private ShellResult Ask(FaultMode mode) =>
        mode switch
        {
            FaultMode.Query => tenants.Shell.Run($"Invoke-MdeHuntingQuery {FaultyTenants.Table} -Connection $args[0]", tenants.Connections[0]),
            FaultMode.Windows => tenants.Shell.Run(
                $"Invoke-MdeHuntingQuery {FaultyTenants.Table} -Split 1h -StartTime $args[1] -EndTime $args[2] -Connection $args[0]",
                tenants.Connections[0],
                tenants.Start,
                tenants.End
            ),
            _ => tenants.Shell.Run(
                "$args[3], $args[4] | Invoke-MdeHuntingQuery -Connection $args[0], $args[1], $args[2]",
                [.. tenants.Connections, .. Queries]
            ),
        };

    private void Check(ShellResult result, Fault fault, FaultPlace place, FaultMode mode)
    {
        if (mode is FaultMode.Tenants)
        {
            CheckTenants(result, fault, place);
            return;
        }

        Assert.All(Records(result), record => Assert.Equal(FaultyTenants.Table, record.TargetObject));
        var missing = Records(result)
            .Select(record => Missing().Match(record.ToString()))
            .Where(match => match.Success)
            .Select(match => (Start: Moment(match.Groups[1]), End: Moment(match.Groups[2])))
            .ToArray();
        if (missing.Length == 0)
        {
            Assert.Equal(Records(result).Any() ? [] : tenants.Truth(0, Always), Keys(result.Output));
            return;
        }

        Assert.Equal(tenants.Truth(0, time => !missing.Any(range => time >= range.Start && time < range.End)), Keys(result.Output));
        if (place is FaultPlace.EveryOfOne && !fault.EndsRun)
        {
            Assert.Equal([(tenants.Start.AddHours(1), tenants.Start.AddHours(2))], missing);
        }
    }

    // Each query of each tenant is whole, or is missing under the tenant's name: by itself, or counted with others that were not asked.
    private void CheckTenants(ShellResult result, Fault fault, FaultPlace place)
    {
        for (var tenant = 0; tenant < tenants.Connections.Count; tenant++)
        {
            var name = tenants.Connections[tenant].Name;
            var rows = result.Output.Where(row => name.Equals(row.Properties["MdeConnection"].Value)).ToArray();
            var (missing, named) = (0, 0);
            for (var rest = 0; rest < 2; rest++)
            {
                var isMine = (string key) => long.Parse(key.Split(' ')[1], CultureInfo.InvariantCulture) % 2 == rest;
                var got = Keys(rows).Where(isMine).ToArray();
                var errors = Records(result)
                    .Count(record => Queries[rest].Equals(record.TargetObject) && record.ToString().StartsWith($"{name}: ", StringComparison.Ordinal));
                missing += got.Length == 0 ? 1 : 0;
                named += errors;
                if (!fault.EndsConnection)
                {
                    Assert.Equal(got.Length == 0 ? 1 : 0, errors);
                }

                if (got.Length > 0)
                {
                    Assert.Equal(tenants.Truth(tenant, Always).Where(isMine), got);
                }

                if (place is not FaultPlace.Every && tenant != FaultArrangement.Tenant)
                {
                    Assert.NotEmpty(got);
                }
            }

            if (fault.EndsConnection)
            {
                Assert.Equal(Math.Min(missing, 1), named);
                Assert.Equal(missing > 1, Records(result).Any(record => record.ToString().Contains($"n't run on {name},", StringComparison.Ordinal)));
            }
        }
    }

    private static string[] Keys(IEnumerable<PSObject> rows) =>
        [
            .. rows.Select(row => FaultyTenants.Key(Cell<DateTime>(row, "Timestamp"), Cell<long>(row, "ReportId"), Cell<string>(row, "FileName")))
                .Order(StringComparer.Ordinal),
        ];

    private static T Cell<T>(PSObject row, string column) => LanguagePrimitives.ConvertTo<T>(row.Properties[column].Value);

    private static DateTime Moment(Group text) => DateTime.Parse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    [GeneratedRegex("^Rows are missing from (\\S+Z) to (\\S+Z): ")]
    private static partial Regex Missing();
}
