using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Lab.Settings;
using MdeHunting.Rows;
using MdeHunting.TestKit;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>How rows are shown depends on what they are, and not on how many of them had been read when the first one was shown.</summary>
public sealed class RowPreviewTests : IAsyncLifetime
{
    private static readonly DateTime Time = new(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc);

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

    [Fact]
    public void What_rows_far_down_differ_in_is_a_column_from_the_first_row_on()
    {
        // Of so many columns a batch has 16 rows.
        var others = string.Join(", ", Enumerable.Range(0, 55).Select(i => $"Other{i} = {i}"));
        _lab.Shell.Run(
                "Invoke-MdeHuntingQuery $args[0] | Out-Default",
                $"range N from 1 to {RowPreview.Rows} step 1 | extend Timestamp = datetime(2026-11-20), DeviceName = 'ws-1', FileName = strcat('a', tostring(N), '.exe'), "
                    + $"ActionType = iff(N < 200, 'Run', 'Stop'), RemoteIP = '', {others}"
            )
            .ThrowIfFailed();

        var shown = new StringDecorated(_lab.Shell.Screen.Text).ToString(OutputRendering.PlainText);
        Assert.Single(Regex.Matches(shown, @"(?m)^Timestamp "));
        Assert.Matches(@"(?m)^Timestamp +ActionType +FileName\r?$", shown);
        Assert.DoesNotContain("ActionType '", shown);
        Assert.Equal(57, Regex.Count(shown, "(?m) Stop "));
    }

    [Fact]
    public void Rows_beyond_those_that_are_looked_ahead_change_nothing()
    {
        var profile = new AnswerProfile(["ActionType"]);
        for (var i = 0; i < RowPreview.Rows; i++)
        {
            profile.See(["Run"]);
        }

        profile.See(["Another that is longer"]);

        Assert.True(profile.Find("ActionType", out var rows)!.Value.IsAlike);
        Assert.Equal(3, profile.Find("ActionType", out rows)!.Value.Length);
        Assert.Equal(RowPreview.Rows, rows);
    }

    [Fact]
    public void A_number_further_down_has_room_from_the_first_row_on()
    {
        string[] names = ["DeviceName", "Count", "Total"];
        var profile = new AnswerProfile(names);
        profile.See(["ws-1", 1L, 2L]);
        profile.See(["ws-2", -1234567890L, 2L]);

        var layout = RowLayout.Fitting(names, ["ws-1", 1L, 2L], 79, profile);

        Assert.Equal(layout.Text(["ws-1", 1L, 2L]).Length, layout.Text(["ws-2", -1234567890L, 2L]).Length);
    }

    [Fact]
    public void A_row_whose_name_is_wider_than_its_column_has_a_header_of_its_own()
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "AccountName", "ProcessCommandLine"];
        object?[] common = [Time, "ws-1", "a.exe", "system", "a.exe -Run"];
        object?[] wide = [Time, "ws-1", $"{new string('n', 56)}.exe", "system", "a.exe -Run"];
        var layout = RowLayout.Fitting(names, common, 119);

        Assert.False(layout.Fits(wide));
        var own = RowLayout.Fitting(names, wide, 119);

        Assert.True(own.Fits(wide));
        Assert.True(own.Fits(common));
        Assert.Equal(own.Header.IndexOf("AccountName", StringComparison.Ordinal), own.Text(wide).IndexOf("system", StringComparison.Ordinal));
    }

    [Fact]
    public void The_header_of_a_port_is_whole_beside_an_address_of_the_web_that_is_cut()
    {
        string[] names = ["Timestamp", "DeviceName", "ActionType", "RemoteIP", "RemotePort", "RemoteUrl", "InitiatingProcessCommandLine", "A", "B", "C"];
        object?[] values =
        [
            Time,
            "jkl-ws-02.corp.contoso.example",
            "ConnectionFailed",
            "192.0.2.71",
            443L,
            "telemetry.defender.contoso.example",
            "x.exe",
            1L,
            2L,
            3L,
        ];
        object?[] other = [Time, "jkl-ws-03.corp.contoso.example", "ConnectionFailed", "192.0.2.171", 57453L, "monitor.fabrikam.example", "y.exe", 1L, 2L, 3L];
        var profile = new AnswerProfile(names);
        profile.See(values);
        profile.See(other);

        var header = RowLayout.Fitting(names, values, 79, profile).Header;

        Assert.True(header.Contains(" RemotePort RemoteUrl", StringComparison.Ordinal), header);
    }
}
