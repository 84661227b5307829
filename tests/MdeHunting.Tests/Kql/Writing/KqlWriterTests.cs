using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using MdeHunting.Tests.Kql.Analysis;
using MdeHunting.Tests.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Kql.Writing;

/// <summary>Names and values that are written into a query: the lexer and the lab's engine, which was written apart from it, read the same ones back.</summary>
public sealed partial class KqlWriterTests
{
    private const int MostDepth = 3;

    private static readonly KqlDatabase Empty = new(new Dictionary<string, KqlTable>(), DateTime.UnixEpoch);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Char["'\"\\[]`~@h|;,(){}/\n\r\t\u2028\u2029\u0085\u200b\u202e\ud83d\ude00xuU0139abN"].Array[0, 12].Select(letters => new string(letters)),
        Gen.OneOf("\05", "\08\0", "') | union SecurityEvent //", "'] | take 1", "\\", "\\'", "\"", "*/", "now()", "\ud800", "\udc00x", "İı")
    );

    private static readonly Gen<DateTime> Moment = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new DateTime(ticks, DateTimeKind.Utc)),
        Gen.OneOf(DateTime.MinValue, DateTime.MaxValue, DateTime.UnixEpoch)
    );

    private static readonly Gen<TimeSpan> Duration = Gen.OneOf(
        Gen.Long.Select(TimeSpan.FromTicks),
        Gen.Int[-1000, 1000].Select(hours => TimeSpan.FromHours(hours)),
        Gen.OneOf(TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1))
    );

    private static readonly Gen<double> Real = Gen.OneOf(
        Gen.Double,
        Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0, 0.1, 5, 1e15, 1e16, -1e300)
    );

    public static TheoryData<string> Cultures => ["", "th-TH", "ar-SA", "tr-TR"];

    [Theory]
    [InlineData("DeviceEvents", "DeviceEvents")]
    [InlineData("My_CL", "My_CL")]
    [InlineData("x\n_CL", "['x\\n_CL']")]
    [InlineData("a'b\\c\"d", "['a\\'b\\\\c\"d']")]
    [InlineData("a\u2028b\u2029c\r\0d", "['a\\u2028b\\u2029c\\r\\0d']")]
    [InlineData("a b", "['a b']")]
    [InlineData("a]b[", "['a]b[']")]
    [InlineData("1a", "['1a']")]
    [InlineData("$left", "['$left']")]
    [InlineData("where", "['where']")]
    [InlineData("by", "['by']")]
    [InlineData("datetime", "['datetime']")]
    [InlineData("Größe", "['Größe']")]
    [InlineData("a\U0001F600", "['a\U0001F600']")]
    [InlineData("", "['']")]
    public void A_name_is_written_so_that_it_is_read_back(string name, string written)
    {
        Assert.Equal(written, KqlWriter.Name(name));
        AssertNameReadBack(name);
    }

    [Fact]
    public void Values_are_written_as_the_language_documents_them() =>
        Assert.All(
            new (string Expected, string Written)[]
            {
                ("'it\\'s \\\\ \"x\"\\n\\0'", KqlWriter.Value("it's \\ \"x\"\n\0")),
                ("datetime(2024-01-31T12:00:00.0000001Z)", KqlWriter.Value(new DateTime(2024, 1, 31, 12, 0, 0, DateTimeKind.Utc).AddTicks(1))),
                ("90m", KqlWriter.Value(TimeSpan.FromMinutes(90))),
                ("0d", KqlWriter.Value(TimeSpan.Zero)),
                ("1microseconds", KqlWriter.Value(TimeSpan.FromTicks(10))),
                ("timespan(-1.02:03:04)", KqlWriter.Value(-new TimeSpan(1, 2, 3, 4))),
                ("timespan(10675199.02:48:05.4775807)", KqlWriter.Value(TimeSpan.MaxValue)),
                ("bool(true)", KqlWriter.Value(true)),
                ("int(-5)", KqlWriter.Value(-5)),
                ("long(-9223372036854775808)", KqlWriter.Value(long.MinValue)),
                ("real(0.1)", KqlWriter.Value(0.1)),
                ("real(5.0)", KqlWriter.Value(5.0)),
                ("real(1E+300)", KqlWriter.Value(1e300)),
                ("real(nan)", KqlWriter.Value(double.NaN)),
                ("real(-inf)", KqlWriter.Value(double.NegativeInfinity)),
                ("decimal(1.50)", KqlWriter.Value(1.50m)),
                ("dynamic(null)", KqlWriter.Dynamic(null)),
                (
                    "dynamic({\"a\\\"b\":[1,-2,0.5,true,\"it's\",null],\"t\":datetime(2024-01-31T00:00:00.0000000Z),\"d\":timespan(01:30:00)})",
                    KqlWriter.Dynamic(
                        new Dictionary<string, object?>
                        {
                            ["a\"b"] = new object?[] { 1, -2L, 0.5, true, "it's", null },
                            ["t"] = new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc),
                            ["d"] = TimeSpan.FromMinutes(90),
                        }
                    )
                ),
            },
            value => Assert.Equal(value.Expected, value.Written)
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Any_name_and_value_is_read_back_as_one_token_of_it(string culture) =>
        InCulture.Of(
            culture,
            () =>
            {
                Text.Sample(AssertNameReadBack, iter: 5 * Check.Iter, threads: 1);
                Text.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.String), iter: 5 * Check.Iter, threads: 1);
                Moment.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: Check.Iter, threads: 1);
                Duration.Sample(
                    value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.Timespan, KqlTokenKind.TypedLiteral),
                    iter: Check.Iter,
                    threads: 1
                );
                Gen.Int.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: Check.Iter, threads: 1);
                Gen.Long.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: Check.Iter, threads: 1);
                Real.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: 2 * Check.Iter, threads: 1);
                Gen.Decimal.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: Check.Iter, threads: 1);
                Gen.Bool.Sample(value => AssertReadBack(KqlWriter.Value(value), value, KqlTokenKind.TypedLiteral), iter: 10, threads: 1);
                return true;
            }
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Any_dynamic_value_is_read_back_as_one_literal_of_it(string culture) =>
        InCulture.Of(
            culture,
            () =>
            {
                Dynamic(MostDepth)
                    .Sample(
                        value =>
                        {
                            var written = KqlWriter.Dynamic(value);
                            var query = TokenTree.Of(new SourceText($"print v = {written} | take 1"));
                            Assert.Equal(-1, query.Unpaired);
                            Assert.True(query.Is(3, "dynamic"));
                            Assert.Equal(query.Whole.End - 4, query.PartnerOf(4));
                            Assert.Equal(Shape(value), Shape((JsonNode?)Run(written)));
                        },
                        iter: 2 * Check.Iter,
                        threads: 1
                    );
                return true;
            }
        );

    [Fact]
    public void What_no_dynamic_value_can_hold_is_refused_by_name()
    {
        var loop = new List<object?>();
        loop.Add(loop);

        Assert.Contains("System.Guid", Assert.Throws<ArgumentException>(() => KqlWriter.Dynamic(Guid.Empty)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => KqlWriter.Dynamic(new[] { double.NaN })).Message);
        Assert.Contains("'5'", Assert.Throws<ArgumentException>(() => KqlWriter.Dynamic(new Dictionary<int, string> { [5] = "x" })).Message);
        Assert.Contains("nested", Assert.Throws<ArgumentException>(() => KqlWriter.Dynamic(loop)).Message);
    }

    [Fact]
    public void A_table_of_any_name_is_bounded_by_that_name() =>
        Text.Where(name => !name.Contains('*'))
            .Sample(
                start =>
                {
                    var name = KqlWriter.Name($"{start}_CL");
                    var range = new TimeRange(DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1));
                    var analysis = Analyses.Of($"{name} | take 1");
                    var within = $"TimeGenerated >= {KqlWriter.Value(range.Start)} and TimeGenerated < {KqlWriter.Value(range.End)}";
                    Assert.Equal($"let {name} = {name} | where {within};\n{name} | take 1", new BoundedQuery(analysis, null).Over(range));
                    var query = new SourceText(new BoundedQuery(analysis, null).Over(range));
                    Assert.Equal(3, query.Significant.Count(token => query.ValueOf(token) == $"{start}_CL"));
                },
                iter: 2 * Check.Iter
            );

    [Fact]
    public void No_other_file_writes_a_literal_of_KQL() => Assert.Empty(Lines(Literal(), except: "KqlWriter.cs"));

    [Fact]
    public void No_other_file_makes_a_text_of_KQL_of_a_string() => Assert.Empty(Lines(Trusted(), "KqlWriter.cs", "KqlText.cs"));

    // What is shown to people as a correction is never sent.
    [Fact]
    public void No_string_is_put_together_as_KQL() => Assert.Empty(Lines(Composed(), except: "BeginningSlips.cs"));

    [Fact]
    public void What_is_sent_is_the_users_query_or_a_text_of_KQL() => Assert.Empty(Lines(Sent()));

    [Theory]
    [InlineData("""new HuntingRequest($"{name} | take 0")""")]
    [InlineData("""new HuntingRequest(name + " | take 0")""")]
    [InlineData("""text.Append("\n| where ").Append(condition)""")]
    [InlineData("""var query = $"{table} | where x == 1";""")]
    [InlineData("""var query = $"let {name} = {value};";""")]
    [InlineData("""var query = string.Join(" | ", parts);""")]
    [InlineData("""var query = $"union {string.Join(", ", tables)}";""")]
    [InlineData("""var query = "union " + table;""")]
    [InlineData("""var query = string.Format("{0} | take 1", table);""")]
    public void A_string_that_is_put_together_as_KQL_is_found(string line) => Assert.Matches(Composed(), line);

    [Theory]
    [InlineData("""KqlText.Of($"{KqlWriter.Name(name)} | take 0")""")]
    [InlineData("""KqlText.Of($"let {name} = {name} | where {Within(time, range)};\n")""")]
    [InlineData("""var text = $"{shown} of {all} columns. All: $rows | Format-List";""")]
    [InlineData("""throw new("Specify the query as a string, such as 'DeviceInfo | take 10'.");""")]
    public void What_is_no_such_string_is_not(string line) => Assert.DoesNotMatch(Composed(), line);

    private static void AssertNameReadBack(string name)
    {
        var text = new SourceText($"T | where {KqlWriter.Name(name)} == 1");
        var token = text.Significant[3];

        Assert.Equal(6, text.Significant.Count);
        Assert.Equal((name, true), (text.ValueOf(token), token.Kind is KqlTokenKind.BracketedName or KqlTokenKind.Identifier));
    }

    private static void AssertReadBack<T>(string written, T value, params KqlTokenKind[] kinds)
    {
        var query = new SourceText($"print v = {written} | take 1");

        Assert.Equal(7, query.Significant.Count);
        Assert.Equal(written, query.TextOf(query.Significant[3]));
        Assert.Contains(query.Significant[3].Kind, kinds);
        Assert.Equal(value is string ? (object)value : written, query.ValueOf(query.Significant[3]));
        Assert.True(LabTokens.AssertSameCuts(query.Source));
        Assert.Equal(value, Assert.IsType<T>(Run(written)));
    }

    private static object? Run(string literal) => KqlEngine.Run($"print v = {literal} | take 1", Empty).Rows[0][0];

    private static Gen<object?> Dynamic(int depth)
    {
        var plain = Gen.OneOf(
            Text.Select(value => (object?)value),
            Gen.Long[-long.MaxValue, long.MaxValue].Select(value => (object?)value),
            Gen.Double.Where(double.IsFinite).Select(value => (object?)value),
            Gen.Bool.Select(value => (object?)value),
            Gen.Const((object?)null)
        );
        return depth == 0
            ? plain
            : Gen.OneOf(
                plain,
                Dynamic(depth - 1).Array[0, 3].Select(items => (object?)items),
                Gen.Dictionary(Text, Dynamic(depth - 1))[0, 3].Select(bag => (object?)bag)
            );
    }

    private static string Shape(object? value) =>
        value switch
        {
            null => "null",
            string text => string.Join(' ', text.Select(c => (int)c).Prepend('"')),
            double number => FormattableString.Invariant($"{number:R}f"),
            object?[] items => $"[{string.Join(",", items.Select(Shape))}]",
            Dictionary<string, object?> bag => Shape(bag.Select(item => (Shape(item.Key), Shape(item.Value)))),
            _ => FormattableString.Invariant($"{value}"),
        };

    private static string Shape(JsonNode? node) =>
        node switch
        {
            null => "null",
            JsonArray items => $"[{string.Join(",", items.Select(Shape))}]",
            JsonObject bag => Shape(bag.Select(item => (Shape((object?)item.Key), Shape(item.Value)))),
            JsonValue value when value.TryGetValue<string>(out var text) => Shape((object?)text),
            JsonValue value when value.TryGetValue<bool>(out var flag) => Shape((object?)flag),
            JsonValue value when value.TryGetValue<long>(out var number) => Shape((object?)number),
            JsonValue value => Shape((object?)value.GetValue<double>()),
            _ => throw new InvalidOperationException(node.ToJsonString()),
        };

    private static string Shape(IEnumerable<(string Key, string Value)> bag) =>
        $"{{{string.Join(",", bag.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}:{item.Value}"))}}}";

    private static IEnumerable<string> Lines(Regex pattern, params string[] except) =>
        Directory
            .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !except.Contains(Path.GetFileName(file)))
            .SelectMany(file => File.ReadLines(file).Where(line => pattern.IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));

    // A literal's type, a bracket or a quote of a name with a hole behind it.
    [GeneratedRegex("""\b(datetime|date|timespan|time|dynamic|long|int|real|double|decimal|bool|guid)\(\{|\[['"]\{|\[\\"\{""")]
    private static partial Regex Literal();

    [GeneratedRegex("""KqlText\.Written\(""")]
    private static partial Regex Trusted();

    // A string with holes, or one that begins or ends as a piece of a query, that has a pipe or the first word of a statement.
    [GeneratedRegex(
        """(?<!KqlText\.Of\()\$"[^"]*(\{[^"]*\| ?[a-z]|\| ?([a-z-]+ )*\{|\b(let|union|search in \(|print) \{)|"\{0\}[^"]*\| ?[a-z]"""
            + """|(?<!\$)"(\\n| )*\| ?([a-z]|")|"(let|union|print) "|"(\\n| )*\|( )?" *[,)+]"""
    )]
    private static partial Regex Composed();

    [GeneratedRegex("""new HuntingRequest\((?!query\)|plan\.Over\(|BoundedQuery\.AtMoment\(|WithoutRows\(|string\.Empty\)|KqlText\.Of\()""")]
    private static partial Regex Sent();
}
