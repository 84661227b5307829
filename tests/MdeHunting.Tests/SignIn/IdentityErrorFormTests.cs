using MdeHunting.Lab.Faults;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Errors of an identity service that are not in the form of RFC 6749: what it says is told, and no advice that is another's.</summary>
public sealed class IdentityErrorFormTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"Refused by policy.","error_codes":[12345678901234567890]}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"Refused by policy.","error_codes":["70000","x",null,{"a":1},[2],-1,1.5]}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"Refused by policy.","error_codes":{"a":1},"correlation_id":7,"timestamp":{},"trace_id":[]}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"Refused by policy.","error_codes":null,"suberror":["x"],"claims":5}""")]
    [InlineData("""{"error":"interaction_required","error_description":"Refused by policy.","suberror":{"a":[1]}}""")]
    [InlineData("""{"error":7,"error_description":"Refused by policy."}""")]
    [InlineData("""{"error":null,"error_description":"Refused by policy."}""")]
    [InlineData("""{"error":["a",{"b":1}],"error_description":"Refused by policy."}""")]
    [InlineData("""{"error_description":"Refused by policy."}""")]
    [InlineData("""{"error":"invalid_grant","error_description":["Refused by policy."]}""")]
    [InlineData("""{"error":"invalid_grant","error_description":{"text":"Refused by policy."}}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"Refused by policy. \ud800"}""")]
    [InlineData("\uFEFF{\"error\":\"invalid_grant\",\"error_description\":\"Refused by policy.\"}")]
    public async Task An_error_in_whatever_form_is_the_services_refusal_with_its_text(string json)
    {
        foreach (var status in new[] { 400, 401, 403, 200 })
        {
            _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Respond(status, "application/json", json));
            if (status == 200 && !json.Contains("\"error\":\"", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (
                var failure in new[]
                {
                    await _lab.FailAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode())),
                    await _lab.FailAsync(_lab.NewService(), _lab.RunbookRequest()),
                }
            )
            {
                Assert.Equal(SignInFailure.SignInFailed, failure.Failure);
                Assert.Contains("Refused by policy.", failure.Message);
                Assert.DoesNotContain("-NonInteractive", failure.Message);
            }
        }
    }

    [Fact]
    public async Task An_error_of_a_million_characters_is_a_short_message()
    {
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            LabIdentityFault.Respond(
                400,
                "application/json",
                $$"""{"error":"invalid_grant","error_description":"Refused by policy. {{new string('x', 900_000)}}"}"""
            )
        );

        var failure = await _lab.FailAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));

        Assert.Equal(SignInFailure.SignInFailed, failure.Failure);
        Assert.InRange(failure.Message.Length, 1, 10_000);
        Assert.Contains("Refused by policy.", failure.Message);
    }
}
