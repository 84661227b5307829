using MdeHunting.Rows;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>A long name neither runs over the edge of the screen nor takes the place of the address beside it.</summary>
public class LongNameTests
{
    private const string File = "Microsoft.SharePoint.Client.Runtime.resources.dll";
    private const string Address = "2001:db8:1234:5678:9abc:def0:1234:5678";

    private static readonly DateTime Time = new(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc);

    [Theory]
    [InlineData(79, File, "192.0.2.1")]
    [InlineData(79, File, Address)]
    [InlineData(79, "a-name-that-is-of-thirty-eight-cells.x", Address)]
    [InlineData(119, File, Address)]
    public void A_row_stays_within_the_screen_with_its_address(int width, string file, string address)
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "RemoteIP", "RemotePort"];
        object?[] values = [Time, "jkl-ws-03.corp.contoso.example", file, address, 443L];

        var layout = RowLayout.Fitting(names, values, width);

        Assert.All($"{layout.Header}\n{layout.Text(values)}".Split('\n'), line => Assert.True(CellText.Width(line) <= width, line));
        Assert.Equal(layout.Header.Contains("RemoteIP", StringComparison.Ordinal), layout.Text(values).Contains(address, StringComparison.Ordinal));
        Assert.True(layout.Header.Contains("RemoteIP", StringComparison.Ordinal) || address == Address && width < 100);
    }

    [Fact]
    public void A_long_name_leaves_the_addresses_and_the_port_their_room()
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "RemoteIP", "RemotePort", "RemoteUrl", "ProcessCommandLine"];
        object?[] values =
        [
            Time,
            "jkl-ws-03.corp.contoso.example",
            File,
            Address,
            443L,
            "https://files.contoso.example/a/path/that/is/long",
            $"rundll32.exe {File},Run -Now -Quiet -All -Of -It",
        ];

        var profile = new AnswerProfile(names);
        profile.See(values);

        var layout = RowLayout.Fitting(names, values, 119, profile);

        var text = layout.Text(values);
        Assert.True(CellText.Width(text) <= 119, text);
        Assert.Contains(Address, text);
        Assert.Contains(" 443", text);
        Assert.Contains(".dll ", text);
        Assert.Contains(" https://files.c", text);
    }

    [Fact]
    public void The_names_in_a_list_are_told_apart_where_they_are_cut()
    {
        string[] names = ["InitiatingProcessVersionInfoProductName", "InitiatingProcessVersionInfoProductVersion", "Timestamp"];

        var lines = ListText.Of(names, ["Office", "16.0", Time], 69).TrimEnd().Split('\n');

        Assert.Equal(3, lines.Select(line => line[..line.IndexOf(" : ", StringComparison.Ordinal)]).Distinct().Count());
    }
}
