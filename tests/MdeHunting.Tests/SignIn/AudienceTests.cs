using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.Service;
using MdeHunting.Service.Services;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>A token that the identity service gave for another API is not sent to a hunting service.</summary>
[Collection("Process environment")]
public sealed class AudienceTests : IAsyncLifetime
{
    private const string Vault = "https://vault.azure.net";
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(SignInMethod.DeviceCode)]
    [InlineData(SignInMethod.Browser)]
    [InlineData(SignInMethod.ClientSecret)]
    [InlineData(SignInMethod.ManagedIdentity)]
    public async Task A_first_token_for_another_API_is_refused(SignInMethod method)
    {
        Give(Vault);
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _lab.Lab.State.ManagedIdentityEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", _lab.Lab.State.ManagedIdentityHeader);
        try
        {
            var failure = await _lab.FailAsync(Service(), Request(method));

            Assert.Equal(SignInFailure.TokenForAnotherApi, failure.Failure);
            Assert.Contains(Vault, failure.Message);
            Assert.Contains("https://graph.microsoft.com", failure.Message);
            Assert.DoesNotContain("-Scope", failure.NextStep);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    [Fact]
    public async Task Where_a_scope_was_asked_for_it_is_named_in_the_next_step()
    {
        Give(Vault);

        var failure = await _lab.FailAsync(Service(), _lab.RunbookRequest() with { Scopes = ["https://graph.microsoft.com/.default"] });

        Assert.Equal(SignInFailure.TokenForAnotherApi, failure.Failure);
        Assert.Contains("-Scope", failure.NextStep);
    }

    [Theory]
    [InlineData(SignInMethod.DeviceCode)]
    [InlineData(SignInMethod.ClientSecret)]
    public async Task A_renewed_token_for_another_API_or_for_none_is_refused_and_the_next_good_one_is_used(SignInMethod method)
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(Service(), Request(method));
        var sent = Sent;

        foreach (var audience in new JsonNode?[] { Vault, null, "", new JsonArray(), new JsonArray(Vault, "https://management.azure.com") })
        {
            Give(audience, times: 1);
            Assert.Equal(SignInFailure.TokenForAnotherApi, (await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session))).Failure);
        }

        Assert.Equal(sent, Sent);
        _lab.Lab.State.Faults.AccessTokenLifetime = null;
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_token_for_another_API_after_a_challenge_is_refused()
    {
        using var user = await _lab.ConnectAsync(Service(), _lab.Request(LabSignIn.DeviceCode()));
        Assert.Equal("contoso", await _lab.OwnerAsync(user));
        _lab.Lab.State.RevokeSessions(TestLab.Responder);
        Give(Vault);

        Assert.Equal(SignInFailure.TokenForAnotherApi, (await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(user))).Failure);
    }

    [Fact]
    public async Task A_first_token_that_does_not_tell_its_API_is_warned_of_and_noted()
    {
        Give(null);

        using var session = await _lab.ConnectAsync(Service(), _lab.RunbookRequest());

        Assert.Contains("(aud)", Assert.Single(session.Notes));
        Assert.Equal(session.Notes, _lab.Warnings);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/")]
    [InlineData("00000003-0000-0000-c000-000000000000")]
    public async Task Each_name_of_the_API_is_taken(string audience)
    {
        Give(audience);

        using var session = await _lab.ConnectAsync(Service(), _lab.RunbookRequest());

        Assert.Empty(session.Notes);
    }

    [Theory]
    [InlineData("https://hunting.example/x", "https://hunting.example/x/", true)]
    [InlineData("api://12345678-0000-0000-0000-000000000001", "12345678-0000-0000-0000-000000000001", true)]
    [InlineData("12345678-0000-0000-0000-00000000000A", "api://12345678-0000-0000-0000-00000000000a", true)]
    [InlineData("api://12345678-0000-0000-0000-000000000001", "12345678-0000-0000-0000-000000000002", false)]
    [InlineData("https://hunting.example", "12345678-0000-0000-0000-000000000001", false)]
    [InlineData("https://hunting.example", "https://graph.microsoft.com", false)]
    public void A_resource_of_an_environment_file_has_the_forms_of_its_application_id(string resource, string audience, bool isSame) =>
        Assert.Equal(isSame, Audience.IsOf(resource, audience));

    private int Sent => _lab.Lab.State.Requests.Count(r => r.HasBearer);

    private void Give(JsonNode? audience, int? times = null)
    {
        foreach (var end in new[] { "/token", "/msi/token" })
        {
            var lie = LabIdentityFault.Lie(response =>
            {
                if ((string?)response["access_token"] is { } token)
                {
                    response["access_token"] = With(token, audience);
                }
            });
            if (times is { } count)
            {
                _lab.Lab.State.Faults.OnIdentity(end, lie, count);
                return;
            }

            _lab.Lab.State.Faults.OnIdentity(end, lie);
        }
    }

    // The token's own claims with another audience; null takes it out.
    private static string With(string token, JsonNode? audience)
    {
        var parts = token.Split('.');
        var claims = (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims.Remove("aud");
        if (audience is not null)
        {
            claims["aud"] = audience.DeepClone();
        }

        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";
    }

    private MdeService Service() =>
        _lab.NewService(address =>
        {
            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

    private ConnectRequest Request(SignInMethod method) =>
        method switch
        {
            SignInMethod.ClientSecret => _lab.RunbookRequest(),
            SignInMethod.ManagedIdentity => _lab.Request(new ManagedIdentityChoice(), null, client: null),
            _ => _lab.Request(new UserChoice(method, null, MayPrompt: true, CachePersistence.Memory)),
        };
}
