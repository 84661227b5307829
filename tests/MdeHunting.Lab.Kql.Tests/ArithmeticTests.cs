using System.Globalization;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class ArithmeticTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7L)]
    [InlineData("(1 + 2) * 3", 9L)]
    [InlineData("10 - 2 - 3", 5L)]
    [InlineData("7 / 2", 3L)]
    [InlineData("7 / 2.0", 3.5)]
    [InlineData("int(7) / int(2)", 3L)]
    [InlineData("7 % 3", 1L)]
    [InlineData("-7 % 3", 2L)]
    [InlineData("7 % -3", 1L)]
    [InlineData("-7.5 % 2", 0.5)]
    [InlineData("-5 + 3", -2L)]
    [InlineData("+5", 5L)]
    [InlineData("-(2 + 3)", -5L)]
    [InlineData("2 * -3", -6L)]
    [InlineData("1 + 1 == 2", true)]
    [InlineData("1 + 1 < 1 * 3", true)]
    [InlineData("1 / 0", null)]
    [InlineData("1 % 0", null)]
    [InlineData("1 / 0.0", double.PositiveInfinity)]
    [InlineData("0.0 / 0", double.NaN)]
    [InlineData("9223372036854775807 + 1", long.MinValue)]
    [InlineData("(-9223372036854775807 - 1) / -1", long.MinValue)]
    [InlineData("(-9223372036854775807 - 1) % -1", 0L)]
    [InlineData("1 + long(null)", null)]
    [InlineData("dynamic(2) + 3", 5L)]
    [InlineData("dynamic('x') + 3", null)]
    [InlineData("3.5 * dynamic(2)", 7.0)]
    public void Numbers_keep_to_their_types(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("1 + 1", KqlType.Long)]
    [InlineData("int(1) + int(1)", KqlType.Long)]
    [InlineData("int(1) + 1.0", KqlType.Real)]
    [InlineData("decimal(1) + 1", KqlType.Decimal)]
    [InlineData("decimal(1) / 0", KqlType.Decimal)]
    [InlineData("now() - now()", KqlType.TimeSpan)]
    [InlineData("now() - 1d", KqlType.DateTime)]
    [InlineData("1d + now()", KqlType.DateTime)]
    [InlineData("1d / 1h", KqlType.Real)]
    [InlineData("-int(1)", KqlType.Int)]
    public void The_type_is_known_before_the_value(string expression, KqlType expected) => Assert.Equal(expected, KqlLab.TypeOf(expression));

    [Theory]
    [InlineData("datetime(2024-01-02) - datetime(2024-01-01)", "1.00:00:00")]
    [InlineData("1h + 30m", "01:30:00")]
    [InlineData("1h - 2h", "-01:00:00")]
    [InlineData("2 * 1h", "02:00:00")]
    [InlineData("1h * 1.5", "01:30:00")]
    [InlineData("1h / 2", "00:30:00")]
    [InlineData("-1h", "-01:00:00")]
    [InlineData("90m % 1h", "00:30:00")]
    [InlineData("datetime(2024-01-01 10:20) % 1h", "00:20:00")]
    public void Spans_are_calculated(string expression, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), KqlLab.Value(expression));

    [Theory]
    [InlineData("datetime(2024-01-01) + 1d", "2024-01-02T00:00:00Z")]
    [InlineData("1tick + datetime(2024-01-01)", "2024-01-01T00:00:00.0000001Z")]
    [InlineData("datetime(2024-01-01) - 1d", "2023-12-31T00:00:00Z")]
    public void Moments_move_by_spans(string expression, string expected) => Assert.Equal(KqlLab.At(expected), KqlLab.Value(expression));

    [Theory]
    [InlineData("1d / 1h", 24.0)]
    [InlineData("datetime(9999-12-31) + 1d", null)]
    [InlineData("datetime(0001-01-01) - 1tick", null)]
    [InlineData("10000000d * 10", null)]
    [InlineData("1d / 0", null)]
    [InlineData("ago(3000000d)", null)]
    [InlineData("decimal(79228162514264337593543950335) + 1", null)]
    [InlineData("decimal(1) / 0", null)]
    public void What_is_out_of_range_is_null(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("now() + 'x'", "Arithmetic expression cannot be carried-out between DateTime and StringBuffer. Fix semantic errors in your query.")]
    [InlineData("'a' + 'b'", "Arithmetic expression cannot be carried-out between StringBuffer and StringBuffer. Fix semantic errors in your query.")]
    [InlineData("now() + now()", "Arithmetic expression cannot be carried-out between DateTime and DateTime. Fix semantic errors in your query.")]
    [InlineData("true * 2", "Arithmetic expression cannot be carried-out between I8 and I64. Fix semantic errors in your query.")]
    [InlineData("-'a'", "The operator '-' is not defined for the operand type string. Fix semantic errors in your query.")]
    public void Other_types_are_refused(string expression, string message) => Assert.Equal(message, KqlLab.Refused($"One | project {expression}").Message);

    [Theory]
    [InlineData("'ab' contains 'b' == true", true)]
    [InlineData("1 + 2 in (3)", true)]
    [InlineData("1 < 2 == true", true)]
    [InlineData("'x' has 'x' and 'y' has 'y'", true)]
    public void Text_operators_bind_closest_and_equality_loosest(string expression, bool expected) => Assert.Equal(expected, KqlLab.Value(expression));
}
