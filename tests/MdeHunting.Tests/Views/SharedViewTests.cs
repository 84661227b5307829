using System.Management.Automation;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What is shown of outputs of several kinds in one pipeline: each as it is shown alone, whatever came first.</summary>
public sealed class SharedViewTests : IAsyncLifetime
{
    private readonly LabShell _lab = new()
    {
        Options = new LabOptions { ApproveSignIns = true, Tenants = [.. TestLab.Tenants] },
    };

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _lab.Connect("-Name Contoso").ThrowIfFailed();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Get-MdeTokenInfo", @"(?m)^CanHunt +: Graph: yes")]
    [InlineData("$result", @"(?m)^RowCount +: 2\r?$")]
    [InlineData("$result.Calls", @"(?m)^StartedAt +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\r?$")]
    [InlineData("$result.Statistics", @"(?m)^Calls +: 1\r?$")]
    [InlineData("$result.Schema", @"(?m)^DeviceName +String +DeviceName\r?$")]
    [InlineData("$short.Missing", @"(?m)^Reason +: -MaxRows kept the first 2")]
    [InlineData("(Get-MdeTokenInfo).CanHunt", @"(?m)^Api +: Graph")]
    [InlineData("Get-MdeQuota", @"(?m)^Contoso +Graph +Calls")]
    public void What_is_shown_first_leaves_the_others_their_tables_and_they_leave_it_its_list(string first, string expected)
    {
        _lab.Shell.Run(
                "$result = Invoke-MdeHuntingQuery 'range N from 1 to 2 step 1 | project Timestamp = datetime(2026-11-20), DeviceName = strcat(\"ws-\", N)' -AsResult; "
                    + "$short = Invoke-MdeHuntingQuery 'range N from 1 to 9 step 1' -AsResult -MaxRows 2 -ErrorAction Ignore; "
                    + $"& {{ {first}; Get-MdeConnection; $result.Rows; {first}; $result.Rows }} | Out-Default"
            )
            .ThrowIfFailed();

        var shown = new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text).ToString(OutputRendering.PlainText);
        Assert.DoesNotContain("MdeText", shown);
        Assert.True(System.Text.RegularExpressions.Regex.Count(shown, expected) >= 2, shown);
        Assert.Matches(@"(?ms)^\* Name +Account.*^\* Contoso +responder", shown);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(shown, @"(?m)^Timestamp +DeviceName\r?$"));
        Assert.DoesNotContain("Claims", shown);
    }

    [Fact]
    public void An_application_is_a_list_that_leaves_a_connection_its_table()
    {
        _lab.Shell.Run(
                "$app = Register-MdeApplication $args[0] Hunting -DeviceCode -Environment $args[1] 6> $null; & { $app; Get-MdeConnection; $app } | Out-Default",
                TestLab.Seed,
                _lab.EnvironmentFile
            )
            .ThrowIfFailed();

        var shown = new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text).ToString(OutputRendering.PlainText);
        Assert.DoesNotContain("MdeText", shown);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(shown, @"(?m)^PermissionKind +: "));
        Assert.Matches(@"(?ms)^\* Name +Account.*^\* Contoso +responder", shown);
    }

    [Theory]
    [InlineData("$result | Out-String -Width 4096")]
    [InlineData("$result | Format-Table | Out-String -Width 4096")]
    [InlineData("$result | Format-List | Out-String -Width 4096")]
    public void A_result_that_becomes_a_text_has_its_whole_query_and_the_names_of_all_columns(string command)
    {
        var query =
            $"print {string.Join(", ", Enumerable.Range(0, 30).Select(i => $"AColumnOfTheResult{i} = {i}"))}, A = \"{new string('c', 1500)}\", B = \"last one\" | take 1";

        var text = string.Join('\n', _lab.Shell.Run($"$result = Invoke-MdeHuntingQuery $args[0] -AsResult; {command}", query).ThrowIfFailed().Output);

        Assert.Contains($"{query[..30]}", text);
        Assert.Contains("last one\" | take 1", text);
        if (!command.Contains("Format-Table", StringComparison.Ordinal))
        {
            Assert.Matches(@"(?m)^Schema +: AColumnOfTheResult0, .*, A, B\r?$", text);
        }
    }
}
