using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Continuous access evaluation: a service that wants another token in the middle.</summary>
public sealed class ClaimsChallengeTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_answered_by_a_new_token_and_one_repeat(bool namesAnotherScheme)
    {
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge { NamesAnotherScheme = namesAnotherScheme });

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal([401, 200], Queries());
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task Many_callers_that_are_challenged_at_once_get_one_new_token()
    {
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());
        var before = TokenRequests();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _lab.OwnerAsync(session)));

        Assert.Equal(before + 1, TokenRequests());
    }

    [Fact]
    public async Task A_second_challenge_to_the_repeat_is_a_refusal_and_no_endless_loop()
    {
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge(), new LabChallenge());

        var failure = await Assert.ThrowsAsync<HuntingException>(() => _lab.OwnerAsync(session));

        Assert.Equal(HuntingFailure.Unauthorized, failure.Failure);
        Assert.Equal([401, 401], Queries());
    }

    [Fact]
    public async Task Where_it_takes_the_person_the_connections_own_way_asks_again()
    {
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.RevokeSessions(TestLab.Responder);

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(2, _lab.Prompts);
    }

    [Fact]
    public async Task Where_nobody_may_be_asked_it_says_what_was_wanted()
    {
        var service = _lab.NewService();
        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()))).Dispose();
        using var session = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false)));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge { RefreshRefusal = LabPolicies.MultifactorNeeded });

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);
        Assert.Contains("AADSTS50076", failure.Message);
        Assert.Contains("access_token", failure.Message);
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task A_supplied_token_cannot_answer_it()
    {
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        var token = _lab.Lab.State.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], ["cp1"]),
            TimeSpan.FromHours(1)
        );
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(new AccessTokenChoice(TestSecret.Of(token)), client: null));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);
    }

    private IEnumerable<int> Queries() =>
        _lab.Lab.State.Requests.Where(r => r.Path.EndsWith("/runHuntingQuery", StringComparison.Ordinal)).Select(r => r.Status);

    private int TokenRequests() => _lab.Lab.State.Requests.Count(r => r.Path.EndsWith("/token", StringComparison.Ordinal));
}
