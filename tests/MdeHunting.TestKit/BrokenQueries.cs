namespace MdeHunting.TestKit;

/// <summary>
/// Queries, and pieces that break them: what any reader of KQL has to take. It needs nothing else, and is compiled into the projects that are to stay light.
/// </summary>
internal static class BrokenQueries
{
    /// <summary>Queries of Defender's tables, in more of the language than the lab's engine has.</summary>
    public static readonly string[] OfDefender =
    [
        "let f = (T:(*), n:long = 5) { T | where a == n | top n by a }; union isfuzzy=true kind=outer withsource=S f(DeviceEvents, 1), "
            + "(table('DeviceInfo')), Device*;",
        "DeviceEvents | mv-apply x = a to typeof(string) limit 5 on (where x has_any (DeviceInfo | project b) | as Y) | order by Timestamp desc nulls last, b",
        "set a = 1; declare query_parameters(p:long); let D = materialize(DeviceInfo | where Timestamp between (ago(1d) .. now(-1h))); D | join "
            + "kind=inner (D) on $left.a == $right.b",
        "DeviceEvents | partition hint.strategy=native by a { evaluate ipv4_lookup(DeviceInfo, b, c) | fork (count) (take 5) } | invoke f(x) | "
            + "project-away b*, ['Timestamp']",
        "range x from 1 to toscalar(DeviceEvents | count) step 1 | lookup datatable(a:string)['x'] on a | project (b, c) = f(a), bin(Timestamp, 1h), d = "
            + "Timestamp",
        "externaldata(a:string)[h@'https://x'] with (format='csv') | union database('x').T, workspace('y').U | search 'z' | summarize n = count() by "
            + "bin(Timestamp, 1h)",
        "DeviceProcessEvents | where FileName =~ \"rclone.exe\" and Timestamp > ago(7d) | project Timestamp, ['My Col'], AdditionalFields.x.y[0] | top 10 "
            + "by Timestamp desc // end",
        "let n = () { toscalar(DeviceInfo | count) }; DeviceEvents | where ReportId > n | where Timestamp between (datetime(2026-01-01) .. 1d) | extend s "
            + "= ```a\nb``` | take 100",
        "print dynamic({\"a\":[1,2.5,'x']}), @'c:\\x', h'secret', 1d, 0x1F, real(nan), guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
        "let T = DeviceEvents | where Timestamp >= datetime(2024-01-31) and Timestamp < datetime(2024-02-01);\r\nunion T, (['a b'] | project-away x) // end",
        "DeviceInfo | where h@'a''b' =~ \"c\\\"d\" ```e\nf``` or x !in~ (dynamic([\"a\", {'b': null}])) | summarize make_list(y) by bin(Timestamp, 1.5h)",
        "database('x').Device* | join kind=leftouter (adx('c').T) on $left.A == $right.B | take 10",
    ];

    /// <summary>Queries that run in the lab's engine, on the data of its tests.</summary>
    public static readonly string[] OfEngine =
    [
        """DeviceProcessEvents | where InitiatingProcessFileName =~ "powershell.exe" | project Timestamp, FileName | order by Timestamp desc | limit 2""",
        "let start = ago(1d); let T = Numbers | where Value in (5, -3) and Text !has 'x'; T | top 3 by Ratio asc nulls last",
        "DeviceProcessEvents | extend Score = toint(AdditionalFields.Score), Tag = AdditionalFields['Tags'][0] | where Score between (1 .. 5) or isempty(Tag)",
        "DeviceProcessEvents | summarize N = count(), Last = arg_max(Timestamp, *), make_set(FileName) by DeviceName, bin(Timestamp, 1h) | sort by N",
        "Numbers | project iff(Flag, Value * 2, long(null)), Ratio / Small % 3, datetime(2024-01-01 10:00) + 1.5h, @'a\\b', dynamic({\"a\": [1, 'x']}) // end",
        """
            Numbers | join kind=leftouter (Numbers | project-rename K = Id) on $left.Value == $right.K
            | union withsource=S One, (print a=1), Num* | project-away S*
            """,
        """
            let f = (T: (*), n: long = 2) { let m = n * 2; T | where Id in ((Numbers | project Id)) and Id < m };
            f(Numbers) | invoke f(3) | as X | distinct Text
            """,
        """
            DeviceProcessEvents | mv-expand with_itemindex=i T = AdditionalFields.Tags to typeof(string) limit 3
            | mv-apply A = AdditionalFields on (where isnotempty(A) | take 1)
            """,
        """
            datatable(a: long, b: string) [1, 'x=1 y', 2, 'z'] | parse b with 'x=' c: long ' ' d | sort by a
            | extend n = row_number(), p = prev(a, 1, 0) | lookup (One) on $left.a == $right.Unit
            """,
        """
            range x from 1 to 5 step 1 | extend y = extract('([0-9])', 1, tostring(x)), z = split(strcat('a,', x), ','), w = case(x > 2, 'a', 'b')
            | summarize make_set_if(y, x > 1), percentile(x, 50) by w
            """,
        """
            DeviceProcessEvents | where FileName has_any ('net', 'cmd') and FileName matches regex @'^\w+\.exe$' and Timestamp between (ago(2d) .. 2d)
            | partition by DeviceName (top 1 by ProcessId) | getschema
            """,
        "search in (Num*, DeviceProcessEvents) 'minus' or ('net' and not('x*'))",
    ];

    /// <summary>All of them.</summary>
    public static readonly string[] All = [.. OfDefender, .. OfEngine];

    /// <summary>What takes the place of a part of a query, or makes a text that is none.</summary>
    public static readonly string[] Pieces =
    [
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ".",
        "..",
        "=",
        "==",
        "=~",
        "!~",
        "!",
        "-",
        "*",
        "/",
        "%",
        "'",
        "\"",
        "@'",
        "```",
        "h'",
        "\\",
        " where ",
        " project ",
        " summarize ",
        " by ",
        " sort by ",
        " top ",
        " let ",
        " in ",
        "in~",
        "!in",
        " between ",
        " has ",
        " and ",
        " or ",
        " not(",
        " asc ",
        " nulls ",
        "dynamic(",
        "datetime(",
        "int(null)",
        "1d",
        "5",
        "-1",
        "0x",
        "1e",
        "null",
        "true",
        "Numbers",
        "Value",
        "Text",
        "AdditionalFields",
        " join ",
        " kind=inner ",
        " on ",
        "$left.Id",
        "union ",
        " withsource=S ",
        "isfuzzy=true ",
        " distinct ",
        " lookup ",
        " mv-expand ",
        " mv-apply ",
        "print ",
        "datatable(",
        "a: long",
        "range x from 1 to 5 step 1",
        "search ",
        "search in (One) ",
        " project-away ",
        " project-rename ",
        " parse Text with ",
        " to typeof(",
        " as X ",
        " invoke f()",
        "let f = (x: long) { ",
        " } ",
        "view () {",
        "toscalar(",
        "materialize(",
        "table(",
        "has_any",
        "has_all",
        " matches regex ",
        " partition by ",
        " serialize ",
        "row_number()",
        "prev(",
        "case(",
        "split(",
        "extract(",
        "make_set_if(",
        "Num*",
        "hint.x=y ",
        "typeof(long)",
        "column_ifexists(",
        "count()",
        "arg_max(",
        "strcat(",
        "bin(",
        "\n",
        "\r",
        "\t",
        "//",
        "\u200b",
        "\ud800",
        "\0",
        "é",
        "9223372036854775807",
        "1.5",
        "time(1.02:03:04)",
        "~",
        "~~~",
        "@",
        "h",
        "`",
        "\\u00",
        "#",
        "dynamic",
        "int(",
        "1",
        "1.",
        "e5",
        "name",
        "_",
        "$",
        "\u2028",
        "\u0085",
        " ",
        "\udc00",
        "\u00e9",
        "\ufeff",
        "ad5e9ab1-",
        "1111-",
        "let x =",
        "in (",
        "kind=",
        "as ",
        "range x from ",
        "now(",
        "ago(",
        "invoke ",
        "evaluate ",
        "order by ",
        "DeviceEvents",
        "view ",
        "()",
        "{}",
        "(*)",
        ":(",
        "@\"",
        "['",
    ];

    /// <summary>A query with a piece in the place of a part of it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="at">Where; beyond its end, it is counted from its start again.</param>
    /// <param name="length">How long the part is, up to the query's end.</param>
    /// <param name="piece">The piece.</param>
    public static string Break(string query, int at, int length, string piece)
    {
        var start = at % (query.Length + 1);
        return query.Remove(start, Math.Min(length, query.Length - start)).Insert(start, piece);
    }
}
