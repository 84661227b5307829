using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

public sealed class InvokeTests(InvokeTests.Connected connected) : IClassFixture<InvokeTests.Connected>
{
    private readonly Shell _shell = connected.Lab.Shell;

    [Theory]
    [InlineData("Graph")]
    [InlineData("Endpoint")]
    [InlineData("Xdr")]
    public void The_three_services_give_the_same_typed_rows(string api)
    {
        connected.Lab.Connect($"-Api {api} -Name {api}").ThrowIfFailed();

        var rows = _shell.Run("Invoke-MdeHuntingQuery Types -Connection $args[0]; Invoke-MdeHuntingQuery Corners -Connection $args[0]", api).ThrowIfFailed();

        var full = rows.Output[0];
        Assert.Empty(rows.Warnings);
        Assert.Equal(["S", "D", "L", "I", "B", "R", "O", "G", "T", "M"], full.Properties.Select(p => p.Name));
        Assert.Equal("O'Brien <ü>", full.Properties["S"].Value);
        Assert.Equal(new DateTime(2022, 3, 7, 0, 0, 0, DateTimeKind.Utc), Bare(full.Properties["D"].Value));
        Assert.Equal(9007199254740993L, full.Properties["L"].Value);
        Assert.Equal(5, full.Properties["I"].Value);
        Assert.Equal(true, full.Properties["B"].Value);
        Assert.Equal(1.0, Bare(full.Properties["R"].Value));

        // Graph writes a null inside a dynamic value as it writes an empty object there, so it stays one.
        var inner = api == "Graph" ? "{}" : "null";
        Assert.Equal($$$"""{"a":1,"b":true,"c":["x"],"d":{"e":{{{inner}}}}}""", ExactText.Of(full.Properties["O"].Value));
        Assert.Equal(new Guid("33333333-3333-3333-3333-333333333333"), full.Properties["G"].Value);
        Assert.Equal(new TimeSpan(1, 2, 3, 4, 500), Bare(full.Properties["T"].Value));
        Assert.Equal(12.50m, Bare(full.Properties["M"].Value));

        var empty = rows.Output[1];
        Assert.Equal(string.Empty, empty.Properties["S"].Value);
        Assert.All(empty.Properties.Where(p => p.Name is not ("S" or "O")), p => Assert.Null(p.Value));

        Assert.Equal([double.NaN, double.NegativeInfinity, 0.5, 1e300], rows.Output.Skip(2).Select(r => (double)Bare(r.Properties["R"].Value)!));
        Assert.Equal([false, null, true, true], rows.Output.Skip(2).Select(r => r.Properties["B"].Value));
    }

    [Fact]
    public void Queries_come_as_arguments_from_the_pipeline_and_by_property_name_each_by_itself()
    {
        Assert.Equal(["contoso", "contoso"], Owners("Invoke-MdeHuntingQuery Owner, Owner"));
        Assert.Equal(["contoso", "contoso"], Owners("'Owner', 'Owner' | Invoke-MdeHuntingQuery"));
        Assert.Equal(["contoso"], Owners("[pscustomobject]@{ Query = 'Owner'; Other = 1 } | Invoke-MdeHuntingQuery"));
    }

    [Fact]
    public void One_bad_query_is_told_and_the_others_go_on()
    {
        var result = _shell.Run("'Owner', 'Nothing', 'Owner' | Invoke-MdeHuntingQuery");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal("QueryRefused", result.ErrorId);
        Assert.Equal("Nothing", result.Error.TargetObject);
        Assert.Contains("named 'Nothing'", result.Error.ToString());
    }

    [Fact]
    public void ErrorAction_Stop_ends_at_the_bad_one()
    {
        var result = _shell.Run("try { 'Nothing', 'Owner' | Invoke-MdeHuntingQuery -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }");

        Assert.Equal("QueryRefused,MdeHunting.Commands.InvokeMdeHuntingQueryCommand", Assert.Single(result.Output).ToString());
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery ''")]
    [InlineData("Invoke-MdeHuntingQuery \" `r`n\"")]
    [InlineData("Invoke-MdeHuntingQuery $null")]
    [InlineData("Invoke-MdeHuntingQuery @()")]
    [InlineData("$null | Invoke-MdeHuntingQuery")]
    [InlineData("[pscustomobject]@{ Query = $null } | Invoke-MdeHuntingQuery")]
    public void An_empty_query_or_a_null_is_one_clear_error(string command)
    {
        var result = _shell.Run(command);

        Assert.Equal("EmptyQuery", result.ErrorId);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_null_among_queries_does_not_stop_them()
    {
        var result = _shell.Run("'Owner', $null, 'Owner' | Invoke-MdeHuntingQuery");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal("EmptyQuery", result.ErrorId);
    }

    [Fact]
    public void The_lines_of_a_file_are_refused_before_the_first_one_runs()
    {
        var before = connected.Lab.Lab.State.Requests.Count;

        var result = _shell.RunOver(Lines("Owner", "Owner"), "$input | Invoke-MdeHuntingQuery");

        Assert.Equal("QueryFromLines", result.ErrorId);
        Assert.Contains("-Path, or Get-Content -Raw", result.Error.ToString());
        Assert.Empty(result.Output);
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void Lines_as_an_argument_or_in_a_block_are_refused_too()
    {
        Assert.Equal("QueryFromLines", _shell.Run("Invoke-MdeHuntingQuery -Query $args[0]", (object)Lines("Owner", "Owner").ToArray<object>()).ErrorId);

        var block = new PSObject(new object[] { "Owner", "Owner" });
        block.Properties.Add(new PSNoteProperty("ReadCount", 2L));
        Assert.Equal("QueryFromLines", _shell.RunOver([block], "$input | Invoke-MdeHuntingQuery").ErrorId);
    }

    [Fact]
    public void A_whole_file_from_Get_Content_Raw_runs_although_it_is_marked_as_the_first_line_is()
    {
        Assert.Equal("contoso", _shell.RunOver(Lines("Owner"), "($input | Invoke-MdeHuntingQuery).Name").ThrowIfFailed().Output.Single().ToString());

        var result = _shell.RunOver([Line("Owner\n", 1), Line("Owner", 1), Line("Owner", 1)], "$input | Invoke-MdeHuntingQuery");
        Assert.Equal(["QueryRefused"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void A_file_is_one_query()
    {
        var file = connected.Lab.Write("Owner", "one [1].kql");
        var utf16 = connected.Lab.Write("", "wide.kql");
        File.WriteAllText(utf16, "Owner", System.Text.Encoding.Unicode);
        var folder = Path.GetDirectoryName(file)!;

        Assert.Equal(["contoso"], Owners($"Invoke-MdeHuntingQuery -LiteralPath '{file}'"));
        Assert.Equal(["contoso", "contoso"], Owners($"Invoke-MdeHuntingQuery -Path '{folder}/*.kql'"));
        Assert.Equal(["contoso", "contoso"], Owners($"[IO.DirectoryInfo]::new('{folder}').GetFiles('*.kql') | Invoke-MdeHuntingQuery"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_the_others_go_on()
    {
        var good = connected.Lab.Write("Owner", "good.txt");
        var ansi = connected.Lab.Write("", "ansi.txt");
        File.WriteAllBytes(ansi, [.. "DeviceInfo | where DeviceName == 'Jyv"u8, 0xE4, (byte)'\'']);

        var result = _shell.Run("Invoke-MdeHuntingQuery -Path /nowhere/a.kql, $args[0], $args[1], '/nowhere/*.kql'", ansi, good);

        Assert.Equal(["QueryFileNotFound", "QueryFileUnreadable", "QueryFileNotFound"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("UTF-8", result.Errors[1].ToString());
        Assert.Single(result.Output);
    }

    [Fact]
    public void An_empty_file_is_an_empty_query() =>
        Assert.Equal("EmptyQuery", _shell.Run("Invoke-MdeHuntingQuery -Path $args[0]", connected.Lab.Write("", "empty.txt")).ErrorId);

    [Fact]
    public void Without_a_connection_the_error_says_how_to_connect()
    {
        using var fresh = new Shell();

        var result = fresh.Run("'Owner', 'Owner' | Invoke-MdeHuntingQuery");

        Assert.Equal("NotConnected", result.ErrorId);
        Assert.Contains("Connect-MdeTenant -TenantId", result.Error.ToString());
        Assert.Equal("NotConnected", fresh.Run("Get-MdeTokenInfo").ErrorId);
    }

    [Fact]
    public void An_unknown_connection_is_named_with_those_that_exist()
    {
        var result = _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Contosso");

        Assert.Equal("ConnectionNotFound", result.ErrorId);
        Assert.Contains("'Contosso'", result.Error.ToString());
        Assert.Contains("'Contoso'", result.Error.ToString());
    }

    [Fact]
    public void A_stopped_downstream_stops_the_rows()
    {
        var result = _shell.Run("foreach ($once in 1) { Invoke-MdeHuntingQuery Numbers | ForEach-Object { $_.N; if ($_.N -eq 700) { break } } }");

        Assert.Null(result.Thrown);
        Assert.Equal(Enumerable.Range(0, 701).Select(i => (long)i), result.Output.Select(o => (long)o.BaseObject));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(4999)]
    public void MaxRows_stops_there_for_each_query_without_an_error(int most)
    {
        var rows = _shell.Run($"Invoke-MdeHuntingQuery Numbers, Numbers -MaxRows {most}").ThrowIfFailed().Output;

        Assert.Equal(Enumerable.Range(0, most).Concat(Enumerable.Range(0, most)).Select(i => (long)i), rows.Select(r => (long)r.Properties["N"].Value));
    }

    [Fact]
    public void MaxRows_beyond_the_result_gives_all_of_it_and_of_nothing_is_refused()
    {
        Assert.Equal(5000, _shell.Run("Invoke-MdeHuntingQuery Numbers -MaxRows 999999").ThrowIfFailed().Output.Count);
        Assert.Equal("ParameterArgumentValidationError", _shell.Run("Invoke-MdeHuntingQuery Numbers -MaxRows 0").ErrorId);
    }

    [Fact]
    public void A_connection_works_in_ForEach_Object_Parallel()
    {
        var result = _shell
            .Run(
                """
                $connection = Get-MdeConnection Contoso
                1..4 | ForEach-Object -Parallel { Import-Module $using:manifest; (Invoke-MdeHuntingQuery Owner -Connection $using:connection).Name }
                """.Replace("$using:manifest", $"'{ModuleSetup.Manifest}'")
            )
            .ThrowIfFailed();

        Assert.Equal(["contoso", "contoso", "contoso", "contoso"], result.Output.Select(o => o.ToString()));
    }

    [Fact]
    public void Verbose_tells_where_a_query_went_and_with_which_request_id()
    {
        var line = Assert.Single(
            _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Contoso -Verbose").ThrowIfFailed().Verbose,
            line => line.StartsWith("POST ", StringComparison.Ordinal)
        );

        Assert.Contains("/v1.0/security/runHuntingQuery", line);
        Assert.Contains("HTTP 200", line);
    }

    [Fact]
    public void A_fault_of_the_service_is_not_the_querys()
    {
        var result = _shell.Run("Invoke-MdeHuntingQuery crash -RetryLimit 1");

        Assert.Equal("ServiceError", result.ErrorId);
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static PSObject Line(string text, long number)
    {
        // A string of its own: the literal is the same object in every test.
        var line = new PSObject(new string(text.AsSpan()));
        line.Properties.Add(new PSNoteProperty("ReadCount", number));
        return line;
    }

    private static IEnumerable<PSObject> Lines(params string[] lines) => lines.Select((line, i) => Line(line, i + 1));

    private IEnumerable<string> Owners(string command) => _shell.Run(command + " | ForEach-Object Name").ThrowIfFailed().Output.Select(o => o.ToString());

    public sealed class Connected : IAsyncLifetime
    {
        public LabShell Lab { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso").ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
