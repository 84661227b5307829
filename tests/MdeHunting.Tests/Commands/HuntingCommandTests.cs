using System.Management.Automation;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>What every command that hunts does alike: Invoke-MdeHuntingQuery, and one that has but a parameter of its own.</summary>
public sealed class HuntingCommandTests(HuntingCommandTests.TwoTenants tenants) : IClassFixture<HuntingCommandTests.TwoTenants>, IDisposable
{
    private const int Rows = 1_000;
    private const string Table = "DeviceProcessEvents";
    private const string Refused = "DeviceProcessEvent";

    private static readonly string Month = $"-StartTime {TimeRange.Moment(TwoTenants.Start)} -EndTime {TimeRange.Moment(TwoTenants.End)}";

    private readonly Shell _shell = tenants.Lab.Shell;
    private readonly LabState _lab = tenants.Lab.Lab.State;
    private readonly int _before = tenants.Lab.Lab.State.Requests.Count;

    public static TheoryData<string> Commands => ["Invoke-MdeHuntingQuery", "Read-Table"];

    /// <summary>The same, and Invoke-MdeHuntingPack, each with what it runs.</summary>
    public static TheoryData<string> Lines => [$"Invoke-MdeHuntingQuery {Table}", $"Read-Table {Table}", $"Invoke-MdeHuntingPack -Path '{OfPack.Value}'"];

    private static readonly Lazy<string> OfPack = new(() =>
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("mdehunting-commands-").FullName, "pack.kql");
        File.WriteAllText(path, Table);
        return path;
    });

    public void Dispose() => _lab.Faults.ClearQueryFaults();

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_result_larger_than_one_answer_is_split_and_every_row_comes_once(string command)
    {
        var rows = Run($"{command} {Table} -Connection Contoso {Month} -Split Auto").ThrowIfFailed().Output;

        Assert.Equal(Rows, rows.Select(row => row.Properties["ReportId"].Value.ToString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Rows, rows.Count);
        Assert.True(Asked() > 1);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_row_of_two_tenants_and_two_queries_says_where_it_is_from(string command)
    {
        var rows = Run($"'{Table}', '{Table}' | {command} -Connection Contoso, Fabrikam -MaxRows 1").ThrowIfFailed().Output;

        Assert.Equal(
            [$"Contoso, 1: {Table}", $"Fabrikam, 1: {Table}", $"Contoso, 2: {Table}", $"Fabrikam, 2: {Table}"],
            rows.Select(row => string.Join(", ", row.Properties.Take(2).Select(property => property.Value)))
        );
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Ctrl_C_ends_it_while_the_service_is_silent(string command)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(_ => asked.TrySetResult() || true, LabResponseFault.SilenceBeforeResponse());
        using var shell = _shell.Prepare($"{command} -Connection Contoso");
        var running = shell.InvokeAsync();
        await asked.Task;
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
    }

    // The console draws a report of progress at once only where the one before it is long ago; the end of an activity it always draws.
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_wait_for_the_quota_is_drawn_at_once(string command)
    {
        _lab.Faults.OnQuery(static _ => true, LabResponseFault.TooManyRequests("600"), times: 1);
        // Of another API, which nothing else here waits for.
        tenants.Lab.Connect("-Name Drawn -Api Endpoint").ThrowIfFailed();
        var drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var shell = _shell.Prepare($"{command} -Connection Drawn {Month} -Split 10d");
        var progress = shell.Streams.Progress;
        progress.DataAdded += (_, added) =>
        {
            if (
                added.Index > 0
                && progress[added.Index].RecordType == ProgressRecordType.Completed
                && progress[added.Index - 1].StatusDescription.StartsWith("waiting until ", StringComparison.Ordinal)
            )
            {
                drawn.TrySetResult();
            }
        };
        var running = shell.InvokeAsync();
        await Task.WhenAny(drawn.Task, running);
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.True(drawn.Task.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_wait_for_the_quota_that_is_longer_than_it_may_be_is_an_error_that_says_until_when(string command)
    {
        _lab.Faults.OnQuery(static _ => true, LabResponseFault.TooManyRequests("3000"), times: 1);
        tenants.Lab.Connect("-Name Waiting -Api Endpoint").ThrowIfFailed();

        var error = Run($"{command} -Connection Waiting -MaxQuotaWait 10s").Error;

        Assert.StartsWith("QuotaExhausted,", error.FullyQualifiedErrorId);
        Assert.Contains("would have to wait until", error.Exception.Message);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Progress_is_shown_for_each_connection_and_taken_away(string command)
    {
        var progress = Run($"{command} {Table} -Connection Contoso, Fabrikam {Month} -Split 10d -MaxRows 5").ThrowIfFailed().Progress;

        foreach (var name in new[] { "Contoso", "Fabrikam" })
        {
            var lines = progress.Where(record => record.Activity == $"Hunting in {name}").ToArray();
            Assert.StartsWith("Window 1 of 3, 0 rows", lines[0].StatusDescription);
            Assert.Equal(ProgressRecordType.Completed, lines[^1].RecordType);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_one_query_cannot_have_is_an_error_with_its_connections_name_and_the_others_go_on(string command)
    {
        var result = Run($"'{Refused}', '{Table}' | {command} -Connection Contoso, Fabrikam -MaxRows 1");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(["Contoso", "Fabrikam"], result.Errors.Select(error => error.ToString().Split(':')[0]));
        Assert.All(
            result.Errors,
            error =>
            {
                Assert.StartsWith("QueryRefused,", error.FullyQualifiedErrorId);
                Assert.Equal(Refused, error.TargetObject);
                Assert.Contains($"Did you mean '{Table}'?", error.Exception.Message);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void WhatIf_sends_nothing(string command)
    {
        Assert.Empty(Run($"{command} {Table} -Connection Contoso {Month} -Split 10d -WhatIf").ThrowIfFailed().Output);
        Assert.Equal(0, Asked());
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_argument_that_is_not_valid_is_refused_before_anything_is_sent(string command)
    {
        Assert.Equal("TimeInvalid", Run($"{command} -Connection Contoso -Timespan soon").ErrorId);
        Assert.Equal("ArgumentConflict", Run($"{command} -Connection Contoso, Contoso").ErrorId);
        Assert.Equal(0, Asked());
    }

    private ShellResult Run(string script) => _shell.Run(script);

    // A request that the client gave up is logged when the lab notices, which may be in the next test.
    private int Asked() => _lab.Requests.Skip(_before).Count(request => request.Query is not null && request.Status != LabRequest.NoResponse);

    public sealed class TwoTenants() : SkewedTenants(Rows, TimeShape.ManyBursts, "Fabrikam")
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Lab.Shell.Run("Import-Module -Assembly $args[0]", typeof(ReadTableCommand).Assembly).ThrowIfFailed();
        }
    }
}
