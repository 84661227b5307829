using CsCheck;
using MdeHunting.Lab.Kql.Functions;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Whatever is asked, there is an answer or a refusal.</summary>
public class RobustnessTests
{
    private static readonly string[] Queries =
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

    private static readonly string[] Fragments =
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
        " union ",
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
        "*",
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
    ];

    [Fact]
    public void The_queries_to_be_broken_run_whole()
    {
        foreach (var query in Queries)
        {
            Assert.NotNull(KqlLab.Run(query));
        }
    }

    [Fact]
    public void Any_text_is_answered_or_refused() => Gen.String.Sample(IsAnsweredOrRefused, iter: 2 * Check.Iter);

    [Fact]
    public void Any_mix_of_pieces_is_answered_or_refused() =>
        Gen.OneOf(Fragments)
            .Array[0, 25]
            .Select(string.Concat)
            .Sample(text => IsAnsweredOrRefused(text) && IsAnsweredOrRefused($"Numbers | {text}"), iter: 2 * Check.Iter);

    [Fact]
    public void Any_expression_of_known_names_is_answered_or_refused()
    {
        var operand = Gen.OneOf(
            "Value",
            "Small",
            "Flag",
            "Ratio",
            "Text",
            "5",
            "-1",
            "0",
            "1.5",
            "'x'",
            "''",
            "1d",
            "now()",
            "long(null)",
            "real(nan)",
            "decimal(3)",
            "true",
            "guid(null)",
            "dynamic([1,'x'])",
            "dynamic({'a':1})",
            "9223372036854775807",
            "10675199d",
            "decimal(79228162514264337593543950335)",
            "datetime(9999-12-31)",
            "'\\ud800'"
        );
        var symbol = Gen.OneOf("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "=~", "has", "!contains", "startswith_cs", "and", "or");
        var function = Gen.OneOf(
            "tostring",
            "tolong",
            "toint",
            "toreal",
            "todecimal",
            "tobool",
            "todatetime",
            "totimespan",
            "toguid",
            "parse_json",
            "tolower",
            "strlen",
            "isempty",
            "isnull",
            "not",
            "ago",
            "-",
            "startofday"
        );
        var term = Gen.Select(function, operand, (name, value) => $"{name}({value})");
        var expression = Gen.Select(Gen.OneOf(operand, term), symbol, Gen.OneOf(operand, term), (left, middle, right) => $"{left} {middle} {right}");

        Gen.Select(expression, symbol, operand, (left, middle, right) => $"({left}) {middle} {right}")
            .Sample(
                text =>
                    IsAnsweredOrRefused($"Numbers | project X = {text} | sort by X | summarize count() by X")
                    && IsAnsweredOrRefused($"Numbers | summarize max({text}), make_set({text}), dcount({text}), avg({text}), sum({text})")
                    && IsAnsweredOrRefused($"Numbers | project bin({text}, 3), iff(Flag, {text}, 5), strcat({text})")
                    && IsAnsweredOrRefused($"Numbers | project {text} in (1, 'x'), {text} between (1 .. {text})"),
                iter: Check.Iter
            );
    }

    [Fact]
    public void A_query_with_a_piece_cut_out_or_put_in_is_answered_or_refused()
    {
        var mutations =
            from query in Gen.OneOf(Queries)
            from start in Gen.Int[0, query.Length]
            from length in Gen.Int[0, Math.Min(6, query.Length - start)]
            from put in Gen.OneOf(Gen.Const(string.Empty), Gen.OneOf(Fragments), Gen.Char.Select(c => c.ToString()))
            select query.Remove(start, length).Insert(start, put);

        mutations.Sample(IsAnsweredOrRefused, iter: 2 * Check.Iter);
    }

    [Fact]
    public void Any_function_of_known_names_is_answered_or_refused()
    {
        var name = Gen.OneOf([.. FunctionTable.All.Keys, .. WindowFunctionTable.All.Keys, .. AggregateTable.All.Keys, "toscalar", "column_ifexists"]);
        var operand = Gen.OneOf(
            "Value",
            "Small",
            "Flag",
            "Ratio",
            "Text",
            "5",
            "-1",
            "0",
            "2",
            "1.5",
            "'x'",
            "''",
            "'hour'",
            "'a.b/c:d'",
            "'('",
            "'(x)'",
            "1d",
            "now()",
            "long(null)",
            "real(nan)",
            "true",
            "dynamic([1,'x',null])",
            "dynamic({'a':1})",
            "dynamic(null)",
            "9223372036854775807",
            "-9223372036854775807",
            "10675199d",
            "datetime(9999-12-31)",
            "datetime(0001-01-01)",
            "datetime(null)",
            "'\\ud800'",
            "'10.0.0.0/8'",
            "'https://a:b@c:1/d?e=f#g'",
            "decimal(79228162514264337593543950335)"
        );

        Gen.Select(name, operand.Array[0, 4], (function, operands) => $"{function}({string.Join(", ", operands)})")
            .Sample(
                text =>
                    IsAnsweredOrRefused($"Numbers | sort by Id | project X = {text} | extend Y = tostring(X) | sort by Y")
                    && IsAnsweredOrRefused($"Numbers | summarize X = {text}, {text} by Flag | extend Y = tostring(X)")
                    && IsAnsweredOrRefused($"Numbers | mv-expand X = {text} | mv-apply Y = X on (count)"),
                iter: 3 * Check.Iter
            );
    }

    // Anything but a refusal in the engine's own terms escapes, and fails the test.
    private static bool IsAnsweredOrRefused(string query)
    {
        try
        {
            var result = KqlEngine.Run(query, KqlLab.Database);
            return result.Rows.All(row => row.Length == result.Columns.Count);
        }
        catch (KqlException refused)
        {
            return refused.Message.Length > 0 && (refused.Kind == KqlErrorKind.Semantic || refused is { Line: > 0, Column: > 0 });
        }
    }
}
