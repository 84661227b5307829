using System.Globalization;
using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class ClockTests
{
    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    [Theory, MemberData(nameof(Services))]
    public async Task The_services_tell_the_labs_time(string service)
    {
        await using var lab = await TestLab.StartAsync();
        lab.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Mon, 23 Nov 2026 22:00:00 GMT", (await lab.HuntAsync(service, "Owner")).Headers["Date"]);
        Assert.Equal("Mon, 23 Nov 2026 22:00:00 GMT", (await lab.HuntAsync(service, "Nope")).Headers["Date"]);
    }

    [Theory]
    [InlineData("Graph", 7, "Mon, 23 Nov 2026 21:07:00 GMT", "Mon, 23 Nov 2026 21:07:30 GMT")]
    [InlineData("Endpoint", -3, "Mon, 23 Nov 2026 20:57:00 GMT", "Mon, 23 Nov 2026 20:57:30 GMT")]
    public async Task A_date_to_come_back_at_is_by_the_clock_that_is_off(string service, int minutes, string date, string retryAfter)
    {
        await using var lab = await TestLab.StartAsync(options => options with { HuntingClockSkew = TimeSpan.FromMinutes(minutes) });
        lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.TooManyRequestsUntil(TimeSpan.FromSeconds(30)));
        var response = await lab.HuntAsync(service, "Owner");
        Assert.Equal((429, date, retryAfter), (response.Status, response.Headers["Date"], response.Headers["Retry-After"]));
        Assert.Equal("Mon, 23 Nov 2026 21:00:00 GMT", (await lab.BeginAsync()).Headers["Date"]);
    }

    [Theory]
    [InlineData(80, 401)]
    [InlineData(70, 200)]
    [InlineData(-4, 200)]
    [InlineData(-6, 401)]
    public async Task Tokens_are_too_old_or_too_young_for_a_service_whose_clock_is_off(int minutes, int status)
    {
        await using var lab = await TestLab.StartAsync(options => options with { HuntingClockSkew = TimeSpan.FromMinutes(minutes) });
        Assert.Equal(status, (await lab.HuntAsync("Graph", "Owner")).Status);
    }

    [Fact]
    public async Task Where_both_clocks_are_ahead_together_it_is_the_clients_that_is_behind()
    {
        var ahead = TimeSpan.FromHours(5);
        await using var lab = await TestLab.StartAsync(options => options with { HuntingClockSkew = ahead, IdentityClockSkew = ahead });
        Assert.Equal(200, (await lab.HuntAsync("Graph", "Owner")).Status);
    }

    [Fact]
    public async Task An_error_of_Graph_has_the_time_of_the_clock_that_is_off()
    {
        await using var lab = await TestLab.StartAsync(options => options with { HuntingClockSkew = TimeSpan.FromMinutes(-3) });
        var date = (string)(await lab.HuntAsync("Graph", "Nope")).Json["error"]!["innerError"]!["date"]!;
        Assert.Equal(new DateTime(2026, 11, 23, 20, 57, 0), DateTime.Parse(date, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_log_has_the_labs_own_time()
    {
        await using var lab = await TestLab.StartAsync(options => options with { HuntingClockSkew = TimeSpan.FromMinutes(7) });
        await lab.HuntAsync("Graph", "Owner");
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        await lab.BeginAsync();
        var start = new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero);
        Assert.Equal([start, start.AddSeconds(5)], lab.Server.State.Requests.Select(request => request.Arrived));
    }
}
