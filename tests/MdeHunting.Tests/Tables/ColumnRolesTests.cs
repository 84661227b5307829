using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Tables;

/// <summary>Which columns of a row matter, and what for.</summary>
public class ColumnRolesTests
{
    [Fact]
    public void Each_role_is_played_by_one_column_at_the_most() =>
        Assert.Equal(
            [new(ColumnRole.Time, 3), new(ColumnRole.Device, 1), new(ColumnRole.Account, 0), new(ColumnRole.Remote, 4), new RoleColumn(ColumnRole.Url, 2)],
            ColumnRoles.Of(["AccountUpn", "devicename", "RemoteUrl", "Timestamp", "RemoteIP", "DeviceId"])
        );

    [Fact]
    public void A_column_plays_one_role_alone() => Assert.Equal([new RoleColumn(ColumnRole.Remote, 0)], ColumnRoles.Of(["RemoteUrl"]));

    [Fact]
    public void Every_table_with_a_time_has_a_column_for_it() =>
        Assert.All(
            TableCatalog.Bundled.All.Where(table => TimeColumns.Bundled.Of(table.Name) is not null),
            table =>
            {
                var (_, place) = Assert.Single(ColumnRoles.Of([.. table.Columns.Select(column => column.Name)]), column => column.Role == ColumnRole.Time);
                Assert.Equal(TimeColumns.Bundled.Of(table.Name), table.Columns[place].Name);
            }
        );
}
