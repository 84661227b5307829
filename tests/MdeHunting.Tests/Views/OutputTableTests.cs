using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Pipeline;
using MdeHunting.Schema;
using MdeHunting.Tables;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>Objects of one kind are one table, whatever they are called: what has no room is cut in its middle.</summary>
public class OutputTableTests
{
    private const string Guid = "55555555-5555-5555-5555-555555555555";

    private static readonly (string Name, string Account, string Domain)[] Connections =
    [
        ("Contoso", "bo@contoso.example", "contoso.example"),
        ($"{Guid}/Graph", "A runbook that hunts each night in all the tenants", Guid),
        ("a-domain-that-is-long.onmicrosoft.com/Endpoint", "someone-else@a-domain-that-is-long.onmicrosoft.com", "a-domain-that-is-long.onmicrosoft.com"),
    ];

    [Theory]
    [InlineData(79)]
    [InlineData(119)]
    [InlineData(199)]
    public void Connections_are_one_table_at_each_width(int width)
    {
        var lines = Lines(width, [.. Connections.Select(one => Connection(one.Name, one.Account, one.Domain))]);

        Assert.All(lines, line => Assert.True(CellText.Width(line) <= width, line));
        Assert.Single(lines.Select(line => line.IndexOf(" Graph", StringComparison.Ordinal)).Distinct());
        Assert.Contains("Contoso ", lines[0]);
        Assert.Contains("/Graph ", lines[1]);
        Assert.Contains(" 55555", lines[1]);
        Assert.Contains("/Endpoint ", lines[2]);
    }

    [Fact]
    public void Nothing_is_cut_where_there_is_no_screen()
    {
        var lines = Lines(ScreenWidth.Unlimited, [.. Connections.Select(one => Connection(one.Name, one.Account, one.Domain))]);

        Assert.All(Connections.Zip(lines), one => Assert.Contains(one.First.Name, one.Second));
        Assert.All(Connections.Zip(lines), one => Assert.Contains(one.First.Account, one.Second));
    }

    [Theory]
    [InlineData(79, "", "In these rows: Table 'DeviceInfo'.")]
    [InlineData(119, "DeviceInfo ", "Format-List")]
    [InlineData(ScreenWidth.Unlimited, "DeviceInfo ", "Format-List")]
    public void A_column_has_the_width_of_what_it_was_returned_together_with(int width, string table, string hint)
    {
        MdeColumnSchema[] columns = [.. Documented("DeviceInfo")];
        var set = new OutputSet(columns);
        foreach (var column in columns)
        {
            column.Set = set;
        }

        var lines = Lines(width, [.. columns.Select(PSObject.AsPSObject)]);

        Assert.All(lines, line => Assert.True(CellText.Width(line) <= width, line));
        Assert.All(columns.Zip(lines), one => Assert.StartsWith($"{table}{one.First.Name} ", one.Second));
        Assert.EndsWith(hint, Layout(width, columns[0]).Hint);
    }

    private static RowLayout Layout(int width, object output)
    {
        var one = PSObject.AsPSObject(output);
        var table = OutputTable.Of(one)!;
        return table.Layout(one, table.Read(one, out var values), values, width);
    }

    private static IEnumerable<MdeColumnSchema> Documented(string table) =>
        TableComparison.Documented(TableCatalog.Bundled.All.Single(one => one.Name == table)).Columns;

    private static string[] Lines(int width, PSObject[] objects)
    {
        var table = OutputTable.Of(objects[0])!;
        var names = table.Read(objects[0], out var first);
        var layout = table.Layout(objects[0], names, first, width);
        return
        [
            .. objects.Select(one =>
            {
                table.Read(one, out var values);
                Assert.True(layout.Is(names, values, width) && layout.Fits(values));
                return layout.Text(values);
            }),
        ];
    }

    private static PSObject Connection(string name, string account, string domain)
    {
        var one = new PSObject();
        one.TypeNames.Insert(0, "Deserialized.MdeHunting.MdeConnection");
        foreach (
            var (property, value) in new (string, object)[]
            {
                ("Name", name),
                ("Account", account),
                ("TenantDomain", domain),
                ("TenantId", Guid),
                ("Api", "Graph"),
                ("Cloud", "Public"),
                ("Method", "DeviceCode"),
                ("ExpiresOn", new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc)),
            }
        )
        {
            one.Properties.Add(new PSNoteProperty(property, value));
        }

        return one;
    }
}
