using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Kql.Values;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset.Planted;

/// <summary>The supplier's case: what is expected of a sweep is what the tenant has.</summary>
public class SupplierCaseTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    private static readonly Dictionary<string, PlantedIndicator> ByValue = PlantedIndicator.All.ToDictionary(one => one.Value, StringComparer.Ordinal);

    [Fact]
    public void Every_hit_is_in_the_data_as_often_as_it_is_expected()
    {
        var cells = SupplierRows.All.SelectMany(row => row.Hits.Select(hit => (hit.Table, hit.Column, Cell: CellOf(row, hit.Column)))).Distinct().ToList();

        foreach (var (table, column, cell) in cells)
        {
            var planted = SupplierRows.All.Count(row => row.Table == table && row.Cells.Any(one => one.Column == column && Text(one.Value) == cell));
            Assert.True(planted == tenant.Rows(table).Count(row => Text(row[column]) == cell), $"{table}.{column} {cell}");
        }

        Assert.Equal(cells.Count, SupplierCase.Hits.Keys.Select(hit => (hit.Table, hit.Column, hit.Value)).Distinct().Count());
    }

    [Fact]
    public void Nothing_else_in_the_data_names_an_indicator()
    {
        var known = SupplierRows.All.SelectMany(row => row.Hits.Select(hit => (hit.Indicator, row.Table, hit.Column, CellOf(row, hit.Column)))).ToHashSet();
        var decoys = SupplierRows.All.SelectMany(row => row.Decoys.Select(column => (row.Table, column, CellOf(row, column)))).ToHashSet();
        var unexpected = new HashSet<string>();
        foreach (var table in tenant.Database.Tables.Values.Where(table => table.Rows.Count > 0))
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var column = table.Columns[i].Name;
                foreach (var text in table.Rows.Select(row => Text(row[i])).Where(text => text.Length > 3).Distinct())
                {
                    var plain = text.ToLowerInvariant().Replace("[.]", ".", StringComparison.Ordinal).Replace("hxxp", "http", StringComparison.Ordinal);
                    foreach (var indicator in PlantedIndicator.All.Where(one => one.Type != "Cidr" && plain.Contains(Core(one), StringComparison.Ordinal)))
                    {
                        if (!known.Contains((indicator.Value, table.Name, column, text)) && !decoys.Contains((table.Name, column, text)))
                        {
                            unexpected.Add($"{table.Name}.{column} '{text}' has {indicator.Value}");
                        }
                    }
                }
            }
        }

        Assert.Equal(string.Empty, string.Join('\n', unexpected));
    }

    [Fact]
    public void Every_indicator_is_found_and_every_type_is_among_them()
    {
        Assert.Equal(PlantedIndicator.All.Select(one => one.Value).Order(), SupplierCase.Hits.Keys.Select(hit => hit.Indicator).Distinct().Order());
        Assert.Equal(Enum.GetValues<PlantedGrade>(), SupplierCase.Hits.Keys.Select(hit => hit.Grade).Distinct().Order());
        Assert.Equal(23, PlantedIndicator.All.Select(one => one.Type).Distinct().Count());
        Assert.All(SupplierCase.Hits.Keys, hit => Assert.Contains(HuntingTables.All[hit.Table], column => column.Name == hit.Column));
        Assert.Contains(SupplierCase.Hits, hit => hit.Value > 1);
    }

    [Fact]
    public void An_address_of_the_network_is_in_it_and_its_neighbours_are_not()
    {
        var found = tenant
            .Rows("DeviceNetworkEvents")
            .Select(row => row.Text("RemoteIP"))
            .Where(address => KqlEngine.Run($"print ipv6_is_in_range('{address}', '{PlantedIndicator.Network}')", tenant.Database).Rows[0][0] is true)
            .Distinct()
            .Order();

        Assert.Equal(SupplierCase.Hits.Keys.Where(hit => hit.Grade == PlantedGrade.InNetwork).Select(hit => hit.Value).Order(), found);
    }

    // What any way to write an indicator has in it.
    private static string Core(PlantedIndicator indicator) =>
        indicator.Value switch
        {
            PlantedIndicator.ServiceKey => @"services\kumpulasync",
            PlantedIndicator.AgentKey => @"kumpula\agent",
            PlantedIndicator.AgentPath => @"kumpula\kagent.dll",
            PlantedIndicator.CommandLine => "--kumpula-relay",
            PlantedIndicator.Url => "cdn.tuuli-metrics.example",
            PlantedIndicator.UpdateUrl => "lataus.harju-update.example",
            var value => ByValue[value].Value.ToLowerInvariant(),
        };

    private static string CellOf(PlantedRow row, string column) => Text(row.Cells.Single(cell => cell.Column == column).Value);

    private static string Text(object? value) => value is JsonNode node ? node.ToJsonString() : Conversions.ToText(value);
}
