using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Faults;

public sealed class QueryRuleTests : IAsyncLifetime
{
    private TestLab _lab = null!;

    private LabFaults Faults => _lab.Server.State.Faults;

    public async ValueTask InitializeAsync() => _lab = await TestLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_rule_applies_so_many_times_and_then_lets_the_true_answer_through()
    {
        Faults.OnQuery(_ => true, LabResponseFault.TooManyRequests(), times: 2);
        Assert.Equal([429, 429, 200, 200], await Statuses("Owner", "Owner", "Owner", "Owner"));
    }

    [Fact]
    public async Task A_rule_without_a_number_applies_until_it_is_taken_back()
    {
        Faults.OnQuery(_ => true, LabResponseFault.GatewayTimeout());
        Assert.Equal([504, 504, 504], await Statuses("Owner", "Owner", "Owner"));
        Faults.ClearQueryFaults();
        Assert.Equal([200], await Statuses("Owner"));
    }

    [Fact]
    public async Task Rules_make_a_sequence_in_the_order_in_which_they_were_added()
    {
        Faults.OnQuery(_ => true, LabResponseFault.TooManyRequests(), times: 1);
        Faults.OnQuery(_ => true, LabResponseFault.GatewayTimeout(), times: 1);
        Faults.OnQuery(_ => true, LabResponseFault.Page(), times: 1);
        Assert.Equal([429, 504, 502, 200], await Statuses("Owner", "Owner", "Owner", "Owner"));
    }

    [Fact]
    public async Task A_rule_that_does_not_fit_leaves_the_request_to_the_next()
    {
        Faults.OnQuery(query => query.Query == "Numbers", LabResponseFault.TooManyRequests(), times: 1);
        Faults.OnQuery(query => query.Query == "Owner", LabResponseFault.GatewayTimeout(), times: 1);
        Assert.Equal([504, 200, 429, 200], await Statuses("Owner", "Owner", "Numbers", "Numbers"));
    }

    [Fact]
    public async Task A_rule_sees_who_asked_what_and_the_how_manieth_it_was()
    {
        var seen = new List<LabQuery>();
        Faults.OnQuery(
            query =>
            {
                seen.Add(query);
                return false;
            },
            LabResponseFault.Empty()
        );
        await _lab.HuntAsync("Graph", "Owner", timespan: "P1D");
        await _lab.HuntAsync("Endpoint", "Numbers", TestLab.Tenants[0]);
        await _lab.HuntAsync("Xdr", "Nope");
        Assert.Equal(
            [
                new LabQuery("Graph", TestLab.Contoso, "Owner", "P1D", 1, 1),
                new LabQuery("Endpoint", TestLab.Seed, "Numbers", null, 2, 1),
                new LabQuery("Xdr", TestLab.Contoso, "Nope", null, 3, 2),
            ],
            seen
        );
    }

    [Fact]
    public async Task A_request_that_is_refused_before_it_is_a_query_uses_up_no_rule()
    {
        Faults.OnQuery(_ => true, LabResponseFault.TooManyRequests(), times: 1);
        Assert.Equal(401, (await _lab.QueryAsync("/v1.0/security/runHuntingQuery", null, """{"Query":"Owner"}""")).Status);
        Assert.Equal([429, 200], await Statuses("Owner", "Owner"));
    }

    [Fact]
    public async Task One_tenants_faults_are_not_anothers()
    {
        Faults.OnQuery(query => query.Tenant == TestLab.Seed, LabResponseFault.GatewayTimeout());
        Assert.Equal(504, (await _lab.HuntAsync("Graph", "Owner", TestLab.Tenants[0])).Status);
        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner", TestLab.Tenants[1])).Status);
    }

    [Fact]
    public void A_rule_for_no_request_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Faults.OnQuery(_ => true, LabResponseFault.Empty(), times: 0));

    [Fact]
    public async Task Requests_that_meet_a_fault_are_logged()
    {
        Faults.OnQuery(_ => true, LabResponseFault.TooManyRequests(), times: 1);
        Faults.OnQuery(_ => true, LabResponseFault.BreakBeforeResponse(), times: 1);
        await _lab.HuntAsync("Graph", "Owner");
        await Assert.ThrowsAsync<HttpRequestException>(() => _lab.HuntAsync("Graph", "Owner"));
        Assert.Equal([429, LabRequest.NoResponse], _lab.Server.State.Requests.Select(request => request.Status));
    }

    private async Task<IReadOnlyList<int>> Statuses(params string[] queries)
    {
        var statuses = new List<int>();
        foreach (var query in queries)
        {
            statuses.Add((await _lab.HuntAsync("Graph", query)).Status);
        }

        return statuses;
    }
}
