using System.Management.Automation;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>Get-MdeHuntingSchema, by the bundled list and against a tenant that differs from it.</summary>
public sealed class SchemaCommandTests
{
    private static readonly KqlColumn[] AlertColumns =
    [
        .. HuntingTables
            .All["AlertInfo"]
            .Where(column => column.Name != "Category")
            .Select(column => column.Name == "Severity" ? column with { Type = KqlType.Int } : column),
        new("Verdict", KqlType.Bool),
    ];

    private static readonly LabTenant Tenant = TestLab.Tenants[1] with
    {
        Data = now => new KqlDatabase(
            new Dictionary<string, KqlTable>
            {
                ["AlertInfo"] = new("AlertInfo", AlertColumns, []),
                ["DeviceInfo"] = new("DeviceInfo", HuntingTables.All["DeviceInfo"], []),
                ["Proxy_CL"] = new("Proxy_CL", [new("TimeGenerated", KqlType.DateTime), new("UrlHost_s", KqlType.String)], []),
            },
            now
        ),
    };

    [Fact]
    public void Without_arguments_all_documented_tables_come_and_nothing_is_asked()
    {
        using var shell = new Shell();

        var tables = shell.Run("Get-MdeHuntingSchema").ThrowIfFailed().Output.Select(one => (MdeTableSchema)one.BaseObject).ToList();

        Assert.Equal(66, tables.Count);
        Assert.Equal(1641, tables.Sum(table => table.Columns.Length));
        Assert.All(tables, table => Assert.Null(table.IsInTenant));
        Assert.Equal("EntraIdSignInEvents", tables.Single(table => table.Name == "AADSignInEventsBeta").Successor);
    }

    [Theory]
    [InlineData(
        "Get-MdeHuntingSchema devicelogonevents -Column *ip",
        "DeviceLogonEvents.RemoteIP string,DeviceLogonEvents.InitiatingProcessRemoteSessionIP string"
    )]
    [InlineData("'AlertInfo' | Get-MdeHuntingSchema -Column Severity", "AlertInfo.Severity string")]
    [InlineData("Get-MdeHuntingSchema GraphApiAuditEvents -Column Timestamp", "GraphAPIAuditEvents.Timestamp datetime")]
    [InlineData("Get-MdeHuntingSchema AlertInfo, Alert* -Column Severity", "AlertInfo.Severity string,AlertEvidence.Severity string")]
    public void Columns_come_with_their_types_and_their_true_names(string command, string expected)
    {
        using var shell = new Shell();

        var found = shell.Run(command).ThrowIfFailed().Output.Select(one => (MdeColumnSchema)one.BaseObject);

        Assert.Equal(expected, string.Join(",", found.Select(column => $"{column.Table}.{column.Name} {column.Type}")));
    }

    [Theory]
    [InlineData("Get-MdeHuntingSchema Foo*", "TableNotFound", "Foo*", "that matches 'Foo*'")]
    [InlineData("Get-MdeHuntingSchema DeviceProcesEvents", "TableNotFound", "DeviceProcesEvents", "Did you mean 'DeviceProcessEvents'?")]
    [InlineData(
        "Get-MdeHuntingSchema DeviceEvents -Column FileNam",
        "ColumnNotFound",
        "FileNam",
        "The table DeviceEvents has no column 'FileNam'. Did you mean 'FileName'?"
    )]
    [InlineData("Get-MdeHuntingSchema -Column zz*", "ColumnNotFound", "zz*", "None of the 66 requested tables has a column that matches 'zz*'")]
    [InlineData("Get-MdeHuntingSchema Signin", "TableNotFound", "Signin", "Did you mean 'EntraIdSignInEvents' or 'EntraIdSpnSignInEvents'?")]
    [InlineData("Get-MdeHuntingSchema AADSpnSignInEventBeta", "TableNotFound", "AADSpnSignInEventBeta", "Did you mean 'AADSpnSignInEventsBeta'")]
    [InlineData("Get-MdeHuntingSchema tvm", "TableNotFound", "tvm", "'*tvm*' matches the 12 tables whose names contain it.")]
    [InlineData("Get-MdeHuntingSchema Email", "TableNotFound", "Email", "'Email*' matches the 4 tables whose names start with it.")]
    [InlineData("Get-MdeHuntingSchema Url", "TableNotFound", "Url", "Did you mean 'UrlClickEvents'?")]
    [InlineData("Get-MdeHuntingSchema ts", "TableNotFound", "ts", "Get-MdeHuntingSchema lists the documented tables")]
    [InlineData("Get-MdeHuntingSchema '[bad'", "TableNotFound", "[bad", "[bad")]
    public void What_is_not_there_is_an_error_with_a_word_of_advice(string command, string id, string target, string words)
    {
        using var shell = new Shell();

        var error = shell.Run(command).Error;

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.Contains(words, error.Exception.Message);
    }

    [Fact]
    public void One_name_that_is_not_there_does_not_keep_the_others_back()
    {
        using var shell = new Shell();

        var result = shell.Run("Get-MdeHuntingSchema Nope, AlertInfo -Column Title");

        Assert.Equal("TableNotFound", result.ErrorId);
        Assert.Equal("Title", Assert.Single(result.Output).Properties["Name"].Value);
    }

    [Fact]
    public void Retired_tables_come_last()
    {
        using var shell = new Shell();

        var tables = shell.Run("Get-MdeHuntingSchema").ThrowIfFailed().Output.Select(one => (MdeTableSchema)one.BaseObject).ToList();

        Assert.Equal(["AADSignInEventsBeta", "AADSpnSignInEventsBeta", "AIAgentsInfo"], tables.Skip(63).Select(table => table.Name));
        Assert.All(tables.Take(63), table => Assert.Null(table.RetiredOn));
        Assert.Equal("AIAgentsInfo", shell.Run("Get-MdeHuntingSchema A* -Column Instructions").ThrowIfFailed().Output[^1].Properties["Table"].Value);
    }

    [Fact]
    public async Task What_is_to_be_known_of_a_table_or_column_stands_ahead_of_its_description_as_a_sentence()
    {
        await using var lab = await StartAsync(tellsTables: true);

        var text = string.Concat(
            lab.Shell.Run("Get-MdeHuntingSchema | Out-String -Width 400; Get-MdeHuntingSchema -Live | Out-String -Width 400").ThrowIfFailed().Output
        );
        var columns = string.Concat(lab.Shell.Run("Get-MdeHuntingSchema AlertInfo -Live | Out-String -Width 400").ThrowIfFailed().Output);

        Assert.Contains("Retired on 2026-07-01: use AgentsInfo. Agents that were made with Copilot Studio", text);
        Assert.Contains("In preview. AI agents in the organization", text);
        Assert.Contains("Not in the tenant. Emails that were received", text);
        Assert.Contains("3 differences, see Differences. Alerts from Microsoft Defender", text);
        Assert.DoesNotContain("..", text);
        Assert.Contains("Documented as string. Severity: Informational", columns);
    }

    [Fact]
    public void A_retired_table_is_told_with_its_successor()
    {
        using var shell = new Shell();

        var result = shell.Run("Get-MdeHuntingSchema AIAgentsInfo -Column Timestamp").ThrowIfFailed();

        Assert.Contains("retired on 2026-07-01: use AgentsInfo", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Live_needs_a_connection()
    {
        using var shell = new Shell();

        Assert.Equal("NotConnected", shell.Run("Get-MdeHuntingSchema -Live").ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Live_shows_what_the_tenant_has_and_how_it_differs(bool tellsTables)
    {
        await using var lab = await StartAsync(tellsTables);

        var alerts = (MdeTableSchema)
            Assert
                .Single(lab.Shell.Run("Get-MdeHuntingSchema -Live | & { process { if ($_.Name -eq 'AlertInfo') { $_ } } }").ThrowIfFailed().Output)
                .BaseObject;

        Assert.True(alerts.IsInTenant);
        Assert.Equal(AlertColumns.Select(column => column.Name), alerts.Columns.Select(column => column.Name));
        Assert.Equal("not documented", alerts.Columns.Single(column => column.Name == "Verdict").Difference);
        Assert.Equal("documented as string", alerts.Columns.Single(column => column.Name == "Severity").Difference);
        Assert.Equal(3, alerts.Differences.Length);
        Assert.Contains("Category (string) is documented, but the tenant doesn't have it.", alerts.Differences);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Live_walks_over_all_and_marks_what_the_tenant_lacks(bool tellsTables, int own)
    {
        await using var lab = await StartAsync(tellsTables);

        var tables = lab.Shell.Run("Get-MdeHuntingSchema -Live").ThrowIfFailed().Output.Select(one => (MdeTableSchema)one.BaseObject).ToList();

        Assert.Equal(63 + own, tables.Count);
        Assert.Equal(2 + own, tables.Count(table => table.IsInTenant == true));
        Assert.Equal(own, tables.Count(table => table.Name == "Proxy_CL"));
        Assert.Equal("It's documented, but the tenant doesn't have it.", Assert.Single(tables.Single(table => table.Name == "EmailEvents").Differences));
        Assert.Empty(tables.Single(table => table.Name == "DeviceInfo").Differences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Live_asks_for_what_is_named_alone_and_remembers_it(bool tellsTables)
    {
        await using var lab = await StartAsync(tellsTables);

        var first = lab.Shell.Run("Get-MdeHuntingSchema Proxy_CL -Live").ThrowIfFailed();
        var asked = Requests(lab);
        var second = lab.Shell.Run("Get-MdeHuntingSchema Proxy_CL -Live -Column UrlHost_s").ThrowIfFailed();

        Assert.Equal(["TimeGenerated", "UrlHost_s"], first.Output.Select(column => column.Properties["Name"].Value));
        Assert.Single(second.Output);
        Assert.Equal(asked, Requests(lab));
        lab.Shell.Run("Get-MdeHuntingSchema Proxy_CL -Live -Force").ThrowIfFailed();
        Assert.NotEqual(asked, Requests(lab));
    }

    [Theory]
    [InlineData(true, "EmailEvents", "although it's documented")]
    [InlineData(false, "EmailEvents", "although it's documented")]
    [InlineData(true, "Proxi_CL", "Did you mean 'Proxy_CL'?")]
    [InlineData(false, "No'pe\\", "has no table 'No'pe\\'")]
    [InlineData(false, "AIAgentsInfo", "Its successor is AgentsInfo.")]
    [InlineData(false, "Zz*", "no table that matches 'Zz*'")]
    public async Task Live_says_of_a_name_why_it_is_not_there(bool tellsTables, string name, string words)
    {
        await using var lab = await StartAsync(tellsTables);

        var result = lab.Shell.Run("Get-MdeHuntingSchema $args[0] -Live", name);

        Assert.Equal("TableNotFound", result.ErrorId);
        Assert.Equal(name, result.Error.TargetObject);
        Assert.Contains(words, result.Error.Exception.Message);
    }

    [Fact]
    public async Task A_refused_name_goes_by_what_the_tenant_is_known_to_have()
    {
        await using var lab = await StartAsync(tellsTables: true);
        lab.Shell.Run("$null = Get-MdeHuntingSchema -Live").ThrowIfFailed();

        Assert.Contains("Did you mean 'Proxy_CL'?", lab.Shell.Run("Invoke-MdeHuntingQuery 'ProxyCL | take 1'").Error.Exception.Message);
    }

    [Theory]
    [InlineData(true, "QueryCheckFailed")]
    [InlineData(false, "QueryRefused")]
    public async Task A_table_that_the_tenant_does_not_list_keeps_a_query_from_being_sent(bool tellsTables, string error)
    {
        await using var lab = await StartAsync(tellsTables);
        lab.Shell.Run("$null = Get-MdeHuntingSchema -Live");

        Assert.Equal(error, lab.Shell.Run("Invoke-MdeHuntingQuery 'ZzTopTable | take 1' -Check Stop").ErrorId);
        lab.Shell.Run("Invoke-MdeHuntingQuery 'Proxy_CL | take 1' -Check Stop").ThrowIfFailed();
    }

    [Theory]
    [InlineData("-RetryLimit 0", 503, "ServiceError")]
    [InlineData("-RetryTimeout 0s", 503, "ServiceError")]
    [InlineData("-MaxQuotaWait 0s", 429, "QuotaExhausted")]
    public async Task Live_is_as_patient_as_it_is_told(string patience, int status, string cause)
    {
        await using var lab = await StartAsync(tellsTables: false);
        var asked = 0;
        lab.Lab.State.Faults.OnQuery(
            _ =>
            {
                asked++;
                return true;
            },
            LabResponseFault.Refuse(status, "No", "Not now.")
        );

        var result = lab.Shell.Run($"Get-MdeHuntingSchema Proxy_CL -Live {patience}");

        Assert.Equal("LiveSchemaIncomplete", result.ErrorId);
        Assert.Equal(cause, Assert.IsType<HuntingException>(result.Error.Exception.InnerException).ErrorId);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("UnknownError", "QueryTimeout")]
    [InlineData("GatewayTimeout", "RequestTimeout")]
    public async Task Who_reads_columns_is_not_told_to_narrow_a_query(string code, string cause)
    {
        await using var lab = await StartAsync(tellsTables: false);
        lab.Lab.State.Faults.OnQuery(_ => true, LabResponseFault.Refuse(504, code, string.Empty));

        var failure = lab.Shell.Run("Get-MdeHuntingSchema Proxy_CL -Live -RetryTimeout 0s -TimeoutSec 5").Error.Exception;

        Assert.Equal(cause, Assert.IsType<HuntingException>(failure.InnerException).ErrorId);
        Assert.DoesNotContain("narrow", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("run it again later", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("-RetryTimeout soon")]
    [InlineData("-MaxQuotaWait soon")]
    [InlineData("-ReserveQuota 100")]
    [InlineData("-RetryLimit -1")]
    [InlineData("-TimeoutSec 0")]
    public void A_patience_that_is_none_is_refused_as_of_a_query(string patience)
    {
        using var shell = new Shell();

        var refused = shell.Run($"Get-MdeHuntingSchema AlertInfo -Live {patience}");

        Assert.Equal(shell.Run($"Invoke-MdeHuntingQuery AlertInfo {patience}").ErrorId, refused.ErrorId);
        Assert.Contains(patience.Split(' ')[0].TrimStart('-'), refused.Error.Exception.Message, StringComparison.Ordinal);
    }

    private static int Requests(LabShell lab) => lab.Lab.State.Requests.Count;

    private static async Task<LabShell> StartAsync(bool tellsTables)
    {
        var lab = new LabShell
        {
            Options = new LabOptions { Tenants = [Tenant], TellsTables = tellsTables },
        };
        await lab.InitializeAsync();
        lab.Connect().ThrowIfFailed();
        return lab;
    }
}
