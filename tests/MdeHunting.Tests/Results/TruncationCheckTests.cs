using System.Management.Automation;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Results;

/// <summary>A lab that cuts its results at a hundred rows, silently, as the services do at a hundred thousand.</summary>
public sealed class TruncationCheckTests(TruncationCheckTests.CuttingLab cutting) : IClassFixture<TruncationCheckTests.CuttingLab>
{
    private readonly Shell _shell = cutting.Lab.Shell;

    [Theory]
    [InlineData("Graph")]
    [InlineData("Endpoint")]
    [InlineData("Xdr")]
    public void A_result_at_the_limit_is_an_error_after_its_rows(string api)
    {
        cutting.Lab.Connect($"-Api {api} -Limit @{{ rowLimit = 100 }} -Name {api}").ThrowIfFailed();

        var result = _shell.Run($"Invoke-MdeHuntingQuery DeviceProcessEvents -Connection {api}");

        Assert.Equal(100, result.Output.Count);
        Assert.Equal("ResultTruncated", result.ErrorId);
        Assert.Equal(ErrorCategory.LimitsExceeded, result.Error.CategoryInfo.Category);
        Assert.Equal("DeviceProcessEvents", result.Error.TargetObject);
        Assert.Contains("which is the service's limit", result.Error.ToString());
    }

    [Theory]
    [InlineData("DeviceProcessEvents | take 100", 100)]
    [InlineData("DeviceProcessEvents | top 100 by Timestamp", 100)]
    [InlineData("DeviceProcessEvents | take 99", 99)]
    [InlineData("DeviceProcessEvents | count", 1)]
    public void What_is_bounded_on_purpose_is_no_error(string query, int rows) =>
        Assert.Equal(rows, _shell.Run("Invoke-MdeHuntingQuery $args[0]", query).ThrowIfFailed().Output.Count);

    [Theory]
    [InlineData("DeviceProcessEvents | take 101")]
    [InlineData("DeviceProcessEvents | take 100 | extend A = 1")]
    public void What_asks_for_more_or_ends_otherwise_is(string query) =>
        Assert.Equal("ResultTruncated", _shell.Run("Invoke-MdeHuntingQuery $args[0]", query).ErrorId);

    [Fact]
    public void MaxRows_below_the_limit_is_on_purpose_and_at_the_limit_it_is_not_known()
    {
        Assert.Equal(99, _shell.Run("Invoke-MdeHuntingQuery DeviceProcessEvents -MaxRows 99").ThrowIfFailed().Output.Count);
        Assert.Equal("ResultTruncated", _shell.Run("Invoke-MdeHuntingQuery DeviceProcessEvents -MaxRows 100").ErrorId);
    }

    [Fact]
    public void The_next_query_goes_on_and_ErrorAction_Stop_stops()
    {
        var both = _shell.Run("'DeviceProcessEvents', 'DeviceInfo | count' | Invoke-MdeHuntingQuery");
        Assert.Equal(101, both.Output.Count);
        Assert.Single(both.Errors);

        var stopped = _shell.Run("'DeviceProcessEvents', 'DeviceInfo | count' | Invoke-MdeHuntingQuery -ErrorAction Stop");
        Assert.IsType<ActionPreferenceStopException>(stopped.Thrown);
        Assert.Equal(100, stopped.Output.Count);
    }

    [Fact]
    public void The_limit_is_that_of_the_service_unless_the_connection_or_the_environment_knows_better()
    {
        Assert.Equal(100, Limit(cutting.Lab.Connect("-Name Lab")));

        var json = System.Text.Json.Nodes.JsonNode.Parse(cutting.Lab.Lab.EnvironmentJson)!;
        json["apis"]!["Graph"]!.AsObject().Remove("rowLimit");
        Assert.Equal(100_000, Limit(_shell.Run(LabShell.ConnectCommand() + "-Name Usual", cutting.Lab.Write(json.ToJsonString()))));

        json["apis"]!["Graph"]!["rowLimit"] = 250;
        var file = cutting.Lab.Write(json.ToJsonString());
        Assert.Equal(250, Limit(_shell.Run(LabShell.ConnectCommand() + "-Name File", file)));
        Assert.Equal(7, Limit(_shell.Run(LabShell.ConnectCommand() + "-Name Both -Limit @{ rowLimit = 7 }", file)));

        json["apis"]!["Graph"]!["rowLimit"] = 0;
        Assert.Equal("EnvironmentMalformed", _shell.Run(LabShell.ConnectCommand(), cutting.Lab.Write(json.ToJsonString())).ErrorId);
        _shell.Run("Select-MdeConnection Contoso").ThrowIfFailed();
    }

    [Fact]
    public void The_limit_of_bytes_is_told_in_the_same_ways()
    {
        Assert.Equal(50_000_000, ByteLimit(cutting.Lab.Connect("-Name Usual")));

        var json = System.Text.Json.Nodes.JsonNode.Parse(cutting.Lab.Lab.EnvironmentJson)!;
        json["apis"]!["Graph"]!["byteLimit"] = 5_000_000_000;
        var file = cutting.Lab.Write(json.ToJsonString());
        Assert.Equal(5_000_000_000, ByteLimit(_shell.Run(LabShell.ConnectCommand() + "-Name File", file)));
        Assert.Equal(7, ByteLimit(_shell.Run(LabShell.ConnectCommand() + "-Name Both -Limit @{ byteLimit = 7 }", file)));

        json["apis"]!["Graph"]!["byteLimit"] = -1;
        Assert.Equal("EnvironmentMalformed", _shell.Run(LabShell.ConnectCommand(), cutting.Lab.Write(json.ToJsonString())).ErrorId);
        _shell.Run("Select-MdeConnection Contoso").ThrowIfFailed();
    }

    private static long ByteLimit(ShellResult connected) => ((MdeConnection)connected.ThrowIfFailed().Output.Single().BaseObject).ByteLimit;

    private static int Limit(ShellResult connected) => ((MdeConnection)connected.ThrowIfFailed().Output.Single().BaseObject).RowLimit;

    public sealed class CuttingLab : IAsyncLifetime
    {
        public LabShell Lab { get; } = new() { Options = new LabOptions { RowLimit = 100 } };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso -Limit @{ rowLimit = 100 }").ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
