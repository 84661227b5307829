using System.Globalization;
using CsCheck;
using MdeHunting.Lab.Kql;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Whatever is accepted gives the rows that it should: any query, any rows, any windows.</summary>
public class WindowPropertyTests(ITestOutputHelper output)
{
    private static readonly long Queries = 10 * Check.Iter;

    private static readonly Gen<string> AnyQuery = Gen.Int[0, 999].Array[0, 60].Select(RandomQuery.Write);

    private int _ran;

    [Fact]
    public void What_can_be_split_gives_the_same_rows_over_windows()
    {
        Gen.Select(AnyQuery, SmallTenant.Any)
            .Sample(
                (query, tenant) =>
                {
                    var analysis = Analyses.Of(query);
                    if (!Analyses.CanSplit(analysis) || Run(() => WindowedRuns.Cut(analysis, SmallTenant.Range, tenant.Database)) is not { } whole)
                    {
                        return;
                    }

                    WindowedRuns.AssertSame(whole, WindowedRuns.Windows(analysis, tenant.Boundaries, tenant.Database), analysis);
                    Interlocked.Increment(ref _ran);
                },
                iter: Queries,
                print: Print
            );

        Told();
    }

    [Fact]
    public void What_can_be_bounded_reads_no_more_than_its_time()
    {
        Gen.Select(AnyQuery, SmallTenant.Any)
            .Sample(
                (query, tenant) =>
                {
                    var analysis = Analyses.Of(query);
                    if (!Analyses.CanBound(analysis) || Run(() => WindowedRuns.Cut(analysis, SmallTenant.Range, tenant.Database)) is not { } cut)
                    {
                        return;
                    }

                    var bounded = WindowedRuns.Bounded(analysis, SmallTenant.Range, tenant.Database);
                    Assert.Equal(cut.Columns, bounded.Columns);
                    Assert.Equal(cut.Rows, bounded.Rows);
                    Interlocked.Increment(ref _ran);
                },
                iter: Queries,
                print: Print
            );

        Told();
    }

    private static string Print((string Query, (KqlDatabase Database, DateTime[] Boundaries) Tenant) sample) =>
        $"{sample.Query}\nwindows: {string.Join(' ', sample.Tenant.Boundaries.Select(at => at.ToString("HH:mm", CultureInfo.InvariantCulture)))}\n"
        + string.Join(
            '\n',
            sample.Tenant.Database.Tables.Values.Select(table => $"{table.Name}: {string.Join("; ", table.Rows.Select(row => string.Join(',', row)))}")
        );

    // What the lab's engine refuses says nothing.
    private static RunRows? Run(Func<RunRows> run)
    {
        try
        {
            return run();
        }
        catch (KqlException)
        {
            return null;
        }
    }

    private void Told()
    {
        output.WriteLine($"{_ran} of {Queries} queries were accepted and ran");
        Assert.NotEqual(0, _ran);
    }
}
