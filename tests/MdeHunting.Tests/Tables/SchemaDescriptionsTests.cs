using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Tables;

public class SchemaDescriptionsTests
{
    [Fact]
    public void Every_documented_table_has_a_short_description() =>
        Assert.All(
            TableCatalog.Bundled.All,
            table =>
            {
                var text = SchemaDescriptions.Of(table.Name);
                Assert.NotNull(text);
                Assert.InRange(text.Length, 10, 110);
                Assert.False(text.EndsWith('.'), text);
            }
        );

    [Fact]
    public void Every_documented_column_has_a_short_description() =>
        Assert.All(
            TableCatalog.Bundled.All.SelectMany(table => table.Columns.Select(column => (Table: table.Name, column.Name))),
            column =>
            {
                var text = SchemaDescriptions.Of(column.Table, column.Name);
                Assert.True(text is not null, $"{column.Table}.{column.Name} has none");
                Assert.InRange(text.Length, 5, 110);
                Assert.False(text.EndsWith('.'), text);
                Assert.True(char.IsUpper(text[0]) || char.IsDigit(text[0]), text);
            }
        );

    [Theory]
    [InlineData("DisruptionAndResponseEvents", "Port", "Port the attacker tried to access")]
    [InlineData("IdentityLogonEvents", "Port", "TCP port")]
    [InlineData("DataSecurityBehaviors", "DeviceInfo", "Devices involved, each with ID, name, and number of events, as JSON")]
    [InlineData("EmailAttachmentInfo", "SHA256", "SHA-256 hash of the attachment")]
    [InlineData("GraphApiAuditEvents", "Location", "Region that served the request")]
    public void A_column_that_means_something_else_in_one_table_says_so_there(string table, string column, string expected) =>
        Assert.Equal(expected, SchemaDescriptions.Of(table, column));

    [Fact]
    public void Nothing_is_described_that_is_not_there()
    {
        var columns = TableCatalog.Bundled.All.SelectMany(table => table.Columns).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        using var reader = new StreamReader(typeof(SchemaDescriptions).Assembly.GetManifestResourceStream("schema-descriptions.txt")!);
        var names = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]).ToList();

        Assert.All(
            names,
            name =>
                Assert.True(
                    name.Split('.') is [var table, var column]
                        ? TableCatalog.Bundled.Find(table)?.Columns.Any(one => one.Name == column) is true
                        : TableCatalog.Bundled.Find(name) is not null || columns.Overlaps([name, $"InitiatingProcess{name}", $"Process{name}"]),
                    $"{name} is not documented"
                )
        );
    }

    [Fact]
    public void A_column_of_the_process_that_caused_the_event_says_whose_it_is()
    {
        Assert.Equal("Initiating process: SHA-1 hash of the file", SchemaDescriptions.Of("DeviceProcessEvents", "InitiatingProcessSHA1"));
        Assert.Null(SchemaDescriptions.Of("Own_CL", "SHA1"));
        Assert.Null(SchemaDescriptions.Of("AlertInfo", "SHA1"));
        Assert.Null(SchemaDescriptions.Of("Own_CL"));
    }
}
