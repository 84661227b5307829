using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What is never cut may be longer in a later row than in the first one, by which a table has its widths.</summary>
public class WideLineTests
{
    [Fact]
    public void A_row_fits_a_table_where_its_line_is_no_wider_than_the_screen()
    {
        string[] names = ["Timestamp", "RemoteIP", "FileName"];
        object?[] Row(string address) => [new DateTime(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc), address, "a-program.exe"];

        var layout = RowLayout.Of(names, Row("192.0.2.1"), 59);

        Assert.True(layout.Fits(Row("192.0.2.200")));
        Assert.False(layout.Fits(Row("2001:db8:1234:5678:9abc:def0:1234:5678")));
    }
}
