using System.Globalization;
using System.Management.Automation;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>What a command tells besides its rows.</summary>
public sealed class TellingTests : IAsyncLifetime
{
    private readonly LabShell _lab = new() { Options = new LabOptions { Tenants = [TestLab.Tenants[1] with { Name = "Contoso", Data = Tables }] } };

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _lab.Connect("-Name Contoso").ThrowIfFailed();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("", "0 rows from Contoso (DeviceProcessEvents, the query's own time range, within the 30 days that the service retains).")]
    [InlineData("-StartTime $day -EndTime $next -Force", "0 rows from Contoso (DeviceProcessEvents, from {0} to {1}).")]
    [InlineData("-StartTime $day -EndTime $next -Split Auto", "0 rows from Contoso (DeviceProcessEvents, from {0} to {1}).")]
    public void That_nothing_was_found_is_on_record(string options, string expected)
    {
        // Days that the service still retains, whenever this runs.
        const string Days = """
            $midnight = [datetimeoffset]::new([datetime]::UtcNow.Date.AddDays(-10), 0)
            $day, $next = $midnight, $midnight.AddDays(1) | ForEach-Object { $_.ToString('yyyy-MM-ddTHH:mm:ssZ') }
            $day, $next
            """;
        var none = _lab
            .Shell.Run($"{Days}\nInvoke-MdeHuntingQuery 'DeviceProcessEvents | where FileName == \"no such file\"' {options} -Verbose")
            .ThrowIfFailed();

        Assert.Equal(2, none.Output.Count);
        var record = Assert.Single(none.Information, one => one.Tags.Contains("MdeHunting"));
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, [.. none.Output.Select(day => day.BaseObject)]), record.MessageData);
        Assert.Contains("0 rows from Contoso.", none.Verbose);
    }

    [Theory]
    [InlineData("search \"no such text\"", "all tables")]
    [InlineData("union withsource=Table Device* | where FileName == \"no such file\"", "Device*")]
    [InlineData("search in (DeviceProcessEvents) \"no such text\"", "DeviceProcessEvents")]
    public void That_nothing_was_found_names_what_was_read(string query, string tables)
    {
        var none = _lab.Shell.Run("Invoke-MdeHuntingQuery $args[0] -Check None", query).ThrowIfFailed();

        Assert.Empty(none.Output);
        Assert.Equal(
            $"0 rows from Contoso ({tables}, the query's own time range, within the 30 days that the service retains).",
            Assert.Single(none.Information, one => one.Tags.Contains("MdeHunting")).MessageData
        );
    }

    [Fact]
    public void Where_several_connections_are_asked_each_is_named_once()
    {
        _lab.Connect("-Name Fabrikam").ThrowIfFailed();

        var none = _lab
            .Shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | where FileName == \"no such file\"' -Connection Contoso, Fabrikam -Verbose")
            .ThrowIfFailed();

        Assert.Contains("Fabrikam: 0 rows.", none.Verbose);
        Assert.Contains(
            "Fabrikam: 0 rows (DeviceProcessEvents, the query's own time range, within the 30 days that the service retains).",
            none.Information.Where(one => one.Tags.Contains("MdeHunting")).Select(one => one.MessageData)
        );
    }

    [Fact]
    public void How_many_rows_there_are_is_verbose_and_nothing_else()
    {
        var some = _lab.Shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 2' -Verbose").ThrowIfFailed();

        Assert.Contains("2 rows from Contoso.", some.Verbose);
        Assert.Empty(some.Information);
    }

    [Fact]
    public void Debug_does_not_ask_at_each_message()
    {
        var result = _lab.Shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Debug").ThrowIfFailed();

        Assert.Single(result.Output);
        Assert.Contains(result.Debug, message => message.StartsWith("POST https://", StringComparison.Ordinal));
        Assert.Empty(result.Verbose);

        var both = _lab.Shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Debug -Verbose").ThrowIfFailed();
        Assert.Contains(both.Verbose, message => message.StartsWith("POST https://", StringComparison.Ordinal));
    }

    [Fact]
    public void Debug_does_not_ask_at_a_warning()
    {
        const string command = "Invoke-MdeHuntingQuery 'DeviceProcessEvents | summarize FileNam = count() | where FileName == 1' -Debug";
        var result = _lab.Shell.Run(command);

        Assert.Equal("QueryRefused", result.ErrorId);
        Assert.Contains(result.Debug, message => message.StartsWith("WARNING: MDE002", StringComparison.Ordinal));
        Assert.Empty(result.Warnings);

        var stated = _lab.Shell.Run($"{command} -WarningAction Continue");
        Assert.Contains(stated.Warnings, message => message.StartsWith("MDE002", StringComparison.Ordinal));
    }

    [Fact]
    public void All_queries_of_one_command_are_asked_of_one_time()
    {
        var result = _lab
            .Shell.Run(
                "'DeviceProcessEvents | take 1', 'DeviceEvents | take 1', 'DeviceFileEvents | take 1' | Invoke-MdeHuntingQuery -Timespan 7d -Verbose -WhatIf"
            )
            .ThrowIfFailed();

        Assert.Single(
            result
                .Verbose.Where(message => message.Contains("Time range: ", StringComparison.Ordinal))
                .Select(message => message[message.IndexOf("Time range: ", StringComparison.Ordinal)..])
                .Distinct()
        );
    }

    [Fact]
    public void A_refused_query_shows_the_line_and_the_place()
    {
        var message = _lab.Shell.Run("Invoke-MdeHuntingQuery \"DeviceProcessEvents`n| whre FileName == 'a'\"").Error.ToString();

        Assert.Contains("Did you mean 'where'?", message);
        Assert.Matches(@"\n2> \| whre FileName == 'a'\n +\^$", message);
    }

    [Theory]
    [InlineData("search in (DeviceProcessEvents, DeviceFileEvents) 'powershell'", false)]
    [InlineData("search 'powershell'", true)]
    [InlineData("find in (DeviceProcessEvents) where FileName =~ 'powershell.exe'", false)]
    [InlineData("find where FileName =~ 'powershell.exe'", true)]
    [InlineData("union withsource=Table DeviceProcess* | where FileName =~ 'powershell.exe'", true)]
    public void What_the_text_cannot_bound_the_service_does(string query, bool isSpanned)
    {
        var result = _lab.Shell.Run("Invoke-MdeHuntingQuery $args[0] -Timespan 3d -AsResult", query).ThrowIfFailed();

        var notes = (IEnumerable<string>)((PSObject)result.Output[0].Properties["Notes"].Value).BaseObject;
        Assert.Equal(isSpanned, notes.Any(note => note.Contains("Microsoft Graph's Timespan limits its time range", StringComparison.Ordinal)));
    }

    private static KqlDatabase Tables(DateTime now)
    {
        string[] names = ["DeviceProcessEvents", "DeviceFileEvents", "DeviceEvents"];
        return new KqlDatabase(
            names.ToDictionary(
                name => name,
                name => new KqlTable(
                    name,
                    [new("Timestamp", KqlType.DateTime), new("FileName", KqlType.String)],
                    [
                        [now.AddHours(-1), "powershell.exe"],
                        [now.AddHours(-2), "cmd.exe"],
                    ]
                )
            ),
            now
        );
    }
}
