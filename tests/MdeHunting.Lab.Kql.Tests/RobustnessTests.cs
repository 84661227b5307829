using CsCheck;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Whatever is asked, there is a response or a refusal.</summary>
public class RobustnessTests
{
    [Fact]
    public void The_queries_to_be_broken_run_whole()
    {
        foreach (var query in BrokenQueries.OfEngine)
        {
            Assert.NotNull(KqlLab.Run(query));
        }
    }

    [Fact]
    public void Any_text_is_answered_or_refused() => Gen.String.Sample(IsAnsweredOrRefused, iter: 2 * Check.Iter);

    [Fact]
    public void Any_mix_of_pieces_is_answered_or_refused() =>
        Gen.OneOf(BrokenQueries.Pieces)
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
            from query in Gen.OneOf(BrokenQueries.All)
            from start in Gen.Int[0, query.Length]
            from length in Gen.Int[0, 6]
            from piece in Gen.OneOf(Gen.Const(string.Empty), Gen.OneOf(BrokenQueries.Pieces), Gen.Char.Select(c => c.ToString()))
            select BrokenQueries.Break(query, start, length, piece);

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
