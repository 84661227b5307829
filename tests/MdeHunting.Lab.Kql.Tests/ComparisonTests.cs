using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class ComparisonTests
{
    [Theory]
    [InlineData("1 == 1", true)]
    [InlineData("1 != 2", true)]
    [InlineData("1 <> 1", false)]
    [InlineData("1 < 2", true)]
    [InlineData("2 <= 2", true)]
    [InlineData("2 > 2", false)]
    [InlineData("2 >= 2", true)]
    [InlineData("int(2) == 2", true)]
    [InlineData("2 == 2.0", true)]
    [InlineData("int(2) < 2.5", true)]
    [InlineData("decimal(0.1) < 1", true)]
    [InlineData("decimal(0.5) == 0.5", true)]
    [InlineData("'a' == 'a'", true)]
    [InlineData("'a' == 'A'", false)]
    [InlineData("'a' != 'A'", true)]
    [InlineData("true == 1", true)]
    [InlineData("true == true", true)]
    [InlineData("datetime(2024-01-02) > datetime(2024-01-01)", true)]
    [InlineData("1h < 1d", true)]
    [InlineData("60m == 1h", true)]
    [InlineData("guid(74be27de-1e4e-49d9-b579-fe0b331d3642) == guid(74BE27DE-1E4E-49D9-B579-FE0B331D3642)", true)]
    [InlineData("9007199254740993 == 9007199254740992", false)]
    [InlineData("real(nan) == real(nan)", false)]
    [InlineData("real(nan) != real(nan)", true)]
    [InlineData("real(nan) < 1", false)]
    public void Compares_by_value(string test, bool expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Theory]
    [InlineData("int(null) == int(null)", null)]
    [InlineData("int(null) != int(null)", null)]
    [InlineData("int(null) == 1", false)]
    [InlineData("int(null) != 1", true)]
    [InlineData("int(null) < 1", null)]
    [InlineData("1 >= int(null)", null)]
    [InlineData("datetime(null) < now()", null)]
    [InlineData("'' == ''", true)]
    [InlineData("not(bool(null))", null)]
    [InlineData("bool(null) and false", false)]
    [InlineData("bool(null) and true", null)]
    [InlineData("bool(null) or true", true)]
    [InlineData("bool(null) or false", null)]
    [InlineData("true or bool(null)", true)]
    public void Null_is_unknown_but_differs_from_every_value(string test, bool? expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Fact]
    public void Where_drops_rows_of_which_it_cannot_tell()
    {
        Assert.Equal([4L], KqlLab.Cells("Numbers | where Value > 5 | project Id"));
        Assert.Equal([1L, 3L], KqlLab.Cells("Numbers | where not(Value > 5) | project Id"));
        Assert.Equal([2L, 3L, 4L], KqlLab.Cells("Numbers | where Value != 5 | project Id"));
        Assert.Equal([1L, 4L], KqlLab.Cells("Numbers | where Flag | project Id"));
        Assert.Equal([1L, 4L], KqlLab.Cells("Numbers | where Flag == 1 | project Id"));
        Assert.Equal([2L], KqlLab.Cells("Numbers | where isnull(Value) | project Id"));
        Assert.Equal([1L, 2L, 4L], KqlLab.Cells("Numbers | where Value > 0 or isnull(Value) | project Id"));
    }

    [Theory]
    [InlineData("true and false or true", true)]
    [InlineData("true or false and false", true)]
    [InlineData("not(true) or true", true)]
    [InlineData("1 == 1 and 2 == 2 and 3 == 4", false)]
    [InlineData("(true or true) and false", false)]
    public void And_binds_closer_than_or(string test, bool expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Theory]
    [InlineData("1 == '1'", "long and string")]
    [InlineData("now() > '2024-01-01'", "datetime and string")]
    [InlineData("'a' < 'b'", "string and string")]
    [InlineData("1h == 1", "timespan and long")]
    [InlineData("guid(null) < guid(null)", "guid and guid")]
    [InlineData("now() in ('today')", "datetime and string")]
    [InlineData("'b' between ('a' .. 'c')", "string and string")]
    public void Types_that_do_not_compare_are_refused(string test, string types)
    {
        var refused = KqlLab.Refused($"Empty | where {test}");

        Assert.Equal(KqlErrorKind.Semantic, refused.Kind);
        Assert.Equal($"Cannot compare values of types {types}. Try adding explicit casts. Fix semantic errors in your query.", refused.Message);
    }

    [Theory]
    [InlineData("5 in (1, 5)", true)]
    [InlineData("5 !in (1, 5)", false)]
    [InlineData("int(5) in (1, 5.0)", true)]
    [InlineData("'a' in ('A', 'b')", false)]
    [InlineData("'a' in~ ('A', 'b')", true)]
    [InlineData("'a' !in ('A', 'b')", true)]
    [InlineData("'a' !in~ ('A', 'b')", false)]
    [InlineData("'a' in (dynamic(['a', 'b']))", true)]
    [InlineData("'c' in ('c', dynamic(['a', 'b']))", true)]
    [InlineData("'A' in~ (dynamic(['a']), 'b')", true)]
    [InlineData("5 in (dynamic([4, 5]))", true)]
    [InlineData("5 in (dynamic(['4', null]))", false)]
    [InlineData("long(null) in (1)", false)]
    [InlineData("long(null) !in (1)", true)]
    [InlineData("1h in (60m)", true)]
    [InlineData("dynamic('a') in ('a')", true)]
    public void In_looks_through_a_list(string test, bool expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Fact]
    public void In_can_look_through_columns() => Assert.Equal([3L], KqlLab.Cells("Numbers | where Value in (Id, -3) | project Id"));

    [Theory]
    [InlineData("5 between (1 .. 5)", true)]
    [InlineData("5 between (1..5)", true)]
    [InlineData("6 between (1 .. 5)", false)]
    [InlineData("6 !between (1 .. 5)", true)]
    [InlineData("2.5 between (1 .. 5)", true)]
    [InlineData("datetime(2024-01-02) between (datetime(2024-01-01) .. datetime(2024-01-03))", true)]
    [InlineData("datetime(2024-01-02) between (datetime(2024-01-01) .. 1d)", true)]
    [InlineData("datetime(2024-01-03) between (datetime(2024-01-01) .. 1d)", false)]
    [InlineData("now() between (ago(1h) .. now())", true)]
    [InlineData("2h between (1h .. 3h)", true)]
    [InlineData("long(null) between (1 .. 5)", null)]
    [InlineData("long(null) !between (1 .. 5)", null)]
    public void Between_includes_its_ends(string test, bool? expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Fact]
    public void Columns_whose_names_differ_by_case_are_two() =>
        Assert.Equal([3L], KqlLab.Cells("DeviceProcessEvents | where LogonId == 3 and LogonID == 13 | project LogonId"));
}
