using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class FunctionTests
{
    [Theory]
    [InlineData("tolower('ÄbC')", "äbc")]
    [InlineData("toupper('äbC')", "ÄBC")]
    [InlineData("strlen('abc')", 3L)]
    [InlineData("strlen('\U0001F600')", 1L)]
    [InlineData("strcat('a', 1, 'b', true, long(null))", "a1btrue")]
    [InlineData("iff(1 == 1, 'yes', 'no')", "yes")]
    [InlineData("iff(bool(null), 'yes', 'no')", "no")]
    [InlineData("iif(false, 1, 2)", 2L)]
    [InlineData("iff(true, 1, 2.5)", 1.0)]
    [InlineData("isempty('')", true)]
    [InlineData("isempty('x')", false)]
    [InlineData("isempty(long(null))", true)]
    [InlineData("isempty(0)", false)]
    [InlineData("isnotempty('x')", true)]
    [InlineData("isnotempty('')", false)]
    [InlineData("isnull('')", false)]
    [InlineData("isnull(int(null))", true)]
    [InlineData("isnotnull(int(null))", false)]
    [InlineData("isnotnull(5)", true)]
    [InlineData("not(false)", true)]
    [InlineData("bin(17, 5)", 15L)]
    [InlineData("bin(-3, 5)", -5L)]
    [InlineData("bin(3.7, 0.5)", 3.5)]
    [InlineData("bin(3, 0)", null)]
    [InlineData("floor(17, 5)", 15L)]
    public void Gives(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("tostring(5)", "5")]
    [InlineData("tostring(1.5)", "1.5")]
    [InlineData("tostring(2.0)", "2.0")]
    [InlineData("tostring(true)", "true")]
    [InlineData("tostring(datetime(2024-01-31 10:11:12.12))", "2024-01-31T10:11:12.1200000Z")]
    [InlineData("tostring(1d + 2h)", "1.02:00:00")]
    [InlineData("tostring(guid(74BE27DE-1E4E-49D9-B579-FE0B331D3642))", "74be27de-1e4e-49d9-b579-fe0b331d3642")]
    [InlineData("tostring(decimal(1.10))", "1.10")]
    [InlineData("tostring(long(null))", "")]
    [InlineData("tolong('42')", 42L)]
    [InlineData("tolong('0x1F')", 31L)]
    [InlineData("tolong('x')", null)]
    [InlineData("tolong('')", null)]
    [InlineData("tolong(3.9)", 3L)]
    [InlineData("tolong(real(nan))", null)]
    [InlineData("tolong(dynamic('42'))", 42L)]
    [InlineData("toint('42')", 42)]
    [InlineData("toint(3000000000)", null)]
    [InlineData("toint(true)", 1)]
    [InlineData("toreal('1.5')", 1.5)]
    [InlineData("todouble(2)", 2.0)]
    [InlineData("tobool('true')", true)]
    [InlineData("tobool('1')", true)]
    [InlineData("tobool(0)", false)]
    [InlineData("tobool('x')", null)]
    [InlineData("todatetime('2024-01-31') == datetime(2024-01-31)", true)]
    [InlineData("isnull(todatetime('x'))", true)]
    [InlineData("totimespan('01:00:00') == 1h", true)]
    [InlineData("toguid('74be27de-1e4e-49d9-b579-fe0b331d3642') == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", true)]
    [InlineData("todecimal('1.5') == decimal(1.5)", true)]
    public void Converts(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("now()", "2024-06-01T12:00:00Z")]
    [InlineData("now(-1h)", "2024-06-01T11:00:00Z")]
    [InlineData("ago(1d)", "2024-05-31T12:00:00Z")]
    [InlineData("ago(-1d)", "2024-06-02T12:00:00Z")]
    [InlineData("startofday(datetime(2024-01-31 10:11))", "2024-01-31T00:00:00Z")]
    [InlineData("startofday(now(), -1)", "2024-05-31T00:00:00Z")]
    [InlineData("bin(datetime(2024-01-31 10:11:12), 1h)", "2024-01-31T10:00:00Z")]
    [InlineData("bin(datetime(2024-01-31 10:11:12), 1d)", "2024-01-31T00:00:00Z")]
    public void Knows_no_clock_but_the_database_s(string expression, string expected) => Assert.Equal(KqlLab.At(expected), KqlLab.Value(expression));

    [Fact]
    public void Rounds_spans_down() => Assert.Equal(TimeSpan.FromMinutes(-60), KqlLab.Value("bin(-1m, 1h)"));

    [Fact]
    public void Functions_nest_over_columns() =>
        Assert.Equal(["NET.EXE!", "CSC.EXE!"], KqlLab.Cells("DeviceProcessEvents | take 2 | project strcat(toupper(FileName), '!')"));

    [Theory]
    [InlineData("nosuch(1)", "Unknown function: 'nosuch'. Fix semantic errors in your query.")]
    [InlineData("ToLower('x')", "Unknown function: 'ToLower'. Fix semantic errors in your query.")]
    [InlineData("strlen()", "The function 'strlen' expects 1 argument. Fix semantic errors in your query.")]
    [InlineData("iff(true, 1)", "The function 'iff' expects 3 arguments. Fix semantic errors in your query.")]
    [InlineData("startofday()", "The function 'startofday' expects between 1 and 2 arguments. Fix semantic errors in your query.")]
    [InlineData("strcat()", "The function 'strcat' expects at least 1 argument. Fix semantic errors in your query.")]
    [InlineData("ago(5)", "The function 'ago' is not compatible with arguments (long). Fix semantic errors in your query.")]
    [InlineData("iff(true, 'a', 1)", "The function 'iff' is not compatible with arguments (bool, string, long). Fix semantic errors in your query.")]
    [InlineData("strlen(*)", "The * syntax is not allowed here. Fix semantic errors in your query.")]
    [InlineData("count()", "The aggregate function 'count' is not allowed in this context. Fix semantic errors in your query.")]
    public void A_call_that_does_not_fit_is_refused(string call, string message)
    {
        var refused = KqlLab.Refused($"Empty | project {call}");

        Assert.Equal(KqlErrorKind.Semantic, refused.Kind);
        Assert.Equal(message, refused.Message);
    }
}
