using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Quota;

/// <summary>Five hundred queries on each of three tenants, against quotas of 45 calls a minute, on a clock that jumps.</summary>
public class SweepTests(ITestOutputHelper output)
{
    private const int Queries = 500;
    private const int CallsPerMinute = 45;

    [Theory]
    [InlineData(0.0, 45)]
    [InlineData(0.2, 36)]
    public async Task No_call_is_refused_and_hardly_any_time_is_lost(double reserve, int allowed)
    {
        var tenants = await SweepAsync(clock => new SweptTenant(clock, CallsPerMinute), reserve);

        // The first so many go at once, and as many each minute after.
        var best = TimeSpan.FromMinutes(((Queries - 1) / allowed));
        foreach (var tenant in tenants)
        {
            output.WriteLine($"{tenant.Took} of {best} at best, {tenant.Refusals} refusals");
            Assert.Equal(0, tenant.Refusals);
            Assert.InRange(tenant.Took, best, best * 1.05);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_another_program_on_half_of_the_quota_it_finishes(bool tellsWhen)
    {
        var tenants = await SweepAsync(clock => new SweptTenant(clock, CallsPerMinute, CallsPerMinute / 2, tellsWhen), 0.2);

        var best = TimeSpan.FromMinutes((Queries - 1) / (CallsPerMinute - (CallsPerMinute / 2)));
        foreach (var tenant in tenants)
        {
            output.WriteLine($"{tenant.Took} of {best} at best, {tenant.Refusals} refusals");
            Assert.InRange(tenant.Refusals, 1, Queries / 20);
        }
    }

    private static async Task<SweptTenant[]> SweepAsync(Func<EventClock, SweptTenant> create, double reserve)
    {
        var clock = new EventClock();
        SweptTenant[] tenants = [create(clock), create(clock), create(clock)];
        var options = new SendingOptions { Reserve = reserve, MaxQuotaWait = TimeSpan.FromHours(1) };
        await clock.RunAsync([.. tenants.Select(tenant => tenant.SweepAsync(Queries, options, TimeSpan.FromMilliseconds(200)))]);
        return tenants;
    }
}
