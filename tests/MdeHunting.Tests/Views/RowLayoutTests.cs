using MdeHunting.Pipeline;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

public class RowLayoutTests
{
    private static readonly DateTime Time = new(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc);

    [Fact]
    public void Few_columns_are_a_table_in_the_querys_own_order()
    {
        var layout = RowLayout.Of(["FileName", "Timestamp", "ProcessId"], ["a.exe", Time, 42L], 80);

        Assert.Equal(["FileName", "Timestamp", "ProcessId"], layout.Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("a.exe ", layout.Text(["a.exe", Time, 42L]));
        Assert.EndsWith(" 42", layout.Text(["a.exe", Time, 42L]));
        Assert.Contains("2026-11-01T02:03:04.0000000Z", layout.Text(["a.exe", Time, 42L]));
    }

    [Fact]
    public void Of_many_columns_those_that_matter_are_shown_the_time_first_and_it_is_said()
    {
        string[] names =
        [
            "DeviceId",
            "SHA1",
            "SHA256",
            "MD5",
            "FileName",
            "ProcessCommandLine",
            "AccountName",
            "DeviceName",
            "Timestamp",
            "ActionType",
            "RemoteIP",
        ];
        object?[] values = ["1", "2", "3", "4", "a.exe", "a.exe -x", "bob", "ws-1", Time, "ProcessCreated", "192.0.2.1"];

        var layout = RowLayout.Of(names, values, 200);

        Assert.Equal("(7 of 11 columns. All: $rows.MdeView.Safe | Format-List)", layout.Hint);
        Assert.Equal(
            ["Timestamp", "DeviceName", "AccountName", "ActionType", "FileName", "ProcessCommandLine", "RemoteIP"],
            layout.Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void The_connection_stands_ahead_of_the_time()
    {
        string[] names = ["MdeConnection", .. Enumerable.Range(0, 9).Select(i => $"C{i}"), "Timestamp", "DeviceName"];

        Assert.StartsWith("MdeConnection", RowLayout.Of(names, [.. names], 160).Header);
    }

    [Fact]
    public void Many_columns_of_which_none_is_known_are_a_list_with_every_value_whole()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"Column{i}")];
        object?[] values = [new string('x', 200), .. Enumerable.Repeat<object?>(null, 11)];

        var layout = RowLayout.Of(names, values, 60);
        var text = layout.Text(values);

        Assert.True(layout.IsList);
        Assert.Empty(layout.Header);
        Assert.Equal(200, text.Count(c => c == 'x'));
        Assert.Contains("Column11 :", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 60, line));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(119)]
    [InlineData(300)]
    public void No_line_of_a_table_is_wider_than_the_screen(int width)
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "ProcessCommandLine"];
        object?[] values = [Time, "a-rather-long-device-name.corp.contoso.example", "東京.exe", new string('y', 500)];

        var layout = RowLayout.Of(names, values, width);

        if (!layout.IsList)
        {
            Assert.All([.. layout.Header.Split('\n'), layout.Text(values)], line => Assert.True(CellText.Width(line) <= width, line));
        }

        Assert.Equal(width == 40, layout.IsList);
    }

    [Fact]
    public void Where_there_is_no_screen_nothing_is_cut()
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "ProcessCommandLine"];
        var (first, later) = (
            new object?[] { Time, "a", "b.exe", "short" },
            new object?[] { Time, new string('d', 300), "東京.exe", new string('y', 100_000) }
        );

        var text = RowLayout.Of(names, first, ScreenWidth.Unlimited).Text(later);

        Assert.Contains(new string('d', 300), text);
        Assert.EndsWith(new string('y', 100_000), text);
        Assert.Contains($"B : {new string('z', 5000)}\n", RowLayout.List(["A", "B"], ["x", new string('z', 5000)], ScreenWidth.Unlimited));
    }

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("ab", 4, "ab  ")]
    [InlineData("東京大阪", 5, "東京…")]
    [InlineData("東京大阪", 4, "東… ")]
    [InlineData("🎉🎉🎉", 4, "🎉… ")]
    public void A_text_is_cut_to_whole_characters(string text, int width, string expected)
    {
        Assert.Equal(expected, CellText.Fit(text, width, isRight: false));
        Assert.Equal(width, CellText.Width(expected));
    }
}
