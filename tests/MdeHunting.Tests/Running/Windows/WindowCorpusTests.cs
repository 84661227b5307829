using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Queries as people publish them: which of them can be bounded and split, and that those that can are the same over windows.</summary>
public sealed partial class WindowCorpusTests(ITestOutputHelper output, IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    private static readonly DateTime[] Boundaries = [.. new[] { -40.0, -21.3, -9.75, -3, -0.2, 1 }.Select(days => IntrusionTenant.Now.AddDays(days))];

    private static readonly TimeRange Range = new(Boundaries[0], Boundaries[^1]);

    [Fact]
    public void Every_query_is_classified()
    {
        var readings = Corpus.Queries().Select(query => (query.Name, Analysis: Analyses.Of(query.Text))).ToList();
        var bounded = readings.Where(query => Analyses.CanBound(query.Analysis)).ToList();
        var split = bounded.Where(query => Analyses.CanSplit(query.Analysis)).ToList();

        output.WriteLine($"{readings.Count} queries: {bounded.Count} can be bounded, {split.Count} of them split");
        Tell(
            "Not bounded",
            readings
                .Except(bounded)
                .Select(query =>
                    query.Analysis.First(QueryDiagnosticKind.Bounding) is { } diagnostic ? $"{diagnostic.Name}: {diagnostic.Why}" : "no table with a time"
                )
        );
        Tell(
            "Not split",
            bounded
                .Except(split)
                .Select(query => query.Analysis.First(QueryDiagnosticKind.Splitting)!)
                .Select(diagnostic => $"{diagnostic.Name}: {diagnostic.Why}")
        );
        Assert.NotEmpty(split);
        Assert.All(readings, query => Assert.True(query.Analysis.Tables.Count > 0 || !Analyses.CanBound(query.Analysis), query.Name));
        Assert.All(
            readings.Except(split),
            query => Assert.True(query.Analysis.Diagnostics.Count > 0 || query.Analysis.Tables.All(table => table.TimeColumn is null), query.Name)
        );
    }

    [Fact]
    public void Every_query_that_can_be_split_gives_the_same_rows_over_windows()
    {
        var (ran, withRows) = (0, 0);
        var lacks = new List<string>();
        foreach (var query in Corpus.Queries().SelectMany(query => new[] { query.Text, WithoutFilters(query.Text) }))
        {
            var analysis = Analyses.Of(query);
            if (!Analyses.CanSplit(analysis))
            {
                continue;
            }

            try
            {
                var whole = WindowedRuns.Cut(analysis, Range, tenant.Database);
                WindowedRuns.AssertSame(whole, WindowedRuns.Windows(analysis, Boundaries, tenant.Database), analysis);
                ran++;
                withRows += whole.Rows.Count > 0 ? 1 : 0;
            }
            catch (KqlException failure)
            {
                lacks.Add(AssertAlike(failure, analysis));
            }
        }

        output.WriteLine($"{ran} ran, {withRows} of them gave rows; the lab's engine refused {lacks.Count}");
        Tell("Refused by the lab", lacks);
        Assert.NotEqual(0, withRows);
    }

    [Fact]
    public void Every_query_that_can_be_bounded_reads_no_more_than_its_time()
    {
        var range = new TimeRange(Boundaries[1], Boundaries[3]);
        var (ran, withRows) = (0, 0);
        foreach (var query in Corpus.Queries())
        {
            var analysis = Analyses.Of(query.Text);
            if (!Analyses.CanBound(analysis))
            {
                continue;
            }

            try
            {
                var cut = WindowedRuns.Cut(analysis, range, tenant.Database);
                Assert.Equal((query.Name, cut.Columns), (query.Name, WindowedRuns.Bounded(analysis, range, tenant.Database).Columns));
                if (!query.Text.Contains("rand", StringComparison.Ordinal) && !query.Text.Contains("sample", StringComparison.Ordinal))
                {
                    Assert.Equal(cut.Rows, WindowedRuns.Bounded(analysis, range, tenant.Database).Rows);
                }

                ran++;
                withRows += cut.Rows.Count > 0 ? 1 : 0;
            }
            catch (KqlException failure)
            {
                AssertAlike(failure, analysis);
            }
        }

        output.WriteLine($"{ran} ran, {withRows} of them gave rows");
        Assert.NotEqual(0, withRows);
    }

    [Fact]
    public void Every_query_broken_somewhere_is_read() =>
        Gen.Select(Gen.OneOf(Corpus.Queries().Select(query => query.Text).ToArray()), Gen.Int[0, 10_000], Gen.Int[0, 60])
            .Sample(
                (query, at, length) =>
                {
                    var start = at % (query.Length + 1);
                    foreach (var broken in new[] { query[..start], query[start..], query.Remove(start, Math.Min(length, query.Length - start)) })
                    {
                        var analysis = Analyses.Of(broken);
                        if (Analyses.CanBound(analysis))
                        {
                            var bounded = new BoundedQuery(analysis, Range.Start).Over(Range);

                            // The bound of a search stands behind it, which may be the end.
                            if (BoundAtTheEnd().Match(bounded) is { Success: true } bound && broken.Contains("search", StringComparison.Ordinal))
                            {
                                Assert.EndsWith(broken.TrimEnd()[^1..], bounded[..bound.Index].TrimEnd(), StringComparison.Ordinal);
                            }
                            else
                            {
                                Assert.EndsWith(broken[^1..], bounded, StringComparison.Ordinal);
                            }
                        }
                    }
                },
                iter: 3 * Check.Iter
            );

    [GeneratedRegex(@"\n?\| where \w+ >= datetime\([^)]*\) and \w+ < datetime\([^)]*\)\z")]
    private static partial Regex BoundAtTheEnd();

    // What people look for is seldom there: without their tests, there are rows.
    private static string WithoutFilters(string query)
    {
        var structure = TokenTree.Of(new SourceText(query));
        if (structure.Unpaired >= 0)
        {
            return query;
        }

        var text = new StringBuilder();
        var from = 0;
        foreach (var statement in KqlStatement.In(structure, structure.Whole))
        {
            foreach (var filter in structure.Split(statement.Span, KqlTokenKind.Pipe).Where(piece => structure.Is(piece.Start, "where")))
            {
                var pipe = structure.Text.Significant[filter.Start - 1].Start;
                text.Append(query, from, pipe - from);
                from = structure.Text.Significant[filter.End - 1].End;
            }
        }

        return text.Append(query, from, query.Length - from).ToString();
    }

    // What the lab's engine lacks in a query, it lacks in the bounded one as well: the bounds break nothing.
    private string AssertAlike(KqlException failure, QueryAnalysis analysis)
    {
        var bounded = Assert.Throws<KqlException>(() => WindowedRuns.Bounded(analysis, Range, tenant.Database));
        Assert.Equal((failure.Kind, analysis.Query.Text.Source), (bounded.Kind, analysis.Query.Text.Source));
        return failure.Kind == KqlErrorKind.Semantic ? failure.Message : "a construct that its parser lacks";
    }

    private void Tell(string title, IEnumerable<string> reasons)
    {
        output.WriteLine($"{title}:");
        foreach (
            var reason in reasons.GroupBy(reason => reason).OrderByDescending(reason => reason.Count()).ThenBy(reason => reason.Key, StringComparer.Ordinal)
        )
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reason.Count(), 5}  {reason.Key}"));
        }
    }
}
