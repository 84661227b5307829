using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What a responder sees first of the rows of a documented table, at the widths that screens have.</summary>
public class DocumentedTableTests
{
    private static readonly DateTime Time = new(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc);

    public static TheoryData<string> TablesWithTime =>
        [.. TableCatalog.Bundled.All.Where(table => TimeColumns.Bundled.Of(table.Name) is not null).Select(table => table.Name)];

    [Theory]
    [InlineData("DeviceRegistryEvents", 79, "Timestamp", "DeviceName", "RegistryKey", "RegistryValueName", "RegistryValueData")]
    [InlineData("DeviceRegistryEvents", 199, "ActionType", "RegistryKey", "RegistryValueName", "RegistryValueData", "InitiatingProcessCommandLine")]
    [InlineData("DeviceLogonEvents", 79, "DeviceName", "AccountName", "ActionType", "RemoteIP")]
    [InlineData("DeviceLogonEvents", 119, "DeviceName", "AccountName", "ActionType", "LogonType", "RemoteIP")]
    [InlineData("DeviceNetworkEvents", 79, "DeviceName", "RemoteIP", "RemotePort", "RemoteUrl")]
    [InlineData("DeviceNetworkEvents", 119, "ActionType", "RemoteIP", "RemotePort", "RemoteUrl", "InitiatingProcessCommandLine")]
    [InlineData("DeviceProcessEvents", 79, "DeviceName", "FileName", "ProcessCommandLine")]
    [InlineData("IdentityLogonEvents", 79, "DeviceName", "AccountName", "IPAddress")]
    [InlineData("EmailEvents", 79, "SenderFromAddress", "RecipientEmailAddress", "Subject")]
    [InlineData("EmailEvents", 119, "SenderFromAddress", "RecipientEmailAddress", "Subject", "SenderIPv4")]
    [InlineData("UrlClickEvents", 119, "AccountUpn", "ActionType", "Url", "IPAddress")]
    [InlineData("AlertEvidence", 119, "DeviceName", "Title", "Severity", "FileName", "RemoteIP")]
    [InlineData("AlertInfo", 79, "Title", "Severity")]
    [InlineData("BehaviorInfo", 119, "AccountUpn", "Title", "ActionType")]
    [InlineData("CloudAppEvents", 119, "AccountDisplayName", "ActionType", "Application", "ObjectName", "IPAddress")]
    [InlineData("EntraIdSignInEvents", 119, "AccountUpn", "ErrorCode", "Application", "IPAddress")]
    [InlineData("DeviceTvmSoftwareVulnerabilities", 119, "DeviceName", "VulnerabilitySeverityLevel", "CveId", "SoftwareName")]
    public void What_is_read_first_is_there(string table, int width, params string[] expected) => Assert.Empty(expected.Except(Shown(table, width)));

    [Theory]
    [MemberData(nameof(TablesWithTime))]
    public void A_row_with_a_time_is_a_line_of_a_table_whose_headers_are_told_apart(string table)
    {
        foreach (var width in (int[])[119, 199])
        {
            var layout = Layout(table, width);

            Assert.False(layout.IsList, $"{table} is a list at {width}");
            var titles = Titles(layout);
            Assert.Equal(titles.Length, titles.Distinct().Count());
            var names = Names(table);
            var meant = Array.ConvertAll(titles, title => names.Where(name => IsOf(title, name)).ToArray());
            Assert.All(meant, found => Assert.NotEmpty(found));

            // No two of them may be the same column.
            Assert.Equal(meant.Sum(found => found.Length), meant.SelectMany(found => found).Distinct().Count());
        }
    }

    private static bool IsOf(string title, string name) => title == name || (title.Split('…') is { Length: 2 } ends && IsCutOf(name, ends));

    // A beginning of one word or a part of it may be short, where the last words tell which it is.
    private static bool IsCutOf(string name, string[] ends) =>
        ends[1].Length > 3
        && (ends[0].Length > 3 || ends[1].Length > 7)
        && name.StartsWith(ends[0], StringComparison.Ordinal)
        && name.EndsWith(ends[1], StringComparison.Ordinal);

    private static IEnumerable<string> Shown(string table, int width)
    {
        var names = Names(table);
        return Titles(Layout(table, width)).SelectMany(title => names.Where(name => IsOf(title, name)));
    }

    private static string[] Titles(RowLayout layout) => layout.Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Names(string table) => [.. TableCatalog.Bundled.All.Single(one => one.Name == table).Columns.Select(column => column.Name)];

    // Two rows that differ in every column, so that nothing of them can be said once.
    private static RowLayout Layout(string table, int width)
    {
        var columns = TableCatalog.Bundled.All.Single(one => one.Name == table).Columns;
        var names = Names(table);
        object?[] Row(int i) => [.. columns.Select(column => Value(column.Name, column.Type, i))];
        var profile = new AnswerProfile(names);
        profile.See(Row(0));
        profile.See(Row(1));
        return RowLayout.Of(names, Row(0), width, profile);
    }

    private static object Value(string name, string type, int i) =>
        type switch
        {
            "datetime" => Time.AddMinutes(i),
            "int" or "long" => 1_200L + i,
            "bool" => i == 0,
            _ => Text(name) + i,
        };

    private static string Text(string name) =>
        name.EndsWith("CommandLine", StringComparison.Ordinal)
            ? "powershell.exe -NoProfile -ExecutionPolicy Bypass -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA"
        : name.EndsWith("DeviceName", StringComparison.Ordinal) ? "ws-1.corp.contoso.example"
        : name.EndsWith("FileName", StringComparison.Ordinal) ? "powershell.exe"
        : name.EndsWith("Address", StringComparison.Ordinal) && name.Contains("Email", StringComparison.Ordinal) ? "bo@contoso.example"
        : name.EndsWith("IP", StringComparison.Ordinal) || name.EndsWith("IPv4", StringComparison.Ordinal) || name == "IPAddress" ? "203.0.113.4"
        : name switch
        {
            "RegistryKey" => @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Run",
            "RegistryValueData" => @"C:\Users\Public\updater.exe /silent",
            "Title" => "Password spray attack involving multiple accounts",
            "ActionType" => "ConnectionSuccess",
            "Severity" or "LogonType" => "Network",
            "RemoteUrl" or "Url" => "https://prize-draw.example/claim/your/prize",
            _ => "some text",
        };
}
