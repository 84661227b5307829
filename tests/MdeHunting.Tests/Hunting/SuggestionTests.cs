using MdeHunting.Hunting;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Identity;
using MdeHunting.Lab.Kql;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Lab.Hosting;
using Xunit;

namespace MdeHunting.Tests.Hunting;

/// <summary>What was meant is suggested, with and without a span of time around the query.</summary>
public sealed class SuggestionTests(SuggestionTests.Connected connected) : IClassFixture<SuggestionTests.Connected>
{
    [Theory]
    [InlineData("DeviceProcesEvents | take 1", "DeviceProcessEvents")]
    [InlineData("ProcessCreationEvents | where EventTime > ago(1d)", "DeviceProcessEvents")]
    [InlineData("SigninLogs | where ResultType == 0", "EntraIdSignInEvents")]
    [InlineData("DeviceLogon | take 1", "DeviceLogonEvents")]
    [InlineData("DeviceProcessEvents | where TimeGenerated > ago(1d)", "Timestamp")]
    [InlineData("DeviceProcessEvents | project ComputerName", "DeviceName")]
    [InlineData("DeviceProcessEvents | project FileNam", "FileName")]
    [InlineData("DeviceProcessEvents | whre FileName == 'x'", "where")]
    [InlineData("DeviceProcessEvents | where lower(FileName) == 'x'", "tolower")]
    [InlineData("union DeviceProcessEvents, DeviceLogonEvent", "DeviceLogonEvents")]
    public void With_and_without_a_span_of_time(string query, string meant)
    {
        foreach (var options in new[] { "", "-Timespan 7d", "-Timespan 7d -Split Auto" })
        {
            var error = connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery $args[0] {options}", query).Error;

            Assert.Contains($"Did you mean '{meant}'", error.ToString());
            Assert.Equal([meant], ((HuntingException)error.Exception).Suggestions);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Timespan 7d")]
    public void Two_queries_with_a_blank_line_between(string options)
    {
        var file = connected.Lab.Write("DeviceInfo\n| take 1\n\nDeviceProcessEvents\n| take 1\n", "two.kql");

        var error = connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery -Path $args[0] {options}", file).Error;

        Assert.Contains("2 queries, which begin on the lines 1 and 4", error.ToString());
        Assert.Equal(options.Length > 0, error.ToString().Contains("Line 5 of what was sent is line 4 of the query", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DeviceLogon", "DeviceLogonEvents")]
    [InlineData("ProcessCreationEvents", "DeviceProcessEvents")]
    [InlineData("SigninLogs", "EntraIdSignInEvents")]
    [InlineData("DeviceProcesEvents", "DeviceProcessEvents")]
    public void The_schema_suggests_too(string asked, string meant)
    {
        Assert.Contains($"Did you mean '{meant}'", connected.Lab.Shell.Run("Get-MdeHuntingSchema $args[0]", asked).Error.ToString());
        Assert.Contains($"Did you mean '{meant}'", connected.Lab.Shell.Run("Get-MdeHuntingSchema $args[0] -Live", asked).Error.ToString());
    }

    [Theory]
    [InlineData("Get-MdeHuntingSchema Device", "'Device*' stands for the")]
    [InlineData("Get-MdeHuntingSchema DeviceEvents -Column EventTime", "Did you mean 'Timestamp'")]
    [InlineData("Get-MdeHuntingSchema DeviceEvents -Column ComputerName", "Did you mean 'DeviceName'")]
    [InlineData("Get-MdeHuntingSchema DeviceInfo -Column TimeGenerated -Live", "Did you mean 'Timestamp'")]
    public void The_schema_suggests_patterns_and_columns(string command, string meant) => Assert.Contains(meant, connected.Lab.Shell.Run(command).Errors[^1].ToString());

    public sealed class Connected : IAsyncLifetime
    {
        private static readonly LabTenant Tenant = TestLab.Tenants[1] with
        {
            Data = now => new KqlDatabase(
                new[] { "DeviceProcessEvents", "DeviceLogonEvents", "DeviceInfo", "EntraIdSignInEvents" }.ToDictionary(name => name, name => new KqlTable(name, HuntingTables.All[name], [])),
                now),
        };

        public LabShell Lab { get; } = new() { Options = new LabOptions { Tenants = [Tenant] } };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso").ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
