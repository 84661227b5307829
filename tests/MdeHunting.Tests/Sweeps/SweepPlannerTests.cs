using System.Text;
using CsCheck;
using MdeHunting.Lab.Kql;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

public sealed class SweepPlannerTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    private static readonly SweptTable[] Tables =
    [
        .. TableCatalog.Bundled.All.Where(table => table.RetiredOn is null).Select(IndicatorColumns.Bundled.Of).OfType<SweptTable>(),
    ];

    // What would end a literal, a line or a text, or would be taken for something else.
    private static readonly string[] Hostile =
    [
        "'",
        "\"",
        "\\",
        "```",
        "\" \"",
        "x' 'y",
        "\r\n",
        "\u2028",
        "\u202e",
        "\0",
        "%APPDATA%",
        "//",
        "|",
        ";",
        ")",
        "*",
        "' or 1 == 1 //",
        "\u001f",
        "{0}",
        "é",
        "😀",
    ];

    [Fact]
    public void Five_thousand_indicators_take_one_or_two_calls_of_each_table()
    {
        var plan = new SweepPlanner(SweepLimits.Default).Plan(Mixed(5_000), Tables);

        Assert.All(plan, step => Assert.InRange(Encoding.UTF8.GetByteCount(step.Write()), 1, SweepLimits.Default.TextBytes));
        Assert.All(plan.GroupBy(step => step.Table.Name), calls => Assert.InRange(calls.Count(), 1, 2));
    }

    [Fact]
    public void Each_indicator_is_in_one_call_of_each_table_that_can_hold_it_within_the_limits()
    {
        var limits = new SweepLimits(6_000, 2_000, 7, 2);
        Gen.Int[1, 60]
            .Sample(
                count =>
                {
                    var indicators = Mixed(count);
                    var plan = new SweepPlanner(limits).Plan(indicators, Tables);
                    foreach (var table in Tables)
                    {
                        var steps = plan.Where(step => step.Table == table).ToList();
                        Assert.Equal(indicators.Where(one => SweepPlanner.IsIn(one, table)), steps.SelectMany(step => step.Indicators));
                        foreach (var step in steps.Where(step => step.Indicators.Count > 1))
                        {
                            Assert.InRange(Encoding.UTF8.GetByteCount(step.Write()), 1, limits.TextBytes);
                            Assert.All(
                                SweepQuery.Lists(step.Indicators).Where(list => SweepTest.IsOfWords(list.Key)),
                                list => Assert.InRange(list.Value.Count, 1, limits.Words)
                            );
                        }
                    }
                },
                iter: 10
            );
    }

    [Fact]
    public void The_engine_takes_every_query_of_every_table_whatever_stands_in_the_indicators()
    {
        SweptIndicator[] indicators =
        [
            .. Mixed(40),
            .. from text in Hostile
            from type in new[]
            {
                MdeIndicatorType.FileName,
                MdeIndicatorType.FilePath,
                MdeIndicatorType.RegistryKey,
                MdeIndicatorType.RegistryValue,
                MdeIndicatorType.MailSubject,
                MdeIndicatorType.MessageId,
                MdeIndicatorType.AccountName,
                MdeIndicatorType.CommandLine,
                MdeIndicatorType.UserAgent,
            }
            select new SweptIndicator(new MdeIndicator(type, text, text)),
            new SweptIndicator(new MdeIndicator(MdeIndicatorType.Sha256, new string('b', 64), string.Empty), [new string('c', 40)]),
        ];

        foreach (var step in new SweepPlanner(SweepLimits.Default).Plan(indicators, Tables.Where(table => tenant.Database.Tables.ContainsKey(table.Name))))
        {
            Assert.NotNull(KqlEngine.Run(step.Write(), tenant.Database));
        }
    }

    private static SweptIndicator[] Mixed(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    (i % 8) switch
                    {
                        0 => (MdeIndicatorType.Sha256, $"{i:x64}"),
                        1 => (MdeIndicatorType.Sha1, $"{i:x40}"),
                        2 => (MdeIndicatorType.Md5, $"{i:x32}"),
                        3 => (MdeIndicatorType.IPv4, $"240.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}"),
                        4 => (MdeIndicatorType.Domain, $"host{i}.nowhere-at-all.example"),
                        5 => (MdeIndicatorType.Url, $"https://page{i}.nowhere-at-all.example/some/path?id={i}"),
                        6 => (MdeIndicatorType.IPv6, $"fd00::{i:x}"),
                        _ => (MdeIndicatorType.MailAddress, $"nobody{i}@nowhere-at-all.example"),
                    }
                )
                .Select(one => new SweptIndicator(new MdeIndicator(one.Item1, one.Item2, one.Item2))),
        ];
}
