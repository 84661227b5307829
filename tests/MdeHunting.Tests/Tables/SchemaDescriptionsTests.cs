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
    public void Most_columns_of_the_tables_that_are_hunted_in_have_one()
    {
        string[] tables =
        [
            "DeviceProcessEvents",
            "DeviceNetworkEvents",
            "DeviceFileEvents",
            "DeviceRegistryEvents",
            "DeviceLogonEvents",
            "AlertInfo",
            "AlertEvidence",
        ];
        Assert.All(
            tables,
            name =>
            {
                var columns = TableCatalog.Bundled.Find(name)!.Columns;
                var without = columns.Where(column => SchemaDescriptions.Of(name, column.Name) is null).Select(column => column.Name).ToList();
                Assert.True(without.Count * 4 < columns.Count, $"{name}: {string.Join(", ", without)}");
            }
        );
    }

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
                    TableCatalog.Bundled.Find(name) is not null || columns.Overlaps([name, $"InitiatingProcess{name}", $"Process{name}"]),
                    $"{name} is not documented"
                )
        );
    }

    [Fact]
    public void A_column_of_the_process_that_caused_the_event_says_whose_it_is()
    {
        Assert.Equal("SHA-1 hash of the file (of the process that caused the event)", SchemaDescriptions.Of("DeviceProcessEvents", "InitiatingProcessSHA1"));
        Assert.Null(SchemaDescriptions.Of("Own_CL", "SHA1"));
        Assert.Null(SchemaDescriptions.Of("AlertInfo", "SHA1"));
        Assert.Null(SchemaDescriptions.Of("Own_CL"));
    }
}
