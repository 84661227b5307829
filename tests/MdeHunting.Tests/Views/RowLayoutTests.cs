using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
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
        Assert.Contains(" 2026-11-01 02:03:04Z ", layout.Text(["a.exe", Time.AddTicks(1), 42L]));
        Assert.Contains(
            " 2026-11-01T02:03:04.0000001Z",
            RowLayout.Of(["A", "B", "C"], ["a", Time, 42L], ScreenWidth.Unlimited).Text(["", Time.AddTicks(1), ""])
        );
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

        Assert.Equal("7 of 11 columns. For all: | Format-List", layout.Hint);
        Assert.Equal(
            ["Timestamp", "DeviceName", "AccountName", "ActionType", "FileName", "RemoteIP", "ProcessCommandLine"],
            layout.Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void The_connection_stands_ahead_of_the_time()
    {
        string[] names = ["MdeConnection", .. Enumerable.Range(0, 9).Select(i => $"C{i}"), "Timestamp", "DeviceName"];

        Assert.StartsWith("MdeConnection", RowLayout.Of(names, [.. names], 160).Header);
    }

    [Theory]
    [InlineData("$table")]
    [InlineData("source_")]
    [InlineData("Table")]
    [InlineData("Type")]
    [InlineData("MdeConnection")]
    public void Where_a_row_is_from_stands_first_also_among_few_columns(string name) =>
        Assert.StartsWith(name, RowLayout.Of(["Timestamp", "DeviceName", name], [Time, "a", "b"], 120).Header);

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(119)]
    public void Addresses_ports_severities_names_of_files_and_times_are_never_cut(int width)
    {
        string[] names =
        [
            "Timestamp",
            "DeviceName",
            "ActionType",
            "FileName",
            "RemoteIP",
            "RemotePort",
            "Severity",
            "InitiatingProcessFileName",
            "ProcessCommandLine",
            .. Enumerable.Range(0, 9).Select(i => $"C{i}"),
        ];
        object?[] Row(string file, string address) =>
            [Time, "ws-1.corp.contoso.example", "ConnectionSuccess", file, address, 44_444L, "Informational", "b.exe", new string('y', 500), .. new object?[9]];

        var layout = RowLayout.Of(names, Row("a.exe", "192.0.2.1"), width);

        var shown = layout.Header.Split('\n')[0];
        var text = layout.Text(Row("a-name-that-is-longer-than-the-first-one.exe", "2001:db8:1234:5678:9abc:def0:1234:5678"));
        Assert.Contains("2026-11-01 02:03:04Z ws-1", text);
        Assert.Contains("a-name-that-is-longer-than-the-first-one.exe ", text);
        Assert.Contains("2001:db8:1234:5678:9abc:def0:1234:5678", text);
        Assert.Equal(shown.Contains("Port", StringComparison.Ordinal), text.Contains(" 44444", StringComparison.Ordinal));
        Assert.Equal(shown.Contains("Severity", StringComparison.Ordinal), text.Contains("Informational", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_keeps_its_name_and_loses_its_domain_and_the_command_line_gets_the_room()
    {
        string[] names = ["Timestamp", "DeviceName", "ProcessCommandLine"];
        object?[] values = [Time, "jkl-ws-03.corp.contoso.example", new string('y', 500)];

        Assert.StartsWith("2026-11-01 02:03:04Z jkl-ws-03… ", RowLayout.Of(names, values, 80).Text(values));
        Assert.EndsWith($" {new string('y', 41)}…", RowLayout.Of(names, values, 80).Text(values));
    }

    [Fact]
    public void A_text_that_is_known_to_be_short_does_not_push_what_stands_behind_it_to_the_edge()
    {
        string[] names = ["Title", "Severity", "Timestamp"];
        object?[] row = ["A short one", "High", Time];
        var profile = new AnswerProfile(names);
        profile.See(row);
        profile.See(["A title that is longer", "High", Time]);

        Assert.InRange(RowLayout.Of(names, row, 160, profile).Text(row).IndexOf("High", StringComparison.Ordinal), 23, 40);

        // Of rows from elsewhere nothing is known, and the next title may be long.
        Assert.InRange(RowLayout.Of(names, row, 160).Text(row).IndexOf("High", StringComparison.Ordinal), 100, 160);
    }

    /// <summary>AlertInfo has eight columns, and is asked for as it is.</summary>
    [Theory]
    [InlineData(200, true)]
    [InlineData(120, false)]
    public void A_title_is_told_rather_than_every_column(int width, bool isWhole)
    {
        string[] names = ["Timestamp", "AlertId", "Title", "Category", "Severity", "ServiceSource", "DetectionSource", "AttackTechniques"];
        object?[] row =
        [
            Time,
            new string('a', 34),
            "Password spray attack involving multiple accounts",
            "CredentialAccess",
            "Informational",
            "Microsoft Defender for Identity",
            "Microsoft Defender for Identity",
            new string('t', 60),
        ];
        var profile = new AnswerProfile(names);
        profile.See(row);

        var layout = RowLayout.Of(names, row, width, profile);

        Assert.Equal(isWhole, layout.Hint == "8 columns");
        Assert.Contains("Password spray attack involvi", layout.Text(row));
        Assert.Contains("Informational", layout.Text(row));
        Assert.Contains("Category", layout.Header);
    }

    [Theory]
    [InlineData("aaaa bbbb cccc dddd eeee", "A : aaaa bbbb cccc dddd \n    eeee\n")]
    [InlineData("aaaa bbbb cccc ddddddddd", "A : aaaa bbbb cccc \n    ddddddddd\n")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxx", "A : xxxxxxxxxxxxxxxxxxxx\n    xxxx\n")]
    [InlineData("ab xxxxxxxxxxxxxxxxxxxxx", "A : ab xxxxxxxxxxxxxxxxx\n    xxxx\n")]
    public void A_long_text_of_a_list_goes_on_between_words_where_they_are_short(string text, string expected) =>
        Assert.Equal(expected, ListText.Of(["A"], (object?[])[text], 24));

    [Fact]
    public void Of_a_name_that_does_not_fit_the_beginning_and_the_last_words_are_shown()
    {
        string[] names = ["Timestamp", "InitiatingProcessFileName", "ServiceSource", "DetectionSource", "ProcessCommandLine"];
        var profile = new AnswerProfile(names);
        object?[] values = [Time, "a.exe", new string('a', 90), new string('b', 90), new string('y', 500)];
        profile.See(values);

        var header = RowLayout.Of(names, values, 76, profile).Header;

        Assert.Matches(@"^Timestamp +Initi\w*…Name +\w{4,}…Source \w{4,}…Source ", header);
    }

    [Fact]
    public void A_name_is_not_cut_for_a_cell_or_two_where_a_longer_text_can_spare_them()
    {
        string[] names = ["Timestamp", "RemotePort", "AuthorizedMembers", "ProcessCommandLine", .. Enumerable.Range(0, 3).Select(i => $"C{i}")];
        object?[] values = [Time, 443L, new string('a', 15), new string('y', 500), "a", "b", "c"];
        var profile = new AnswerProfile(names);
        profile.See(values);

        var header = RowLayout.Of(names, values, 119, profile).Header;

        Assert.Contains(" RemotePort ", header);
        Assert.Contains(" AuthorizedMembers ", header);
    }

    [Fact]
    public void A_name_that_is_cut_is_no_other_columns()
    {
        string[] names = ["Timestamp", "InitiatingProcessFileName", "InitiatingProcessAccountName"];

        Assert.Equal(["Timestamp", "Ini…FileName", "…AccountName"], HeaderText.Of([(names[0], 20), (names[1], 12), (names[2], 12)]));
        Assert.Equal(["Timestamp", "Initiat…Name", "DeviceName"], HeaderText.Of([(names[0], 20), (names[1], 12), ("DeviceName", 12)]));
    }

    [Fact]
    public void Where_nothing_is_cut_no_header_is()
    {
        var name = $"A{string.Concat(Enumerable.Repeat("Column", 20))}";

        Assert.Contains(name, RowLayout.Of(["Timestamp", name, "C"], [Time, "a", "b"], ScreenWidth.Unlimited).Header);
        Assert.Contains(name, RowLayout.Of(["Timestamp", name, "C"], [Time, 1L, "b"], ScreenWidth.Unlimited).Header);
    }

    [Theory]
    [InlineData("192.0.2.1", "RemotePort", "RemoteUrl")]
    [InlineData("2001:db8:1234:5678:9abc:def0:1234:5678", "…Port")]
    public void An_address_and_its_port_come_before_a_command_line(string address, params string[] titles)
    {
        string[] names =
        [
            "Timestamp",
            "DeviceName",
            "ActionType",
            "RemoteIP",
            "RemotePort",
            "RemoteUrl",
            "InitiatingProcessFileName",
            "InitiatingProcessCommandLine",
            .. Enumerable.Range(0, 9).Select(i => $"C{i}"),
        ];
        object?[] Row(string remote) =>
            [Time, "ws-1.corp.contoso.example", "ConnectionSuccess", remote, 44_444L, "a.example", "b.exe", new string('y', 500), .. new object?[9]];
        var profile = new AnswerProfile(names);
        profile.See(Row(address));
        profile.See([Time, "b", "ConnectionFailed", "192.0.2.7", 1L, "b.example", "c.exe", "z", .. new object?[9]]);

        var layout = RowLayout.Of(names, Row("192.0.2.7"), 79, profile);

        Assert.All(titles, title => Assert.Contains(title, layout.Header));
        Assert.DoesNotContain("CommandLine", layout.Header);
        Assert.True(layout.Fits(Row(address)));
        Assert.Contains($" {address}", layout.Text(Row(address)));
        Assert.Contains(" 44444", layout.Text(Row(address)));
    }

    [Fact]
    public void No_two_columns_have_the_same_header()
    {
        string[] names = ["Timestamp", "InitiatingProcessAccountUpn", "InitiatingProcessParentUpn", "InitiatingProcessOtherUpn", "ProcessCommandLine"];
        object?[] values = [Time, new string('a', 40), new string('b', 40), new string('c', 40), new string('y', 500)];

        var header = RowLayout.Of(names, values, 79).Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5, header.Distinct().Count());
        Assert.Contains(header, title => title.Contains('…', StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_has_its_domain_where_the_command_line_has_enough_of_the_room()
    {
        string[] names = ["Timestamp", "DeviceName", "ProcessCommandLine"];
        object?[] values = [Time, "jkl-ws-03.corp.contoso.example", new string('y', 500)];

        Assert.Matches(" jkl-ws-03.corp.contoso.example +y{50,}…$", RowLayout.Of(names, values, 120).Text(values));

        // All of it or nothing: a part of a domain takes room and tells nothing.
        Assert.Matches(" jkl-ws-03… +y+…$", RowLayout.Of(names, values, 100).Text(values));
    }

    [Fact]
    public void A_key_of_the_registry_keeps_its_end()
    {
        string[] names = ["Timestamp", "DeviceName", "RegistryKey"];
        object?[] values = [Time, "a", @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"];

        Assert.Matches(@" HKEY_\w+….*\\CurrentVersion\\Run$", RowLayout.Of(names, values, 79).Text(values));
    }

    [Fact]
    public void A_column_of_empty_objects_and_lists_takes_no_room()
    {
        string[] names = ["Timestamp", "DeviceName", "ActionType", "FileName", "RemoteIP", .. Enumerable.Range(0, 9).Select(i => $"C{i}")];
        object?[] Row(string device, object? nothing) => [Time, device, "Run", "a.exe", nothing, .. new object?[9]];
        var profile = new AnswerProfile(names);
        profile.See(Row("ws-1", new PSObject()));
        profile.See(Row("ws-2", Array.Empty<object>()));
        profile.See(Row("ws-3", null));

        var layout = RowLayout.Of(names, Row("ws-1", new PSObject()), 119, profile);

        Assert.EndsWith(" Empty: RemoteIP.", layout.Hint);
        Assert.DoesNotContain("{}", layout.Text(Row("ws-1", new PSObject())));
        Assert.False(layout.Is(names, Row("ws-1", new PSObject(new Version(1, 0))), 119));
    }

    [Fact]
    public void What_all_rows_of_the_response_have_alike_is_said_once_and_only_of_rows_of_which_it_is_so()
    {
        string[] names = ["Timestamp", "DeviceName", "ActionType", "FileName", "RemoteIP", .. Enumerable.Range(0, 9).Select(i => $"C{i}")];
        object?[] Row(string device, string action, string? address) => [Time, device, action, "a.exe", address, .. new object?[9]];
        var profile = new AnswerProfile(names);
        profile.See(Row("ws-1", "It's", null));
        Assert.DoesNotContain("these rows", RowLayout.Of(names, Row("ws-1", "It's", null), 119, profile).Hint);
        profile.See(Row("ws-2", "It's", ""));

        var layout = RowLayout.Of(names, Row("ws-1", "It's", null), 119, profile);

        Assert.Equal("3 of 14 columns. For all: | Format-List. In these rows: ActionType 'It's'. Empty: RemoteIP.", layout.Hint);
        Assert.True(layout.Is(names, Row("ws-9", "It's", ""), 119));
        Assert.False(layout.Is(names, Row("ws-9", "Other", ""), 119));
        Assert.False(layout.Is(names, Row("ws-9", "It's", "192.0.2.1"), 119));
        Assert.DoesNotContain("ActionType '", RowLayout.Of(names, Row("ws-9", "Other", ""), 119, profile).Hint);

        // In a text nothing is left out.
        Assert.Contains("ActionType", RowLayout.Of(names, Row("ws-1", "It's", null), ScreenWidth.Unlimited, profile).Header);
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
        Assert.Contains($"B : {new string('z', 5000)}\n", ListText.Of(["A", "B"], ["x", new string('z', 5000)], ScreenWidth.Unlimited));
    }

    [Theory]
    [InlineData("a bc def", 4, "a bc\ndef")]
    [InlineData("a bc def", 8, "a bc def")]
    [InlineData("abcdefgh ij", 4, "abcdefgh\nij")]
    [InlineData("東京 a", 4, "東京\na")]
    public void A_line_ends_between_words(string text, int width, string expected) => Assert.Equal(expected, CellText.Wrap(text, width));

    [Theory]
    [InlineData("abcdefghijklmnop", 12, "abc…ijklmnop")]
    [InlineData("abcd<U+000A>FORGED", 9, "ab…ORGED ")]
    [InlineData("abcdef", 12, "abcdef      ")]
    public void A_text_that_is_cut_in_its_middle_keeps_its_end_and_nothing_begins_anew_there(string text, int width, string expected) =>
        Assert.Equal(expected, CellText.FitMiddle(text, width));

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
