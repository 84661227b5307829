using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.Service;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>A response of the identity service that lacks something is told as that, and not as a refusal, which nobody made.</summary>
public sealed class MissingMemberTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public static TheoryData<SignInMethod, string> Missing =>
        [
            .. from method in new[] { SignInMethod.Browser, SignInMethod.DeviceCode, SignInMethod.ClientSecret }
            from member in new[]
            {
                "access_token",
                "token_type",
                "id_token",
                "client_info",
                "expires_in",
                "refresh_token",
                "scope",
                "id_token client_info",
                "id_token scope",
                "id_token client_info scope expires_in refresh_token",
            }
            select (method, member),
        ];

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_token_answer_without_a_member(SignInMethod method, string member)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => Array.ForEach(member.Split(' '), name => response.Remove(name))));
        try
        {
            using var session = await _lab.ConnectAsync(Service(), Request(method));
            Assert.Equal("contoso", await _lab.OwnerAsync(session));
        }
        catch (SignInException e)
        {
            Assert.Equal(SignInFailure.InvalidIdentityResponse, e.Failure);
            Assert.DoesNotContain("refused", e.Message);
            Assert.DoesNotContain("ADFS", e.Message);
            Assert.NotEmpty(e.NextStep);
        }
    }

    [Theory]
    [InlineData(SignInMethod.Browser)]
    [InlineData(SignInMethod.DeviceCode)]
    public async Task A_token_answer_that_does_not_tell_who_signed_in_is_told_as_that(SignInMethod method)
    {
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            LabIdentityFault.Lie(response =>
            {
                response.Remove("id_token");
                response.Remove("client_info");
            })
        );

        var failure = await _lab.FailAsync(Service(), Request(method));

        Assert.Equal(SignInFailure.InvalidIdentityResponse, failure.Failure);
        Assert.Contains("id_token", failure.Message);
    }

    [Theory]
    [InlineData(200, """{"error":"invalid_grant"}""", "invalid_grant")]
    [InlineData(400, """{"error":"invalid_grant"}""", "invalid_grant")]
    [InlineData(400, """{"error":"invalid_grant","error_description":" "}""", "invalid_grant")]
    [InlineData(401, """{"error":"invalid_client","error_description":null}""", "invalid_client")]
    [InlineData(400, """{"error":""}""", "state a reason")]
    [InlineData(200, """{"error":""}""", "state a reason")]
    public async Task A_refusal_without_words_is_told_with_all_that_it_has(int status, string json, string said)
    {
        foreach (var method in new[] { SignInMethod.Browser, SignInMethod.DeviceCode, SignInMethod.ClientSecret })
        {
            _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Respond(status, "application/json", json));

            var failure = await _lab.FailAsync(Service(), Request(method));

            Assert.Equal(SignInFailure.SignInFailed, failure.Failure);
            Assert.Contains(said, failure.Message);
            Assert.DoesNotContain("ADFS", failure.Message);
            Assert.DoesNotContain("Authority used", failure.Message);
            Assert.NotEmpty(failure.NextStep);
        }
    }

    private MdeService Service() =>
        _lab.NewService(address =>
        {
            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

    private ConnectRequest Request(SignInMethod method) =>
        method is SignInMethod.ClientSecret ? _lab.RunbookRequest() : _lab.Request(new UserChoice(method, null, MayPrompt: true, CachePersistence.Memory));
}
