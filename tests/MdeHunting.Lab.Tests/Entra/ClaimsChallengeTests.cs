using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Tests.Authorize;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Entra;

public sealed class ClaimsChallengeTests
{
    private const string Graph = "/v1.0/security/runHuntingQuery";
    private const string Xdr = "/api/advancedhunting/run";
    private const string Body = """{"Query":"Owner"}""";

    [Fact]
    public async Task A_revoked_session_is_challenged_until_a_new_sign_in()
    {
        await using var lab = await TestLab.StartAsync();
        var tokens = await SignInAsync(lab);
        Assert.Equal(200, (await lab.QueryAsync(Graph, Access(tokens), Body)).Status);

        lab.Server.State.RevokeSessions(TestLab.Responder.ToUpperInvariant());
        var challenged = await lab.QueryAsync(Graph, Access(tokens), Body);
        var refreshed = await lab.RefreshAsync((string)tokens["refresh_token"]!);

        Assert.Equal(401, challenged.Status);
        Assert.Equal("InvalidAuthenticationToken", (string)challenged.Json["error"]!["code"]!);
        var header = challenged.Headers["WWW-Authenticate"];
        Assert.StartsWith(
            $"Bearer realm=\"\", authorization_uri=\"{lab.Server.BaseAddress}common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\", ",
            header
        );
        Assert.Contains("error=\"insufficient_claims\"", header);
        Assert.Equal($$$$"""{"access_token":{"nbf":{"essential":true,"value":"{{{{lab.Clock.GetUtcNow().ToUnixTimeSeconds()}}}}"}}}""", Claims(header));
        Assert.Equal(50173, (int)refreshed.Json["error_codes"]![0]!);

        Assert.Equal(200, (await lab.QueryAsync(Graph, Access(await SignInAsync(lab)), Body)).Status);
        Assert.Equal(401, (await lab.QueryAsync(Graph, Access(tokens), Body)).Status);
    }

    [Theory]
    [InlineData("contoso.example", 401)]
    [InlineData(TestLab.Contoso, 401)]
    [InlineData(TestLab.Seed, 200)]
    [InlineData("somebody@contoso.example", 200)]
    public async Task Sessions_of_whom_it_does_not_concern_go_on(string revoked, int status)
    {
        await using var lab = await TestLab.StartAsync();
        var tokens = await SignInAsync(lab);
        lab.Server.State.RevokeSessions(revoked);
        Assert.Equal(status, (await lab.QueryAsync(Graph, Access(tokens), Body)).Status);
    }

    [Fact]
    public async Task A_client_that_cannot_answer_is_not_challenged()
    {
        await using var lab = await TestLab.StartAsync();
        var tokens = await lab.SignInAsync();
        lab.Server.State.RevokeSessions(TestLab.Responder);
        lab.Server.State.Faults.ChallengeNextQueries(new LabChallenge());
        Assert.Equal(200, (await lab.QueryAsync(Graph, Access(tokens), Body)).Status);
    }

    [Fact]
    public async Task The_older_services_do_not_challenge()
    {
        await using var lab = await TestLab.StartAsync();
        var tokens = await SignInAsync(lab, "https://api.security.microsoft.com/.default");
        lab.Server.State.RevokeSessions(TestLab.Responder);
        Assert.Equal(200, (await lab.QueryAsync(Xdr, Access(tokens), Body)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_challenge_is_answered_by_a_new_token(bool namesAnotherScheme)
    {
        await using var lab = await TestLab.StartAsync();
        var tokens = await SignInAsync(lab);
        lab.Server.State.Faults.ChallengeNextQueries(new LabChallenge { NamesAnotherScheme = namesAnotherScheme });

        var challenged = await lab.QueryAsync(Graph, Access(tokens), Body);
        Assert.Equal(401, challenged.Status);
        Assert.StartsWith(namesAnotherScheme ? "PoP realm=" : "Bearer realm=", challenged.Headers["WWW-Authenticate"]);
        Assert.Single(Regex.Matches(challenged.Headers["WWW-Authenticate"], "Bearer "));
        Assert.Equal(401, (await lab.QueryAsync(Graph, Access(tokens), Body)).Status);

        var refreshed = await RefreshAsync(lab, tokens, Claims(challenged.Headers["WWW-Authenticate"]));
        Assert.Equal(200, refreshed.Status);
        Assert.Equal(200, (await lab.QueryAsync(Graph, Access(refreshed.Json), Body)).Status);
    }

    [Fact]
    public async Task A_challenge_may_need_a_person()
    {
        foreach (var policy in new[] { LabPolicies.MultifactorNeeded, LabPolicies.Blocked })
        {
            await using var lab = await TestLab.StartAsync();
            var tokens = await SignInAsync(lab);
            lab.Server.State.Faults.ChallengeNextQueries(new LabChallenge { RefreshRefusal = policy });
            var claims = Claims((await lab.QueryAsync(Graph, Access(tokens), Body)).Headers["WWW-Authenticate"]);

            var refused = await RefreshAsync(lab, tokens, claims);
            Assert.Equal((400, policy.Error, policy.Code), (refused.Status, refused.Error, (int)refused.Json["error_codes"]![0]!));
            Assert.Contains("capolids", (string)refused.Json["claims"]!);

            var again = await SignInAsync(lab);
            Assert.Equal(200, (await lab.QueryAsync(Graph, Access(again), Body)).Status);
            Assert.Equal(200, (await RefreshAsync(lab, again, claims)).Status);
        }
    }

    private static async Task<JsonNode> SignInAsync(TestLab lab, string scope = TestLab.GraphScope)
    {
        var signIn = new BrowserSignIn(lab)
        {
            Changes = new() { ["scope"] = scope, ["claims"] = """{"access_token":{"xms_cc":{"values":["cp1"]}}}""" },
        };
        return (await signIn.RedeemAsync((await signIn.RespondAsync())["code"], scope: scope)).Json;
    }

    private static Task<ReadResponse> RefreshAsync(TestLab lab, JsonNode tokens, string claims) =>
        lab.PostFormAsync(
            $"/{TestLab.Contoso}/oauth2/v2.0/token",
            ("grant_type", "refresh_token"),
            ("client_id", TestLab.ClientId),
            ("refresh_token", (string)tokens["refresh_token"]!),
            ("scope", TestLab.GraphScope),
            ("claims", claims)
        );

    private static string Access(JsonNode tokens) => (string)tokens["access_token"]!;

    private static string Claims(string header) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(header, ", claims=\"([^\"]+)\"").Groups[1].Value));
}
