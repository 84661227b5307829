using System.Globalization;
using System.Text.Json;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Tables;

/// <summary>The bundled list of tables and columns.</summary>
public class TableCatalogTests
{
    [Fact]
    public void Every_documented_table_has_its_columns_with_their_types_in_order()
    {
        var document = FurtherData.Find("hunting-schema.json");
        Assert.SkipWhen(document is null, $"{FurtherData.Variable} names no folder with hunting-schema.json, the list of the documented tables");

        using var tables = JsonDocument.Parse(File.ReadAllText(document!));
        Assert.Equal(
            tables.RootElement.EnumerateArray().Select(table => table.GetProperty("table").GetString()).Order(StringComparer.Ordinal),
            TableCatalog.Bundled.All.Select(table => table.Name)
        );
        foreach (var table in tables.RootElement.EnumerateArray())
        {
            var known = TableCatalog.Bundled.Find(table.GetProperty("table").GetString()!)!;
            Assert.Equal(
                table.GetProperty("columns").EnumerateArray().Select(column => (column[0].GetString(), column[1].GetString())),
                known.Columns.Select(column => ((string?)column.Name, (string?)column.Type))
            );
            Assert.Equal(Text(table, "replacedBy"), known.Successor);
            Assert.Equal(Text(table, "retirementDate"), known.RetiredOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.Equal(table.TryGetProperty("preview", out var preview) && preview.GetBoolean(), known.IsPreview);
        }
    }

    [Fact]
    public void It_has_66_tables_and_1641_columns() =>
        Assert.Equal((66, 1641), (TableCatalog.Bundled.All.Count, TableCatalog.Bundled.All.Sum(table => table.Columns.Count)));

    [Fact]
    public void A_retired_table_names_the_day_and_its_successor()
    {
        var retired = TableCatalog.Bundled.Find("AIAgentsInfo")!;

        Assert.Equal((new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc), "AgentsInfo"), (retired.RetiredOn, retired.Successor));
        Assert.Equal(DateTimeKind.Utc, retired.RetiredOn!.Value.Kind);
    }

    [Fact]
    public void A_table_is_found_by_another_spelling_of_its_name_and_not_in_another_case()
    {
        Assert.Equal("GraphAPIAuditEvents", TableCatalog.Bundled.Find("GraphApiAuditEvents")!.Name);
        Assert.Null(TableCatalog.Bundled.Find("deviceevents"));
    }

    private static string? Text(JsonElement table, string name) => table.TryGetProperty(name, out var value) ? value.GetString() : null;
}
