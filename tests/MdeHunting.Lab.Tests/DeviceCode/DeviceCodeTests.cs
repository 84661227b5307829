using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace MdeHunting.Lab.Tests.DeviceCode;

public sealed class DeviceCodeTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private TestLab Lab => shared.Lab;

    [Fact]
    public async Task The_code_comes_with_where_to_enter_it_and_how_long_it_lasts()
    {
        var response = await Lab.BeginAsync();

        var page = new Uri(Lab.Server.BaseAddress, "/devicelogin").AbsoluteUri;
        var code = (string)response.Json["user_code"]!;
        Assert.Equal(200, response.Status);
        Assert.Matches("^[A-Z0-9]{9}$", code);
        Assert.Equal(page, (string)response.Json["verification_uri"]!);
        Assert.Equal(900, (int)response.Json["expires_in"]!);
        Assert.Equal(1, (int)response.Json["interval"]!);
        Assert.Equal($"To sign in, use a web browser to open the page {page} and enter the code {code} to authenticate.", (string)response.Json["message"]!);
    }

    [Fact]
    public async Task An_approved_code_is_redeemed_once()
    {
        var code = (await Lab.BeginAsync()).Json;

        Assert.Equal("authorization_pending", (await Lab.PollAsync(code)).Error);
        Assert.Equal("You have signed in to the API for MDE application on your device. You may now close this window.", await Lab.ApproveAsync(code));
        var tokens = await Lab.PollAsync(code);
        var again = await Lab.PollAsync(code);

        Assert.Equal(200, tokens.Status);
        Assert.Equal("Bearer", (string)tokens.Json["token_type"]!);
        Assert.Equal(4500, (int)tokens.Json["expires_in"]!);
        Assert.Equal("openid profile https://graph.microsoft.com/ThreatHunting.Read.All https://graph.microsoft.com/.default", (string)tokens.Json["scope"]!);
        Assert.NotNull(tokens.Json["refresh_token"]);
        Assert.NotNull(tokens.Json["id_token"]);
        Assert.Equal("no-store, no-cache", tokens.Headers["Cache-Control"]);
        Assert.Equal("invalid_grant", again.Error);
        Assert.Equal(54005, (int)again.Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task The_client_is_told_who_signed_in()
    {
        var tokens = await Lab.SignInAsync();
        var info = JsonNode.Parse(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes((string)tokens["client_info"]!)))!;
        Assert.Equal("66666666-6666-6666-6666-666666666666", (string)info["uid"]!);
        Assert.Equal(TestLab.Contoso, (string)info["utid"]!);
    }

    [Fact]
    public async Task Without_the_scopes_of_openid_there_is_an_access_token_alone()
    {
        var tokens = await Lab.SignInAsync("https://api.security.microsoft.com/AdvancedHunting.Read");
        Assert.Null(tokens["refresh_token"]);
        Assert.Null(tokens["id_token"]);
        Assert.Equal("https://api.security.microsoft.com/AdvancedHunting.Read", (string)tokens["scope"]!);
    }

    [Fact]
    public async Task A_declined_code_ends_the_flow()
    {
        var code = (await Lab.BeginAsync()).Json;
        var page = await Lab.Person.DeclineAsync(new Uri((string)code["verification_uri"]!), (string)code["user_code"]!);
        Assert.Equal("You have declined to sign in to the API for MDE application on your device. You may now close this window.", page);
        Assert.Equal("authorization_declined", (await Lab.PollAsync(code)).Error);
    }

    [Fact]
    public async Task A_code_that_nobody_approved_in_time_has_expired()
    {
        await using var lab = await TestLab.StartAsync();
        var code = (await lab.BeginAsync()).Json;
        lab.Clock.Advance(TimeSpan.FromSeconds(899));
        Assert.Equal("authorization_pending", (await lab.PollAsync(code)).Error);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));

        var poll = await lab.PollAsync(code);
        var page = await Assert.ThrowsAsync<LabPageException>(() => lab.ApproveAsync(code));

        Assert.Equal("expired_token", poll.Error);
        Assert.Contains("This device code has expired.", (string)poll.Json["error_description"]!);
        Assert.Equal("That code has expired. Go back to your device and ask for a new one.", page.Message);
    }

    [Fact]
    public async Task A_code_belongs_to_its_tenant()
    {
        var code = (await Lab.BeginAsync()).Json;
        await Lab.ApproveAsync(code);
        Assert.Equal("bad_verification_code", (await Lab.PollAsync(code, TestLab.Seed)).Error);
        Assert.Equal("bad_verification_code", (await Lab.PollAsync(new JsonObject { ["device_code"] = "made-up" })).Error);
    }

    [Fact]
    public async Task Codes_approve_themselves_at_the_second_poll_where_that_was_asked_for()
    {
        await using var lab = await TestLab.StartAsync(options => options with { ApproveSignIns = true });
        var code = (await lab.BeginAsync()).Json;
        Assert.Equal("authorization_pending", (await lab.PollAsync(code)).Error);
        Assert.Equal(200, (await lab.PollAsync(code)).Status);
    }

    [Theory]
    [InlineData(DeviceCodePollFault.Pending, "authorization_pending")]
    [InlineData(DeviceCodePollFault.BadVerificationCode, "bad_verification_code")]
    [InlineData(DeviceCodePollFault.Expired, "expired_token")]
    [InlineData(DeviceCodePollFault.Declined, "authorization_declined")]
    [InlineData(DeviceCodePollFault.SlowDown, "slow_down")]
    public async Task A_test_forces_the_next_answer(DeviceCodePollFault fault, string error)
    {
        var code = (await Lab.BeginAsync()).Json;
        await Lab.ApproveAsync(code);
        Lab.Server.State.Faults.AnswerDeviceCodePolls(fault);
        Assert.Equal(error, (await Lab.PollAsync(code)).Error);
        Assert.Equal(200, (await Lab.PollAsync(code)).Status);
    }
}
