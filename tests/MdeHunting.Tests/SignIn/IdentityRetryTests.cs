using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.Service.Hunting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>An identity service whose trouble passes: each way to sign in, and each renewal, waits it out, tells so, and asks again.</summary>
[Collection("Process environment")]
public sealed class IdentityRetryTests : IAsyncLifetime
{
    private const string Page = "<!DOCTYPE html><html><body>Welcome to the hotel.</body></html>";

    // The machine's time, since MSAL goes by that.
    private readonly QuickClock _clock = new(DateTimeOffset.UtcNow);
    private readonly LabSignIn _lab = new() { RetryTimeout = TimeSpan.FromMinutes(10) };

    public static TheoryData<string> Names => new(Faults.Keys);

    /// <summary>Without the one whose request was done: a code is good once.</summary>
    public static TheoryData<string> DeviceCodeNames => new(Faults.Keys.Where(name => name != "cut"));

    private static Dictionary<string, LabIdentityFault> Faults { get; } =
        new()
        {
            ["reset"] = LabIdentityFault.Reset(),
            ["429"] = LabIdentityFault.Respond(429, "application/json", "{}"),
            ["429 with a time"] = LabIdentityFault.Respond(429, "application/json", "{}", retryAfter: 7),
            ["408"] = LabIdentityFault.Respond(408, null, string.Empty),
            ["500"] = LabIdentityFault.Respond(500, "text/plain", "oops"),
            ["502 page"] = LabIdentityFault.Respond(502, "text/html", Page),
            ["503 with a time"] = LabIdentityFault.Respond(503, "application/json", "{}", retryAfter: 7),
            ["504"] = LabIdentityFault.Respond(504, null, string.Empty),
            ["page"] = LabIdentityFault.Respond(200, "text/html", Page),
            ["page 403"] = LabIdentityFault.Respond(403, "text/html", Page),
            ["cut"] = LabIdentityFault.Cut(),
            ["empty"] = LabIdentityFault.Cut(0),
            ["no JSON"] = LabIdentityFault.Respond(200, "application/json", "{\"access_token\":"),
            ["a refusal that passes"] = LabIdentityFault.Respond(
                400,
                "application/json",
                """{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred. Please try again."}"""
            ),
        };

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_renewal_of_an_application(string name)
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());

        await RenewAsync(session, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_renewal_of_a_user(string name)
    {
        using var session = await ConnectAsync(_lab.Request(LabSignIn.DeviceCode()));

        await RenewAsync(session, name);
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task A_code_whose_token_was_lost_on_the_way_is_told_as_that()
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Reset(), times: 1);

        var failure = await _lab.FailAsync(_lab.NewService(clock: _clock), _lab.Request(LabSignIn.DeviceCode()));

        Assert.Contains("lost on the way", failure.Message);
        Assert.Contains("Run Connect-MdeTenant again", failure.NextStep);
    }

    [Theory]
    [InlineData("reset", 1, false, true)]
    [InlineData("reset", 2, false, false)]
    [InlineData("cut", 1, false, true)]
    [InlineData("cut", 2, false, false)]
    [InlineData("503 with a time", 5, false, true)]
    [InlineData("reset", 1, true, false)]
    public async Task A_browsers_code_is_redeemed_once_more_where_it_may_not_have_arrived(string name, int times, bool isDone, bool succeeds)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", Faults[name], times, isDone);
        var service = _lab.NewService(
            address =>
            {
                _ = Task.Run(() => _lab.Person.AcceptAsync(address));
                return Task.CompletedTask;
            },
            _clock
        );
        var request = _lab.Request(new UserChoice(SignInMethod.Browser, null, MayPrompt: true, CachePersistence.Memory));

        if (succeeds)
        {
            (await _lab.ConnectAsync(service, request)).Dispose();
        }
        else
        {
            await _lab.FailAsync(service, request);
        }

        Assert.Equal(succeeds ? times + 1 : 2, TokenRequests());
        Assert.Equal(1, _lab.Prompts);
    }

    [Theory]
    [MemberData(nameof(DeviceCodeNames))]
    public async Task The_requests_of_a_device_code(string name)
    {
        // The time that is left of the code is shown each second, and this clock runs through it.
        _lab.RetryTimeout = TimeSpan.FromDays(1);
        Break("/openid-configuration", name);
        Break("/devicecode", name);
        Break("/token", name);

        using var session = await ConnectAsync(_lab.Request(LabSignIn.DeviceCode(), "contoso.example"));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(1, _lab.Prompts);
        Assert.Equal(6, Repeats());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hosts_endpoint_for_managed_identities(string name)
    {
        Break("/msi/token", name);

        await ProcessVariables.WithAsync(
            new Dictionary<string, string>
            {
                ["IDENTITY_ENDPOINT"] = _lab.Lab.State.ManagedIdentityEndpoint.AbsoluteUri,
                ["IDENTITY_HEADER"] = _lab.Lab.State.ManagedIdentityHeader,
            },
            async () => (await ConnectAsync(_lab.Request(new ManagedIdentityChoice(), null, client: null))).Dispose()
        );

        Assert.Equal(2, Repeats());
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("429 with a time")]
    [InlineData("502 page")]
    [InlineData("cut")]
    public async Task GitHubs_token(string name)
    {
        Break(_lab.Lab.State.FederatedTokenRequestUrl.AbsolutePath, name);

        await ProcessVariables.WithAsync(
            new Dictionary<string, string>
            {
                ["ACTIONS_ID_TOKEN_REQUEST_URL"] = _lab.Lab.State.FederatedTokenRequestUrl.AbsoluteUri,
                ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = _lab.Lab.State.FederatedTokenRequestToken,
            },
            async () => (await ConnectAsync(_lab.RunbookRequest(new FederationChoice(null, null)))).Dispose()
        );

        Assert.Equal(2, Repeats());
    }

    [Theory]
    [InlineData("429 with a time")]
    [InlineData("503 with a time")]
    public async Task The_wait_is_what_the_service_asks_for(string name)
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());

        await RenewAsync(session, name);

        Assert.All(_lab.Prompt.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(7), wait.Time));
    }

    [Fact]
    public async Task An_outage_is_waited_out_for_as_long_as_RetryTimeout_says_and_then_each_query_asks_once()
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());
        Expire();
        _lab.Lab.State.Faults.OnIdentity("/token", Faults["500"]);

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.ServiceUnreachable, failure.Failure);
        Assert.True(failure.MayPass);
        Assert.DoesNotContain("administrator", failure.Message);
        var waited = TimeSpan.FromTicks(_lab.Prompt.Waits.Sum(wait => wait.Time.Ticks));
        Assert.InRange(waited, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.1));
        Assert.All(_lab.Prompt.Waits, wait => Assert.InRange(wait.Time, TimeSpan.Zero, TimeSpan.FromMinutes(1)));

        var asked = TokenRequests();
        await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));
        Assert.Equal(asked + 1, TokenRequests());
    }

    [Theory]
    [InlineData("page")]
    [InlineData("cut")]
    public async Task Bad_responses_are_bounded_by_their_number(string name)
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());
        Expire();
        _lab.Lab.State.Faults.OnIdentity("/token", Faults[name]);
        var asked = TokenRequests();

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.InvalidIdentityResponse, failure.Failure);
        Assert.True(failure.MayPass);
        Assert.Equal(asked + 1 + SendingOptions.Default.RetryLimit, TokenRequests());
    }

    [Fact]
    public async Task Pages_in_place_of_responses_cost_the_connection_that_time_once()
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());
        Expire();
        _lab.Lab.State.Faults.OnIdentity("/token", Faults["page"]);
        var last = -1;
        for (var asked = 0; last != 1; last = TokenRequests() - asked)
        {
            asked = TokenRequests();
            await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));
        }

        Assert.InRange(_lab.Prompt.Waits.Sum(wait => wait.Time.TotalMinutes), 9, 10.5);
    }

    [Fact]
    public async Task A_refusal_is_told_at_once()
    {
        using var session = await ConnectAsync(_lab.RunbookRequest());
        Expire();
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            LabIdentityFault.Respond(401, "application/json", """{"error":"invalid_client","error_description":"AADSTS7000222: The secret has expired."}""")
        );

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.SecretExpired, failure.Failure);
        Assert.False(failure.MayPass);
        Assert.Empty(_lab.Prompt.Waits);
    }

    [Fact]
    public async Task Each_request_is_told()
    {
        (await ConnectAsync(_lab.Request(LabSignIn.DeviceCode(), "contoso.example"))).Dispose();

        Assert.Contains(_lab.Verbose, line => line.StartsWith($"GET {_lab.Lab.BaseAddress}contoso.example/v2.0/.well-known/", StringComparison.Ordinal));
        Assert.Contains(_lab.Verbose, line => line.Contains("/devicecode : HTTP 200", StringComparison.Ordinal));
        Assert.Contains(_lab.Verbose, line => line.Contains("/token : HTTP 200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_stays_without_a_response_is_shown_until_there_is_one()
    {
        _lab.Lab.State.Faults.OnIdentity("/openid-configuration", LabIdentityFault.Silence(begun: _clock.EndLimits), times: 1);

        (await ConnectAsync(_lab.Request(LabSignIn.DeviceCode(), "contoso.example"))).Dispose();

        Assert.Equal(2, _lab.Prompt.Silences.Count);
        Assert.Equal($"{_lab.Lab.BaseAddress.Authority} hasn't responded to the sign-in yet", _lab.Prompt.Silences[0]!.Value.Why);
        Assert.Null(_lab.Prompt.Silences[1]);
    }

    private int TokenRequests() => _lab.Lab.State.Requests.Count(request => request.Path.EndsWith("/token", StringComparison.Ordinal));

    private int Repeats() => _lab.Verbose.Count(line => line.Contains("Retrying in", StringComparison.Ordinal));

    private void Break(string end, string name) => _lab.Lab.State.Faults.OnIdentity(end, Faults[name], times: 2, isDone: name is "cut");

    // To its last second and beyond.
    private void Expire() => _clock.Advance(TimeSpan.FromHours(2));

    private async Task<HuntingSession> ConnectAsync(ConnectRequest request) => await _lab.ConnectAsync(_lab.NewService(clock: _clock), request);

    private async Task RenewAsync(HuntingSession session, string name)
    {
        Expire();
        Break("/token", name);

        Assert.Equal("contoso", await _lab.OwnerAsync(session));

        Assert.Equal(2, Repeats());
        Assert.Equal(2, _lab.Prompt.Waits.Count);
    }
}
