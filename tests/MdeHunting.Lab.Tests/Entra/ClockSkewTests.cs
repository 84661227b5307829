using System.Globalization;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Entra;

public sealed class ClockSkewTests
{
    private const string Body = """{"Query":"Owner"}""";

    [Theory]
    [InlineData(0, 200)]
    [InlineData(5, 200)]
    [InlineData(6, 401)]
    [InlineData(-74, 200)]
    [InlineData(-75, 401)]
    public async Task The_identity_servers_clock_may_be_off(int minutes, int status)
    {
        await using var lab = await TestLab.StartAsync(options => options with { IdentityClockSkew = TimeSpan.FromMinutes(minutes) });
        var code = await lab.BeginAsync();
        await lab.ApproveAsync(code.Json);
        var tokens = await lab.PollAsync(code.Json);

        var now = lab.Clock.GetUtcNow().AddMinutes(minutes);
        Assert.Equal(now, DateTimeOffset.Parse(tokens.Headers["Date"], CultureInfo.InvariantCulture));
        Assert.Equal(now.UtcDateTime, new JsonWebToken((string)tokens.Json["access_token"]!).IssuedAt);
        Assert.Equal(status, (await lab.QueryAsync("/v1.0/security/runHuntingQuery", (string)tokens.Json["access_token"]!, Body)).Status);
    }

    [Theory]
    [InlineData(5, 200)]
    [InlineData(-5, 200)]
    [InlineData(-6, 401)]
    [InlineData(15, 401)]
    public async Task A_federated_token_is_judged_by_the_identity_servers_clock(int minutes, int status)
    {
        await using var lab = await TestLab.StartAsync(options => options with { IdentityClockSkew = TimeSpan.FromMinutes(minutes) });
        var response = await lab.RequestAsync(
            LabApplications.Runbook,
            ("client_assertion", lab.Server.State.CreateFederatedToken()),
            ("client_assertion_type", ClientAuthenticator.AssertionType)
        );
        Assert.Equal(status, response.Status);
        if (status == 401)
        {
            Assert.Equal(700024, (int)response.Json["error_codes"]![0]!);
        }
    }
}
