using CsCheck;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Kql.Analysis;

/// <summary>Any text is read to an end, quickly, and without an error.</summary>
public class AnalysisRobustnessTests
{
    private static int Depth => (int)Math.Min(100 * Check.Iter, 30_000);

    private static readonly TimeRange Range = new(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void No_query_broken_somewhere_is_too_much() =>
        Gen.Select(Gen.OneOf(BrokenQueries.All), Gen.Int[0, 400], Gen.Int[0, 40], Gen.OneOf(BrokenQueries.Pieces), BrokenQueries.Break)
            .Sample(AssertRead, iter: 20 * Check.Iter);

    [Fact]
    public void No_heap_of_fragments_is_too_much() =>
        Gen.OneOf(BrokenQueries.Pieces).Array[0, 25].Select(fragments => string.Join(' ', fragments)).Sample(AssertRead, iter: 20 * Check.Iter);

    [Fact]
    public void Any_beginning_of_a_query_is_read()
    {
        foreach (var query in BrokenQueries.All)
        {
            for (var length = 1; length <= query.Length; length++)
            {
                AssertRead(query[..length]);
            }
        }
    }

    [Theory]
    [InlineData("DeviceEvents | where Timestamp > a.")]
    [InlineData("DeviceEvents | where a.b.")]
    [InlineData("DeviceEvents | where not")]
    [InlineData("DeviceEvents | where -")]
    [InlineData("DeviceEvents | where a in~")]
    [InlineData("DeviceEvents | where a !")]
    [InlineData("DeviceEvents | where a matches")]
    [InlineData("DeviceEvents | where a between")]
    [InlineData("DeviceEvents | summarize arg_max")]
    [InlineData("DeviceEvents | as")]
    [InlineData("DeviceEvents | invoke")]
    [InlineData("DeviceEvents | join kind=")]
    [InlineData("DeviceEvents | scan with")]
    [InlineData("DeviceEvents | make-series on")]
    public void A_query_that_ends_too_early_is_read(string query) => AssertRead(query);

    [Theory]
    [InlineData("", "(", "DeviceEvents", ")")]
    [InlineData("DeviceEvents | where ", "(", "true", ")")]
    [InlineData("DeviceEvents | where ", "(a + ", "1", ")")]
    [InlineData("DeviceEvents | where ", "not(", "true", ")")]
    [InlineData("", "union (DeviceEvents), (", "DeviceEvents", ")")]
    [InlineData("DeviceEvents | ", "join kind=inner (DeviceEvents | ", "where true", ") on a")]
    [InlineData("DeviceEvents | where ", "a in (DeviceEvents | where ", "true", ")")]
    [InlineData("DeviceEvents | ", "mv-apply x = a on (", "where true", ")")]
    [InlineData("", "let f = () { ", "DeviceEvents", " }; f()")]
    [InlineData("print ", "[", "1", "]")]
    [InlineData("print dynamic(", "{'a': [", "1", "]}")]
    [InlineData("DeviceEvents | ", "partition by a (", "take 1", ")")]
    [InlineData("DeviceEvents", " | where true", "", "")]
    [InlineData("DeviceEvents | where a == ago(", "now(", "1d", ")")]
    [InlineData("DeviceEvents | where Timestamp > ", "iff(a, ", "ago(1d)", ", now())")]
    [InlineData("DeviceEvents", " | where Timestamp > ago(60d) or a", "", "")]
    [InlineData("DeviceEvents | where true", " and Timestamp > ago(60d)", "", "")]
    public void However_deep_a_query_is_it_is_read(string start, string open, string middle, string close) =>
        OnSmallStack(() =>
        {
            AssertRead($"{start}{Repeat(open, Depth)}{middle}{Repeat(close, Depth)}");
            AssertRead($"{start}{Repeat(open, Depth)}");
            AssertRead($"{middle}{Repeat(close, Depth)}");
        });

    [Fact]
    public void However_many_lets_a_query_has_they_are_read()
    {
        var numbers = Enumerable.Range(0, Cases.Size(10_000)).ToArray();
        var lets = string.Concat(numbers.Select(n => $"let v{n} = {n};\n"));
        var all = $"{lets}DeviceEvents | where a in ({string.Join(", ", numbers.Select(n => $"v{n}"))})";

        Assert.True(Analyses.CanSplit(Analyses.Of(all)));
        AssertRead(string.Concat(numbers.Select(_ => "let v = 1;\n")) + "DeviceEvents");
        AssertRead(
            string.Concat(numbers.Select(n => $"let f{n} = (x:string) {{ DeviceEvents | where a == x }};\n")) + string.Concat(numbers.Select(n => $"f{n}('');"))
        );
        OnSmallStack(() =>
            AssertRead("let v0 = DeviceEvents;\n" + string.Concat(numbers.Select(n => $"let v{n + 1} = v{n} | where a == {n};\n")) + $"v{numbers.Length}")
        );
    }

    [Fact]
    public void Lets_that_build_on_each_other_are_read_as_far_as_people_write_them()
    {
        var lets = "let v0 = DeviceEvents;\n" + string.Concat(Enumerable.Range(0, 50).Select(n => $"let v{n + 1} = v{n} | where a == {n};\n"));

        Assert.True(Analyses.CanSplit(Analyses.Of($"{lets}v50")));
    }

    [Theory]
    [InlineData(" | join (DeviceInfo) on a | where Timestamp1 > ago(60d)")]
    [InlineData(" | extend a = Timestamp | where a > ago(60d)")]
    [InlineData(" | mv-apply x = a on (where Timestamp > ago(60d))")]
    [InlineData(" | summarize arg_max(Timestamp, *) by a")]
    [InlineData(" | invoke f()")]
    [InlineData(" | union (DeviceInfo | where Timestamp > ago(60d) | extend a = Timestamp)")]
    public void However_often_rows_are_filtered_they_are_followed(string operators) =>
        OnSmallStack(() => AssertRead($"let f = (T:(*)) {{ T | where Timestamp > ago(60d) }}; DeviceEvents{Repeat(operators, Cases.Size(3_000))}"));

    [Fact]
    public void However_often_rows_are_united_with_themselves_they_are_followed() =>
        OnSmallStack(() =>
            AssertRead(
                "let v0 = DeviceEvents;\n"
                    + string.Concat(
                        Enumerable.Range(0, 60).Select(n => $"let v{n + 1} = union (v{n} | where Timestamp > ago({n}d)), (v{n} | extend b = Timestamp);\n")
                    )
                    + "v60"
            )
        );

    private static void AssertRead(string query)
    {
        var analysis = Analyses.Of(query);

        Assert.True(analysis.Start.At(Range.Start).Moment is null or { Kind: DateTimeKind.Utc });
        Assert.DoesNotContain(analysis.Diagnostics, diagnostic => diagnostic.Name.Length == 0 || diagnostic.Why.Length == 0 || diagnostic.Instead.Length == 0);
        if (!Analyses.CanBound(analysis))
        {
            return;
        }

        var bounded = new BoundedQuery(analysis, Range.Start);
        if (analysis.Filters.All(filter => filter.LastToken != analysis.Query.Whole.End - 1))
        {
            Assert.EndsWith(analysis.Query.Text.Source[^1..], bounded.Over(Range), StringComparison.Ordinal);
        }

        if (analysis.Countable is { } place)
        {
            Assert.Contains("summarize Rows = count()", bounded.Counting(Range, TimeSpan.FromHours(1), place, []), StringComparison.Ordinal);
        }
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    // As small as a thread's stack is anywhere, with room for what stands on it already.
    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), 512 * 1024);
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("It was not read.", failure);
        }
    }
}
