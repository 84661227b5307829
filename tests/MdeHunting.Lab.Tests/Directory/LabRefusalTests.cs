using System.Globalization;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tests.Authorize;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Directory;

public sealed class LabRefusalTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private static readonly string[] Everything =
    [
        "90002",
        "700016",
        "7000218",
        "65001",
        "650053",
        "500011",
        "50011",
        "50105",
        "53003",
        "53000",
        "53001",
        "530035",
        "50076",
        "50079",
        "50020",
        "50057",
        "7000215",
        "7000222",
        "50173",
        "700082",
        "1002012",
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, LabRefusals.All.Count)];

    [Theory, MemberData(nameof(Rows))]
    public async Task Each_refusal_is_met_as_the_table_says(int row)
    {
        var refusal = LabRefusals.All[row];
        switch (refusal.Flow)
        {
            case LabFlows.DeviceCode:
                AssertRefused(refusal, await PollAsync(refusal));
                break;
            case LabFlows.Browser:
                await AssertBrowserAsync(refusal);
                break;
            case LabFlows.Refresh:
                await AssertRefreshAsync(refusal);
                break;
            default:
                AssertRefused(refusal, await RequestAsync(refusal));
                break;
        }
    }

    [Fact]
    public void Every_number_is_in_the_table() =>
        Assert.Equal(Everything.Order(), LabRefusals.All.Select(refusal => refusal.Code.ToString(CultureInfo.InvariantCulture)).Distinct().Order());

    [Fact]
    public async Task What_blocks_device_codes_alone_lets_the_browser_in()
    {
        var signIn = new BrowserSignIn(shared.Lab) { Account = "no-device-code@contoso.example" };
        Assert.Equal(200, (await signIn.RedeemAsync((await signIn.RespondAsync())["code"])).Status);
    }

    [Fact]
    public async Task A_policy_can_be_taken_back()
    {
        await using var lab = await TestLab.StartAsync();
        var token = (string)(await lab.SignInAsync())["refresh_token"]!;
        lab.Server.State.Faults.Apply(TestLab.Responder, LabPolicies.Blocked);
        Assert.Equal(400, (await lab.RefreshAsync(token)).Status);
        lab.Server.State.Faults.Apply(TestLab.Responder, null);
        Assert.Equal(200, (await lab.RefreshAsync(token)).Status);
    }

    private async Task<ReadResponse> PollAsync(LabRefusal refusal)
    {
        var begun = await shared.Lab.BeginAsync(refusal.Scope, refusal.Tenant, refusal.ClientId.ToString());
        if (begun.Status != 200)
        {
            return begun;
        }

        await new BrowserUser(shared.Lab.Http, refusal.Account).ApproveAsync(
            new Uri((string)begun.Json["verification_uri"]!),
            (string)begun.Json["user_code"]!
        );
        return await shared.Lab.PollAsync(begun.Json, refusal.Tenant, refusal.ClientId.ToString());
    }

    private async Task AssertBrowserAsync(LabRefusal refusal)
    {
        var signIn = new BrowserSignIn(shared.Lab)
        {
            Tenant = refusal.Tenant,
            ClientId = refusal.ClientId.ToString(),
            Account = refusal.Account,
            Changes = new() { ["scope"] = refusal.Scope, ["redirect_uri"] = refusal.RedirectUri },
        };
        if (refusal.Error is null)
        {
            var problem = await Assert.ThrowsAsync<LabPageException>(() => signIn.RespondAsync());
            Assert.StartsWith($"AADSTS{refusal.Code}: ", problem.Message);
            return;
        }
        var response = await signIn.RespondAsync();
        Assert.Equal(refusal.Error, response["error"]);
        Assert.StartsWith($"AADSTS{refusal.Code}: ", response["error_description"]);
        Assert.Equal(refusal.SubError, response.GetValueOrDefault("error_subcode"));
        Assert.Equal(refusal.HasClaims, response.ContainsKey("claims"));
        Assert.Equal("a state", response["state"]);
    }

    private static async Task AssertRefreshAsync(LabRefusal refusal)
    {
        await using var lab = await TestLab.StartAsync();
        var token = (string)(await lab.SignInAsync())["refresh_token"]!;
        if (refusal.Cause == LabRefusalCause.PolicyApplied)
        {
            lab.Server.State.Faults.Apply(refusal.Account, refusal.Policy);
        }

        if (refusal.Cause == LabRefusalCause.SessionsRevoked)
        {
            lab.Server.State.RevokeSessions(refusal.Account);
        }

        if (refusal.Cause == LabRefusalCause.Inactivity)
        {
            lab.Clock.Advance(TimeSpan.FromDays(90));
        }

        AssertRefused(refusal, await lab.RefreshAsync(token, refusal.Scope, refusal.Tenant));
    }

    private Task<ReadResponse> RequestAsync(LabRefusal refusal)
    {
        var secrets = shared.Lab.Server.State.CredentialsOf(LabApplications.Runbook.Id).Secrets;
        return shared.Lab.PostFormAsync(
            $"/{refusal.Tenant}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", refusal.ClientId.ToString()),
            ("scope", refusal.Scope),
            ("client_secret", secrets.GetValueOrDefault(refusal.Secret, "wrong"))
        );
    }

    private static void AssertRefused(LabRefusal refusal, ReadResponse response)
    {
        Assert.Equal((refusal.Error, refusal.Code), (response.Error, (int)response.Json["error_codes"]![0]!));
        Assert.StartsWith($"AADSTS{refusal.Code}: ", (string)response.Json["error_description"]!);
        Assert.Equal(refusal.SubError, (string?)response.Json["suberror"]);
        Assert.Equal(refusal.HasClaims, response.Json["claims"] is not null);
        Assert.Equal(refusal.Error == "invalid_client" ? 401 : 400, response.Status);
    }
}
