using MdeHunting.Contract;
using MdeHunting.Schema;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Schema;

public class NameSuggestionsTests
{
    [Theory]
    [InlineData(
        "'where' operator: Failed to resolve table or column expression named 'EmailEvent'. Fix semantic errors in your query.",
        "EmailEvent | take 1",
        "EmailEvents"
    )]
    [InlineData(
        "'project' operator: Failed to resolve scalar expression named 'FileNam'. Fix semantic errors in your query.",
        "DeviceEvents | project FileNam",
        "FileName"
    )]
    [InlineData("'where' operator: Failed to resolve column named 'filename'.", "DeviceEvents | where filename == ''", "FileName")]
    [InlineData("Failed to resolve entity 'AlertInf'", "AlertInf", "AlertInfo")]
    [InlineData("'summarize' operator: Failed to resolve scalar expression named 'Tota'.", "AlertInfo | summarize Total = count() | where Tota > 1", "Total")]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Severty'.", "let T = ['AlertInfo']; T | where Severty == 'High'", "Severity")]
    public void A_refused_name_comes_back_with_the_nearest_one(string words, string query, string meant)
    {
        var explained = NameSuggestions.Explain(Refused(words), query, TableCatalog.Bundled.All);

        Assert.Equal(meant, explained.Suggestions[0]);
        Assert.Contains($"Did you mean '{meant}'", explained.NextStep);
        Assert.Contains("To look up names, use Get-MdeHuntingSchema.", explained.NextStep);
        Assert.Equal(words, explained.ServiceMessage);
        Assert.Equal("QueryRefused", explained.ErrorId);
    }

    [Theory]
    [InlineData("The query contains syntax errors: '|' is unexpected.", "AlertInfo ||")]
    [InlineData(
        "The query contains syntax errors: '|' is unexpected.",
        "AlertInfo | summarize count() by bin(Timestamp, 1d) || where Title in ('x') and strlen(Title) > 1"
    )]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Zzz'.", "AlertInfo | where Zzz")]
    [InlineData("'project' operator: Failed to resolve scalar expression named 'SHA25'.", "AlertInfo | project SHA25")]
    [InlineData("Unknown function: 'Zzz'.", "AlertInfo | where Zzz('')")]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'TimeGenerated'.", "Unheard_Of | where TimeGenerated > 1")]
    public void Where_nothing_is_near_the_refusal_stays_as_it_is(string words, string query)
    {
        var refusal = Refused(words);

        Assert.Same(refusal, NameSuggestions.Explain(refusal, query, TableCatalog.Bundled.All));
    }

    [Theory]
    [InlineData(
        "'where' operator: Failed to resolve column or scalar expression named 'TimeGenerated'.",
        "DeviceEvents | where TimeGenerated > ago(1d)",
        "Timestamp"
    )]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Timestamp'.", "SigninLogs | where Timestamp > ago(1d)", "TimeGenerated")]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Timestamp'.", "Proxy_CL | where Timestamp > ago(1d)", "TimeGenerated")]
    [InlineData(
        "'where' operator: Failed to resolve scalar expression named 'Timestamp'.",
        "CallActivityEvents | where Timestamp > ago(1d)",
        "ActivityTimestamp"
    )]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'EventTime'.", "DeviceProcessEvents | where EventTime > ago(1d)", "Timestamp")]
    [InlineData("'project' operator: Failed to resolve scalar expression named 'ComputerName'.", "DeviceProcessEvents | project ComputerName", "DeviceName")]
    [InlineData("'project' operator: Failed to resolve scalar expression named 'MachineId'.", "DeviceProcessEvents | project MachineId", "DeviceId")]
    [InlineData("Failed to resolve table or column expression named 'ProcessCreationEvents'.", "ProcessCreationEvents", "DeviceProcessEvents")]
    [InlineData("Failed to resolve table or column expression named 'NetworkCommunicationEvents'.", "NetworkCommunicationEvents", "DeviceNetworkEvents")]
    [InlineData("Failed to resolve table or column expression named 'FileCreationEvents'.", "FileCreationEvents", "DeviceFileEvents")]
    [InlineData("Failed to resolve table or column expression named 'RegistryEvents'.", "RegistryEvents", "DeviceRegistryEvents")]
    [InlineData("Failed to resolve table or column expression named 'LogonEvents'.", "LogonEvents", "DeviceLogonEvents")]
    [InlineData("Failed to resolve table or column expression named 'ImageLoadEvents'.", "ImageLoadEvents", "DeviceImageLoadEvents")]
    [InlineData("Failed to resolve table or column expression named 'MachineInfo'.", "MachineInfo", "DeviceInfo")]
    [InlineData("Failed to resolve table or column expression named 'MachineNetworkInfo'.", "MachineNetworkInfo", "DeviceNetworkInfo")]
    [InlineData("Failed to resolve table or column expression named 'MiscEvents'.", "MiscEvents", "DeviceEvents")]
    [InlineData("Failed to resolve table or column expression named 'SigninLogs'.", "SigninLogs", "EntraIdSignInEvents")]
    [InlineData("Failed to resolve entity 'OfficeActivity'", "OfficeActivity", "CloudAppEvents")]
    [InlineData("Failed to resolve table or column expression named 'DeviceLogon'.", "DeviceLogon | take 1", "DeviceLogonEvents")]
    [InlineData("Unknown function: 'lower'.", "DeviceInfo | where lower(DeviceName) == 'x'", "tolower")]
    [InlineData("Unknown function: 'UPPER'.", "DeviceInfo | where UPPER(DeviceName) == 'x'", "toupper")]
    [InlineData("Unknown function: 'string'.", "DeviceInfo | extend string(1)", "tostring")]
    [InlineData("Unknown function: 'len'.", "DeviceInfo | where len(DeviceName) == 1", "strlen")]
    [InlineData("Unknown function: 'ipv4_is_privat'.", "AlertInfo | where ipv4_is_privat('')", "ipv4_is_private")]
    [InlineData("Unknown function: 'dcout'.", "AlertInfo | summarize dcout(Title)", "dcount")]
    [InlineData("Unknown function: 'isRecnt'.", "let isRecent = (t: datetime) { t > ago(1d) }; AlertInfo | where isRecnt(Timestamp)", "isRecent")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | whre Title == 'x'", "where")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo\n| Where Title == 'x'", "where")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | project Title | sumarize count()", "summarize")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | project-awya Title", "project-away")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | select Title", "project")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | where Title startwith 'x'", "startswith")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | where tolower(Title) contain 'x'", "contains")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "AlertInfo | where Title has_anny ('x')", "has_any")]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "DeviceInfo | where PublicIP startwith 10", "startswith")]
    public void A_name_from_elsewhere_or_from_before_comes_back_with_todays(string words, string query, string meant)
    {
        var explained = NameSuggestions.Explain(Refused(words), query, TableCatalog.Bundled.All);

        Assert.Equal(meant, explained.Suggestions[0]);
        Assert.Contains($"Did you mean '{meant}'", explained.NextStep);
    }

    [Theory]
    [InlineData("SYN0002: A recognition error occurred. [line:position=1:10]", "AlertInfo\u00a0| take 1", "Line 1, column 10: U+00A0")]
    [InlineData("SYN0002: A recognition error occurred. [line:position=1:9]", "AlertInfo\u00a0| take 1", "Line 1, column 10: U+00A0")]
    [InlineData("SYN0002: A recognition error occurred. [line:position=1:20]", "AlertInfo\u00a0| take 1", null)]
    [InlineData("SYN0002: A recognition error occurred.", "AlertInfo\u00a0| take 1", null)]
    [InlineData("SYN0002: A recognition error occurred. [line:position=1:5]", "AlertInfo | where A like '%x'", null)]
    public void What_the_service_may_take_is_told_only_where_it_stumbles(string words, string query, string? told)
    {
        var explained = NameSuggestions.Explain(Refused(words), query, TableCatalog.Bundled.All);

        Assert.Equal(told is not null, explained.NextStep.Contains(told ?? "column", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_the_service_does_not_know_is_told_before_a_slip_elsewhere() =>
        Assert.Equal(
            ["Title"],
            NameSuggestions
                .Explain(Refused("Failed to resolve scalar expression named 'Titel'."), "AlertInfo | where Titel AND Severity == 'x'", TableCatalog.Bundled.All)
                .Suggestions
        );

    [Fact]
    public void A_table_of_Sentinel_that_the_tenant_has_is_none_of_another_name()
    {
        KnownTable[] tables = [.. TableCatalog.Bundled.All, new("SigninLogs", [new("TimeGenerated", "datetime"), new("UserPrincipalName", "string")])];

        Assert.Equal(
            ["UserPrincipalName"],
            NameSuggestions
                .Explain(Refused("Failed to resolve scalar expression named 'UserPrincipleName'."), "SigninLogs | project UserPrincipleName", tables)
                .Suggestions
        );
        Assert.Equal(
            ["SigninLogs"],
            NameSuggestions.Explain(Refused("Failed to resolve table or column expression named 'SiginLogs'."), "SiginLogs", tables).Suggestions
        );
    }

    [Fact]
    public void Several_queries_in_a_text_are_told_by_their_lines()
    {
        var explained = NameSuggestions.Explain(
            Refused("The query contains syntax errors: SYN0002: A recognition error occurred."),
            "DeviceInfo | take 1\n\nDeviceEvents\n| take 1\n\nAlertInfo",
            TableCatalog.Bundled.All
        );

        Assert.Contains("3 queries, which begin on the lines 1, 3 and 6", explained.Message);
        Assert.Contains("save each in its own file", explained.Message);
        Assert.Empty(explained.Suggestions);
    }

    [Fact]
    public void A_hostile_name_is_visible() =>
        Assert.DoesNotContain(
            '\u001b',
            NameSuggestions
                .Explain(Refused("Failed to resolve scalar expression named 'a\u001b[2J'."), "T | project x", [new("T", [new("a\u001b[2Jx", "string")])])
                .Message
        );

    [Fact]
    public void A_retired_table_comes_back_with_its_successor()
    {
        var explained = NameSuggestions.Explain(
            Refused("Failed to resolve table or column expression named 'AADSignInEventsBeta'."),
            "AADSignInEventsBeta",
            TableCatalog.Bundled.All
        );

        Assert.Equal(["EntraIdSignInEvents"], explained.Suggestions);
        Assert.Contains("retired on 2025-12-09", explained.NextStep);
    }

    [Fact]
    public void What_the_tenant_is_known_to_have_counts()
    {
        KnownTable[] tables = [new("Proxy_CL", [new("UrlHost_s", "string")])];

        var explained = NameSuggestions.Explain(Refused("Failed to resolve scalar expression named 'UrlHost'."), "Proxy_CL | project UrlHost", tables);

        Assert.Equal(["UrlHost_s"], explained.Suggestions);
    }

    private static HuntingException Refused(string words) =>
        new(HuntingFailure.QueryRefused, $"The service rejected the query: {words}", "To look up names, use Get-MdeHuntingSchema.")
        {
            ServiceMessage = words,
            RequestId = "1",
        };
}
