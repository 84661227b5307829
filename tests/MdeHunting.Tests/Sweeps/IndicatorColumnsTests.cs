using MdeHunting.Contract;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

public sealed class IndicatorColumnsTests
{
    [Fact]
    public void Every_listed_column_is_in_a_documented_table()
    {
        var documented = TableCatalog.Bundled.All.SelectMany(table => table.Columns).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(IndicatorColumns.Bundled.Names, name => Assert.Contains(name, documented));
    }

    [Fact]
    public void Every_kind_has_columns_and_tests()
    {
        var kinds = TableCatalog
            .Bundled.All.Select(IndicatorColumns.Bundled.Of)
            .OfType<SweptTable>()
            .SelectMany(table => table.Columns)
            .Select(column => column.Kind)
            .ToHashSet();

        Assert.All(Enum.GetValues<SweptKind>(), kind => Assert.Contains(kind, kinds));
        Assert.All(Enum.GetValues<SweptKind>(), kind => Assert.NotEmpty(SweepTest.Of(kind)));
    }

    [Theory]
    [InlineData(MdeIndicatorType.Sha1, 10)]
    [InlineData(MdeIndicatorType.Sha256, 11)]
    [InlineData(MdeIndicatorType.Md5, 7)]
    public void A_hash_is_looked_for_in_each_table_that_has_one(MdeIndicatorType type, int tables)
    {
        var indicator = new SweptIndicator(new MdeIndicator(type, new string('a', 64), string.Empty));

        Assert.Equal(
            tables,
            TableCatalog
                .Bundled.All.Where(table => table.RetiredOn is null)
                .Select(IndicatorColumns.Bundled.Of)
                .OfType<SweptTable>()
                .Count(table => SweepPlanner.IsIn(indicator, table))
        );
    }

    [Fact]
    public void A_column_that_is_no_string_is_compared_as_one_and_a_table_without_any_is_left_out()
    {
        var table = IndicatorColumns.Bundled.Of(new KnownTable("Own", [new KnownColumn("NetworkMessageId", "guid")]))!;

        Assert.Equal("tostring(NetworkMessageId)", table.Columns[0].Value.ToString());
        Assert.Null(IndicatorColumns.Bundled.Of(new KnownTable("Other", [new KnownColumn("Nothing", "string")])));
    }
}
