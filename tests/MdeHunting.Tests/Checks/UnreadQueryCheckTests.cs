using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>Texts of which nothing else is checked, because they're no query or can't be read.</summary>
public sealed class UnreadQueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("42", "print")]
    [InlineData("-1", "print")]
    [InlineData("\"hello\"", "print")]
    [InlineData("1 + 1", "print")]
    [InlineData("let x = 1; x", "print")]
    [InlineData("let x = 1", "missing")]
    [InlineData("let x = 1; let y = DeviceInfo;", "missing")]
    [InlineData("declare query_parameters(a:string);", "missing")]
    [InlineData("```kql\nDeviceInfo | take 1\n```", "Markdown")]
    [InlineData("Please show me all devices that ran mimikatz yesterday.", "a text, not a query")]
    [InlineData("This query finds devices, and it's from our wiki.", "a text, not a query")]
    [InlineData("<Table> | where FileName == 'a'", "<Table> is a placeholder")]
    [InlineData("DeviceEvents where FileName has abc and more", "'where'")]
    [InlineData("Device where a has abc and more", "'where'")]
    [InlineData("~~~\nDeviceInfo | take 1\n~~~", "Markdown")]
    public void What_returns_no_rows_is_one_error(string query, string told)
    {
        var finding = Assert.Single(Check(query));

        Assert.Equal(("MDE000", MdeFindingSeverity.Error), (finding.RuleId, finding.Severity));
        Assert.Contains(told, $"{finding.Message} {finding.Suggestion}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "1", "]")]
    [InlineData("{\"a\":", "1", "}")]
    public void A_value_that_is_nested_too_deeply_is_one_error(string open, string value, string close)
    {
        var depth = 10_000;
        var finding = Assert.Single(
            Check($"print dynamic({string.Concat(Enumerable.Repeat(open, depth))}{value}{string.Concat(Enumerable.Repeat(close, depth))})")
        );

        Assert.Equal(("MDE020", MdeFindingSeverity.Error), (finding.RuleId, finding.Severity));
    }

    [Fact]
    public void A_value_of_too_many_signs_is_one_error()
    {
        var finding = Assert.Single(Check($"print {new string('-', 10_000)}1"));

        Assert.Equal(("MDE020", MdeFindingSeverity.Error), (finding.RuleId, finding.Severity));
        Assert.Contains("signs", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceInfo | where OSPlatform == \u201cWindows\u201d")]
    [InlineData("DeviceInfo | where (OSPlatform == 'a'")]
    [InlineData("DeviceInfo | where OSPlatform in ['a', 'b']")]
    [InlineData("DeviceInfo where OSPlatform == 'a'")]
    [InlineData("DeviceInfo | where OSPlatform == 'a' && Model == 'b'")]
    [InlineData("DeviceInfo | wher OSPlatform == 'a'")]
    [InlineData("DeviceInfo | where OSPlatform == ```a")]
    [InlineData("```kql\nDeviceInfo | take 1\n```")]
    public void A_message_leaves_the_place_to_the_finding(string query)
    {
        var finding = Assert.Single(Check(query));

        Assert.DoesNotMatch("[Ll]ines? [0-9]", finding.Message);
        Assert.DoesNotMatch("^[a-z]", finding.Message);
    }

    private static IReadOnlyList<QueryFinding> Check(string query) => QueryCheck.Of(query, TableCatalog.Bundled.All, Now);
}
