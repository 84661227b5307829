using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>An environment file gets nothing that was given for another.</summary>
public sealed class OwnEnvironmentTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(nameof(CachePersistence.Memory))]
    [InlineData(nameof(CachePersistence.EncryptedOrPlain))]
    public async Task An_account_that_signed_in_for_one_environment_is_not_used_for_another(string persistence)
    {
        var choice = LabSignIn.DeviceCode(persistence: Enum.Parse<CachePersistence>(persistence));
        var service = _lab.NewService();
        (await _lab.ConnectAsync(service, _lab.Request(choice))).Dispose();

        // The same identity service and application, and another place for the queries.
        var other = Change(environment => environment["apis"]!["Graph"]!["baseAddress"] = $"https://127.0.0.1:{_lab.Lab.BaseAddress.Port}");
        var failure = await _lab.FailAsync(service, _lab.Request(choice with { MayPrompt = false }) with { EnvironmentPath = other });

        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);
        Assert.DoesNotContain(_lab.Lab.State.Requests, r => r.HasBearer);
        using var again = await _lab.ConnectAsync(service, _lab.Request(choice with { MayPrompt = false }));
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task A_supplied_token_of_Microsofts_goes_to_no_service_of_a_file()
    {
        var token = _lab.ResponderToken("https://graph.microsoft.com");

        var failure = await _lab.FailAsync(
            _lab.NewService(),
            _lab.Request(new AccessTokenChoice(TestSecret.Of(token)), client: null) with
            {
                EnvironmentPath = Far(),
            }
        );

        Assert.Equal(SignInFailure.TokenForAnotherApi, failure.Failure);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/.default")]
    [InlineData("ThreatHunting.Read.All")]
    [InlineData("https://hunting.example.graph.microsoft.com/x")]
    [InlineData("https://hunting.example/x https://graph.microsoft.com/.default")]
    public async Task A_scope_of_another_service_is_not_asked_for(string scope)
    {
        var request = _lab.Request(LabSignIn.DeviceCode()) with { EnvironmentPath = Far(), Scopes = [scope] };

        var failure = await Assert.ThrowsAsync<EnvironmentException>(() =>
            _lab.NewService().ConnectAsync(request, _lab.Prompt, TestContext.Current.CancellationToken)
        );

        Assert.Equal(EnvironmentFailure.ScopeOfAnotherService, failure.Failure);
    }

    [Fact]
    public async Task A_file_that_leads_beyond_this_machine_is_warned_of_with_its_hosts()
    {
        await Assert.ThrowsAnyAsync<MdeException>(() =>
            _lab.NewService()
                .ConnectAsync(_lab.Request(LabSignIn.DeviceCode()) with { EnvironmentPath = Far() }, _lab.Prompt, TestContext.Current.CancellationToken)
        );

        var warning = Assert.Single(_lab.Warnings);
        Assert.Contains("login.invalid", warning);
        Assert.Contains("hunting.example", warning);
    }

    [Fact]
    public async Task A_connection_tells_where_it_signed_in_and_where_its_queries_go()
    {
        var other = Change(environment => environment["apis"]!["Graph"]!["baseAddress"] = $"https://127.0.0.1:{_lab.Lab.BaseAddress.Port}");

        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()) with { EnvironmentPath = other });

        Assert.Equal(($"localhost:{_lab.Lab.BaseAddress.Port}", $"127.0.0.1:{_lab.Lab.BaseAddress.Port}"), (session.AuthorityHost, session.HuntingHost));
    }

    private string Far() =>
        _lab.Write(
            "far.json",
            """{"name":"Far","authority":"https://login.invalid","apis":{"Graph":{"baseAddress":"https://hunting.example","resource":"https://hunting.example"}}}"""
        );

    private string Change(Action<JsonNode> change)
    {
        var environment = JsonNode.Parse(_lab.Lab.EnvironmentJson)!;
        change(environment);
        return _lab.Write("other.json", environment.ToJsonString());
    }
}
