using System.Globalization;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class LiteralTests
{
    [Theory]
    [InlineData("""'plain'""", "plain")]
    [InlineData("""  "plain" """, "plain")]
    [InlineData("""'say "hi"'""", "say \"hi\"")]
    [InlineData("""  "it's" """, "it's")]
    [InlineData("""'a\tb\nc\\d\'e'""", "a\tb\nc\\d'e")]
    [InlineData("""  "q\"q" """, "q\"q")]
    [InlineData("""'\u0041\x42\103'""", "ABC")]
    [InlineData("""'\U0001F600'""", "\U0001F600")]
    [InlineData("""@'C:\Users\it''s'""", @"C:\Users\it's")]
    [InlineData("@\"C:\\a \"\"b\"\"\"", "C:\\a \"b\"")]
    [InlineData("""h'secret'""", "secret")]
    [InlineData("""H"secret" """, "secret")]
    [InlineData("""h@'C:\secret'""", @"C:\secret")]
    [InlineData("```one\ntwo \\ 'x'```", "one\ntwo \\ 'x'")]
    [InlineData("~~~one\ntwo~~~", "one\ntwo")]
    [InlineData("""'joined ' "up" """, "joined up")]
    [InlineData("""'// no comment'""", "// no comment")]
    [InlineData("''", "")]
    public void A_string_is_what_it_stands_for(string literal, string expected) => Assert.Equal(expected, KqlLab.Value(literal));

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("0x1F", 31L)]
    [InlineData("long(5)", 5L)]
    [InlineData("long(-0)", 0L)]
    [InlineData("long(-7)", -7L)]
    [InlineData("long(0xff)", 255L)]
    [InlineData("int(5)", 5)]
    [InlineData("int(-5)", -5)]
    [InlineData("int\u200b (5)", 5)]
    [InlineData("1.5", 1.5)]
    [InlineData("1.", 1.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1.5E-1", 0.15)]
    [InlineData("real(2)", 2.0)]
    [InlineData("double(2.5)", 2.5)]
    [InlineData("real(nan)", double.NaN)]
    [InlineData("real(+inf)", double.PositiveInfinity)]
    [InlineData("real(-inf)", double.NegativeInfinity)]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("bool(true)", true)]
    [InlineData("bool(0)", false)]
    public void A_number_or_bool_is_what_it_stands_for(string literal, object expected) => Assert.Equal(expected, KqlLab.Value(literal));

    [Fact]
    public void A_decimal_keeps_its_digits() => Assert.Equal(0.1000000000000000000000001m, KqlLab.Value("decimal(0.1000000000000000000000001)"));

    [Theory]
    [InlineData("guid(74be27de-1e4e-49d9-b579-fe0b331d3642)")]
    [InlineData("guid('74be27de-1e4e-49d9-b579-fe0b331d3642')")]
    public void A_guid_is_a_guid(string literal) => Assert.Equal(new Guid("74be27de-1e4e-49d9-b579-fe0b331d3642"), KqlLab.Value(literal));

    [Theory]
    [InlineData("datetime(2024-01-31)", "2024-01-31T00:00:00Z")]
    [InlineData("datetime (2024-01-31)", "2024-01-31T00:00:00Z")]
    [InlineData("datetime('2024-01-31')", "2024-01-31T00:00:00Z")]
    [InlineData("datetime(2024-01-31 10:11)", "2024-01-31T10:11:00Z")]
    [InlineData("datetime(2024-01-31 10:11:12)", "2024-01-31T10:11:12Z")]
    [InlineData("datetime(2024-01-31 10:11:12.1234567)", "2024-01-31T10:11:12.1234567Z")]
    [InlineData("datetime(2024-01-31T10:11:12.1Z)", "2024-01-31T10:11:12.1Z")]
    [InlineData("datetime(2024-01-31T10:11:12+02:00)", "2024-01-31T08:11:12Z")]
    [InlineData("datetime(2024-01-31T10:11Z)", "2024-01-31T10:11:00Z")]
    [InlineData("date(2024-01-31)", "2024-01-31T00:00:00Z")]
    [InlineData("datetime(2024)", "2024-01-01T00:00:00Z")]
    [InlineData("datetime(2024-05)", "2024-05-01T00:00:00Z")]
    [InlineData("datetime(1/31/2024)", "2024-01-31T00:00:00Z")]
    [InlineData("datetime(Sat, 8 Nov 14 15:05:02 GMT)", "2014-11-08T15:05:02Z")]
    public void A_moment_is_UTC_to_the_tick(string literal, string expected)
    {
        var moment = Assert.IsType<DateTime>(KqlLab.Value(literal));

        Assert.Equal(KqlLab.At(expected), moment);
        Assert.Equal(DateTimeKind.Utc, moment.Kind);
    }

    [Theory]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("30m", "00:30:00")]
    [InlineData("10s", "00:00:10")]
    [InlineData("100ms", "00:00:00.1000000")]
    [InlineData("5microseconds", "00:00:00.0000050")]
    [InlineData("1tick", "00:00:00.0000001")]
    [InlineData("200nanoseconds", "00:00:00.0000002")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("3days", "3.00:00:00")]
    [InlineData("time(1.02:03:04)", "1.02:03:04")]
    [InlineData("time(10:20)", "10:20:00")]
    [InlineData("timespan(1d)", "1.00:00:00")]
    [InlineData("timespan(-1h)", "-01:00:00")]
    [InlineData("time('00:00:01.5')", "00:00:01.5000000")]
    [InlineData("time(2)", "2.00:00:00")]
    public void A_span_is_exact(string literal, string expected) => Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), KqlLab.Value(literal));

    [Theory]
    [InlineData("int(null)", KqlType.Int)]
    [InlineData("long(null)", KqlType.Long)]
    [InlineData("real(null)", KqlType.Real)]
    [InlineData("bool(null)", KqlType.Bool)]
    [InlineData("datetime(null)", KqlType.DateTime)]
    [InlineData("timespan(null)", KqlType.TimeSpan)]
    [InlineData("guid(null)", KqlType.Guid)]
    [InlineData("decimal(null)", KqlType.Decimal)]
    [InlineData("dynamic(null)", KqlType.Dynamic)]
    public void A_null_has_a_type(string literal, KqlType type)
    {
        Assert.Null(KqlLab.Value(literal));
        Assert.Equal(type, KqlLab.TypeOf(literal));
    }

    [Theory]
    [InlineData("""dynamic([1, "two", 3.5, true, null, -4])""", """[1,"two",3.5,true,null,-4]""")]
    [InlineData("""dynamic({"a": {"b": [1,2]}, "c": 'single'})""", """{"a":{"b":[1,2]},"c":"single"}""")]
    [InlineData("""dynamic([@"C:\x", "a/b", ])""", """["C:\\x","a/b"]""")]
    [InlineData("dynamic([\n \"a\", // the first\n \"b\" // ) the ] last\n])", """["a","b"]""")]
    [InlineData("dynamic([1h])", """["01:00:00"]""")]
    [InlineData("dynamic([])", "[]")]
    [InlineData("dynamic({})", "{}")]
    [InlineData("dynamic(5)", "5")]
    public void A_dynamic_literal_is_JSON(string literal, string expected) => Assert.Equal(expected, KqlLab.Value($"tostring({literal})"));

    [Theory]
    [InlineData("datetime(yesterday)", "Failed to parse datetime literal: 'datetime(yesterday)'")]
    [InlineData("datetime(2024-13-01)", "Failed to parse datetime literal")]
    [InlineData("datetime(10:00)", "Failed to parse datetime literal")]
    [InlineData("int(3000000000)", "Failed to parse int literal")]
    [InlineData("long(five)", "Failed to parse long literal")]
    [InlineData("guid(5)", "Failed to parse guid literal")]
    [InlineData("bool(perhaps)", "Failed to parse bool literal")]
    [InlineData("99999999999999999999", "Failed to parse long literal")]
    [InlineData("99999999999d", "Failed to parse timespan literal")]
    [InlineData(@"'C:\Program'", "Failed to parse string literal")]
    public void A_literal_that_is_no_value_of_its_type_is_refused(string literal, string message)
    {
        var refused = KqlLab.Refused($"One | project {literal}");

        Assert.Equal(KqlErrorKind.Syntax, refused.Kind);
        Assert.Contains(message, refused.Message);
        Assert.Equal((1, 15), (refused.Line, refused.Column));
    }

    [Theory]
    [InlineData("'open")]
    [InlineData("\"open\n\"")]
    [InlineData("@'open")]
    [InlineData("```open``")]
    [InlineData("datetime(2024")]
    [InlineData("12abc")]
    [InlineData("0x")]
    [InlineData("h")]
    public void A_literal_without_an_end_is_refused(string literal) => Assert.NotNull(KqlLab.Refused($"One | project {literal}"));
}
