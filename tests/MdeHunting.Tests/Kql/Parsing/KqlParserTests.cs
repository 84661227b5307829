using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql.Parsing;

public sealed class KqlParserTests
{
    [Theory]
    [InlineData("DeviceEvents | where FileName =~ 'a' and not(isempty(SHA1))")]
    [InlineData("let a = 1; let T = DeviceEvents | take a; T")]
    [InlineData("let f = (x:string, T:(a:long, *)) { T | where b == x }; f('a', DeviceEvents)")]
    [InlineData("DeviceEvents | summarize (a, b) = arg_max(Timestamp, *), count() by bin(Timestamp, 1h), D = DeviceName")]
    [InlineData("DeviceEvents | partition hint.strategy=native by DeviceId (top 2 by Timestamp desc nulls last)")]
    [InlineData("DeviceEvents | mv-apply p = split(FolderPath, '\\\\') to typeof(string) on (where p has 'x' | take 1)")]
    [InlineData("DeviceEvents | make-series n=count() default=0 on Timestamp from ago(7d) to now() step 1h by DeviceName")]
    [InlineData("DeviceEvents | make-series n=count() on Timestamp in range(ago(7d), now(), 1h)")]
    [InlineData("DeviceEvents | parse kind=regex flags=i FolderPath with * 'a' Rest:string '\\\\' Number:long *")]
    [InlineData("DeviceEvents | parse-kv AdditionalFields as (a:string, b:long) with (pair_delimiter=',')")]
    [InlineData("DeviceEvents | scan with_match_id=m declare (n:long=0) with (step s: true => n = s.n + 1;)")]
    [InlineData("DeviceEvents | join kind=inner hint.strategy=shuffle (AlertInfo | project Title, AlertId) on $left.ReportId == $right.AlertId")]
    [InlineData("union withsource=T isfuzzy=true Device*, (AlertInfo | take 1) | where T has 'x'")]
    [InlineData("search in (DeviceEvents, Alert*) 'x' and FileName:'y' | take 1")]
    [InlineData("find in (DeviceEvents) where FileName == 'x' project FileName")]
    [InlineData("range n from 1 to 10 step 1 | extend x = range(1, n, 1)")]
    [InlineData("datatable(a:string, b:long)['x', 1, 'y', 2] | where a !in~ ('x') and b !between (1 .. 2)")]
    [InlineData("externaldata(a:string)[h@'https://example.com/a.csv'] with (format='csv')")]
    [InlineData("evaluate bag_unpack(x) : (a:string)")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType, count(), DeviceName) | order by DeviceName asc")]
    [InlineData("DeviceEvents | where FileName matches regex @'a\\.b' or FileName !has 'c' | render timechart with (title='x')")]
    [InlineData("DeviceEvents | as hint.materialized=true X | fork (count) (take 1)")]
    [InlineData("print a = dynamic({'b':[1,2]}).b[-1], toscalar(DeviceEvents | summarize max(Timestamp), min(Timestamp))")]
    [InlineData("materialize(union AlertInfo, AlertEvidence | project Title, AlertId)")]
    [InlineData("DeviceEvents | sample-distinct 5 of DeviceName")]
    [InlineData("set notruncation; DeviceEvents | invoke FileProfile('SHA1', 10)")]
    [InlineData("declare query_parameters(a:string='x', b:long); DeviceEvents | where FileName == a")]
    public void A_query_is_read_as_a_whole(string query) => Assert.Null(Parse(query).Fault);

    [Theory]
    [InlineData("DeviceEvents | where", 21)]
    [InlineData("DeviceEvents | where (FileName == 'a'", 22)]
    [InlineData("DeviceEvents | where FileName == 'a' 'b' c", 42)]
    [InlineData("DeviceEvents | wher FileName == 'a'", 16)]
    [InlineData("DeviceEvents take 1", 14)]
    [InlineData("let a 1; DeviceEvents", 7)]
    [InlineData("declare query_parameters(a:string) print 1; print 2", 36)]
    [InlineData("DeviceEvents | summarize count() by", 36)]
    public void What_cannot_be_read_has_its_place(string query, int column)
    {
        var parsed = Parse(query);

        Assert.NotNull(parsed.Fault);
        var tokens = parsed.Tokens.Text.Significant;
        Assert.Equal(
            column,
            (parsed.Fault.Place < tokens.Count ? tokens[parsed.Fault.Place].Start : tokens[^1].End + 1) + (parsed.Fault.Place < tokens.Count ? 1 : 0)
        );
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("f(", ")")]
    [InlineData("[", "]")]
    [InlineData("not(", ")")]
    [InlineData("a in (", ")")]
    [InlineData("(", "")]
    [InlineData("-", "")]
    public void Nesting_of_any_depth_is_taken(string open, string close)
    {
        var query = $"DeviceEvents | where {string.Concat(Enumerable.Repeat(open, 20_000))}1{string.Concat(Enumerable.Repeat(close, 20_000))} | take 1";

        QueryBinder.Bind(Parse(query), TableRows.Bundled);
    }

    [Fact]
    public void Long_chains_are_taken() =>
        Assert.Null(Parse($"DeviceEvents | where {string.Join(" or ", Enumerable.Repeat("FileName == 'a' + 'b'", 20_000))}").Fault);

    [Fact]
    public void Every_published_query_broken_somewhere_is_taken() =>
        Gen.Select(Gen.OneOf(Corpus.Queries().Select(query => query.Text).ToArray()), Gen.Int[0, 10_000], Gen.Int[0, 60])
            .Sample(
                (query, at, length) =>
                {
                    var start = at % (query.Length + 1);
                    QueryBinder.Bind(Parse(query[..start]), TableRows.Bundled);
                    QueryBinder.Bind(Parse(query.Remove(start, Math.Min(length, query.Length - start))), TableRows.Bundled);
                },
                iter: 3 * Check.Iter
            );

    private static ParsedQuery Parse(string query) => KqlParser.Parse(TokenTree.Of(new SourceText(query)));
}
