using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>Which queries run at once, with tenants among them that are not there, on a clock that jumps.</summary>
public sealed class JobQueueTests(ITestOutputHelper output)
{
    private const int Good = 5;
    private const int Queries = 6;

    public static TheoryData<int> Places => [.. Enumerable.Range(1, 9)];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Whatever_is_not_there_the_good_ones_are_asked_as_quickly_as_alone(int places)
    {
        foreach (var (bad, kind, isFirst) in Shapes())
        {
            var alone = await new SweptBatch([.. Enumerable.Repeat(TenantHealth.Good, Good)], Queries).RunAsync(places, isOrdered: false);

            var sweep = await Sweep(bad, kind, isFirst).RunAsync(places, isOrdered: false);

            // One that hangs keeps one place for as long as a query may take, and no more after it.
            output.WriteLine($"{bad} × {kind}, {(isFirst ? "first" : "last")}: {sweep.GoodTook}, alone {alone.GoodTook}");
            var rounds = (bad + places - 1) / places;
            var most =
                kind is TenantHealth.Hangs
                    ? places > bad
                        ? await AloneAsync(places - bad)
                        : (220 * rounds) + alone.GoodTook.TotalSeconds
                    : alone.GoodTook.TotalSeconds;
            Assert.InRange(sweep.GoodTook.TotalSeconds, alone.GoodTook.TotalSeconds, most + rounds + 1);
            Assert.Equal(Good * Queries, sweep.Output.Count(one => one.IsGood));
            Assert.Equal(bad * Queries, sweep.Output.Count(one => !one.IsGood));
            Assert.InRange(sweep.MostGood, 1, places);
            Assert.InRange(sweep.MostBad, 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task In_order_all_come_in_order_after_the_time_that_a_tenant_is_waited_out_once(int places)
    {
        foreach (var (bad, kind, isFirst) in Shapes())
        {
            var sweep = await Sweep(bad, kind, isFirst).RunAsync(places, isOrdered: true);

            output.WriteLine($"{bad} × {kind}, {(isFirst ? "first" : "last")}: {sweep.Took}");
            Assert.Equal(Enumerable.Range(0, (Good + bad) * Queries), sweep.Output.Select(one => one.Job));
            var (once, probe, first) = kind is TenantHealth.Hangs ? (3 * 220, 30, 220) : (600, 1, 1);
            var later = first * ((bad + places - 1) / places - 1);
            Assert.InRange(sweep.Took.TotalSeconds, once, once + later + (Queries * probe) + ((Good + 2) * Queries));
            Assert.InRange(sweep.MostGood, 1, places + 1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweep_with_one_that_is_not_there_and_one_that_is_overloaded_has_the_six_good_ones_whole(bool hangs)
    {
        TenantHealth[] good = [.. Enumerable.Repeat(TenantHealth.Good, 6)];
        TenantHealth[] tenants = [hangs ? TenantHealth.Hangs : TenantHealth.Refuses, .. good, TenantHealth.Overloaded];
        var alone = await new SweptBatch(good, 10).RunAsync(5, isOrdered: false);

        var sweep = await new SweptBatch(tenants, 10).RunAsync(5, isOrdered: false);

        output.WriteLine($"{sweep.GoodTook} of {sweep.Took}, alone {alone.GoodTook}; requests: {string.Join(", ", sweep.Requests)}");
        Assert.InRange(sweep.GoodTook, alone.GoodTook, alone.GoodTook * (hangs ? 1.4 : 1.1));
        Assert.All(sweep.Requests[1..7], requests => Assert.Equal(10, requests));
        Assert.Equal(60, sweep.Output.Count(one => one.IsGood));

        // Ten minutes in waits of up to a minute, and then one for each query.
        Assert.InRange(sweep.Requests[0], hangs ? 11 : 9 + 14, hangs ? 14 : 9 + 40);
        Assert.InRange(sweep.Requests[7], 9 + 14, 9 + 40);
    }

    [Fact]
    public async Task One_connection_alone_is_asked_as_many_at_once_as_allowed()
    {
        var sweep = await new SweptBatch([TenantHealth.Good], 12).RunAsync(4, isOrdered: true);

        Assert.Equal((4, TimeSpan.FromSeconds(3)), (sweep.MostGood, sweep.Took));
    }

    private static SweptBatch Sweep(int bad, TenantHealth kind, bool isFirst)
    {
        TenantHealth[] ill = [.. Enumerable.Repeat(kind, bad)];
        TenantHealth[] good = [.. Enumerable.Repeat(TenantHealth.Good, Good)];
        return new SweptBatch(isFirst ? [.. ill, .. good] : [.. good, .. ill], Queries);
    }

    private static async Task<double> AloneAsync(int places) =>
        (await new SweptBatch([.. Enumerable.Repeat(TenantHealth.Good, Good)], Queries).RunAsync(places, isOrdered: false)).GoodTook.TotalSeconds;

    private static IEnumerable<(int Bad, TenantHealth Kind, bool IsFirst)> Shapes() =>
        from bad in Enumerable.Range(1, 3)
        from kind in new[] { TenantHealth.Refuses, TenantHealth.Hangs, TenantHealth.Overloaded }
        from isFirst in new[] { true, false }
        select (bad, kind, isFirst);
}
