using System.Text.Json.Nodes;
using MdeHunting.Rows;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
using Xunit;

namespace MdeHunting.Tests.Tokens;

public class HuntingRightTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly long Seconds = new DateTimeOffset(Now).ToUnixTimeSeconds();

    public static TheoryData<string, MdeApi?> Audiences =>
        new()
        {
            { "https://graph.microsoft.com", MdeApi.Graph },
            { "https://graph.microsoft.com/", MdeApi.Graph },
            { "HTTPS://Graph.Microsoft.com//", MdeApi.Graph },
            { "https://graph.microsoft.us", MdeApi.Graph },
            { "https://dod-graph.microsoft.us/", MdeApi.Graph },
            { "00000003-0000-0000-c000-000000000000", MdeApi.Graph },
            { "00000003-0000-0000-C000-000000000000/", MdeApi.Graph },
            { "https://api.securitycenter.microsoft.com", MdeApi.Endpoint },
            { "https://api.securitycenter.microsoft.com/", MdeApi.Endpoint },
            { "https://api.securitycenter.windows.com", MdeApi.Endpoint },
            { "https://securitycenter.onmicrosoft.com/windowsatpservice", MdeApi.Endpoint },
            { "https://securitycenter.onmicrosoft.com/windowsatpservice/", MdeApi.Endpoint },
            { "https://api-gcc.securitycenter.microsoft.us", MdeApi.Endpoint },
            { "https://api-gov.securitycenter.microsoft.us", MdeApi.Endpoint },
            { "fc780465-2017-40d4-a0c5-307022471b92", MdeApi.Endpoint },
            { "https://api.security.microsoft.com", MdeApi.Xdr },
            { "https://api-gcc.security.microsoft.us/", MdeApi.Xdr },
            { "https://api-gov.security.microsoft.us", MdeApi.Xdr },
            { "8ee8fdad-f234-4243-8f3b-15c294843740", MdeApi.Xdr },
            { "https://graph.windows.net", null },
            { "https://graph.microsoft.com.example", null },
            { "https://management.azure.com/", null },
            { "https://microsoftgraph.chinacloudapi.cn", null },
            { "", null },
        };

    [Theory]
    [MemberData(nameof(Audiences))]
    public void Each_audience_is_that_of_one_API_or_of_none(string audience, MdeApi? expected)
    {
        const string delegated = """{"scp":"ThreatHunting.Read.All AdvancedQuery.Read AdvancedHunting.Read"}""";
        const string application = """{"roles":["ThreatHunting.Read.All","AdvancedQuery.Read.All","AdvancedHunting.Read.All"]}""";
        foreach (var permissions in new[] { delegated, application })
        {
            var rights = Rights(audience, permissions);

            Assert.Equal([nameof(MdeApi.Graph), nameof(MdeApi.Endpoint), nameof(MdeApi.Xdr)], rights.Select(r => r.Api));
            Assert.All(rights, r => Assert.Equal(r.Api == expected?.ToString(), r.CanHunt));
            Assert.All(rights.Where(r => !r.CanHunt), r => Assert.Contains($"The token is for {audience}", r.Reason));
        }
    }

    [Theory]
    [InlineData(MdeApi.Graph, "ThreatHunting.Read.All", "Microsoft Graph")]
    [InlineData(MdeApi.Endpoint, "AdvancedQuery.Read", "WindowsDefenderATP")]
    [InlineData(MdeApi.Xdr, "AdvancedHunting.Read", "Microsoft Threat Protection")]
    public void A_delegated_token_needs_the_scope_and_its_user_a_role_that_no_token_tells(MdeApi api, string scope, string resource)
    {
        var yes = Right(api, $$"""{"scp":"openid {{scope}} Machine.Read"}""");
        var no = Right(api, $$"""{"scp":"openid {{scope}}Write","roles":["{{scope}}","{{scope}}.All"]}""");

        Assert.True(yes.CanHunt);
        Assert.StartsWith($"The token has the scope {scope}. Its user also needs a role in Defender, such as Security Reader", yes.Reason);
        Assert.Equal($"{api}: yes (the user also needs a role in Defender)", yes.ToString());
        Assert.False(no.CanHunt);
        Assert.Equal(
            $"The token is a delegated token without the scope {scope}. Grant admin consent for the delegated permission {scope} of '{resource}', then "
                + "sign in again.",
            no.Reason
        );
        Assert.Equal($"{api}: no (the token is a delegated token without the scope {scope})", no.ToString());
    }

    [Theory]
    [InlineData(MdeApi.Graph, "ThreatHunting.Read.All", "Microsoft Graph")]
    [InlineData(MdeApi.Endpoint, "AdvancedQuery.Read.All", "WindowsDefenderATP")]
    [InlineData(MdeApi.Xdr, "AdvancedHunting.Read.All", "Microsoft Threat Protection")]
    public void An_application_token_needs_the_role(MdeApi api, string role, string resource)
    {
        var yes = Right(api, $$"""{"roles":["Machine.Isolate","{{role}}"]}""");
        var no = Right(api, """{"roles":["Machine.Isolate"]}""");

        Assert.True(yes.CanHunt);
        Assert.Equal($"The token has the role {role}.", yes.Reason);
        Assert.Equal($"{api}: yes", yes.ToString());
        Assert.False(no.CanHunt);
        Assert.Equal(
            $"The token is an application token without the role {role}. Grant admin consent for the application permission {role} of '{resource}', then "
                + "sign in again.",
            no.Reason
        );
        Assert.Equal(no.Reason, Right(api, """{"idtyp":"app"}""").Reason);
    }

    [Fact]
    public void The_delegated_permission_is_not_the_applications_and_the_other_way_round()
    {
        Assert.False(Right(MdeApi.Endpoint, """{"roles":["AdvancedQuery.Read"]}""").CanHunt);
        Assert.False(Right(MdeApi.Endpoint, """{"scp":"AdvancedQuery.Read.All"}""").CanHunt);
    }

    [Fact]
    public void A_token_without_any_permission_names_both()
    {
        var right = Right(MdeApi.Xdr, "{}");

        Assert.False(right.CanHunt);
        Assert.Equal("Xdr: no (the token has neither scopes nor roles)", right.ToString());
        Assert.Contains("application permission AdvancedHunting.Read.All of 'Microsoft Threat Protection'", right.Reason);
        Assert.Contains("delegated permission AdvancedHunting.Read", right.Reason);
    }

    [Theory]
    [InlineData("exp", -1, "Graph: no (the token expired 2026-11-23 11:59:59Z)")]
    [InlineData("exp", 0, "Graph: no (the token expired 2026-11-23 12:00:00Z)")]
    [InlineData("exp", 1, "Graph: yes")]
    [InlineData("nbf", 0, "Graph: yes")]
    [InlineData("nbf", 1, "Graph: no (the token isn't valid before 2026-11-23 12:00:01Z)")]
    public void A_token_is_good_from_its_first_second_to_before_its_last(string claim, int offset, string expected)
    {
        var claims = $$"""{"roles":["ThreatHunting.Read.All"],"{{claim}}":{{Seconds + offset}}}""";

        Assert.Equal(expected, Right(MdeApi.Graph, claims).ToString());
    }

    [Fact]
    public void Of_several_things_missing_the_first_is_told_audience_then_time_then_permission()
    {
        Assert.Equal(
            [
                "Graph: no (the token expired 2022-03-06 20:25:20Z)",
                "Endpoint: no (the token is for https://graph.microsoft.com)",
                "Xdr: no (the token is for https://graph.microsoft.com)",
            ],
            Rights("https://graph.microsoft.com", """{"exp":1646598320,"scp":"User.Read"}""").Select(r => r.ToString())
        );
    }

    [Fact]
    public void An_application_id_as_audience_is_named_and_several_audiences_are_all_told()
    {
        Assert.Equal(
            "Graph: no (the token is for fc780465-2017-40d4-a0c5-307022471b92 (WindowsDefenderATP))",
            Rights("fc780465-2017-40d4-a0c5-307022471b92", "{}")[0].ToString()
        );
        Assert.Contains("doesn't name the API", Read("""{"scp":"ThreatHunting.Read.All"}""").CanHunt[0].Reason);

        var several = Read("""{"aud":["https://graph.microsoft.com","https://api.security.microsoft.com"],"roles":["ThreatHunting.Read.All"]}""").CanHunt;
        Assert.True(several[0].CanHunt);
        Assert.Contains("for https://graph.microsoft.com and https://api.security.microsoft.com.", several[1].Reason);
        Assert.Contains("without the role AdvancedHunting.Read.All", several[2].Reason);
    }

    [Fact]
    public void A_cloud_whose_Graph_does_not_hunt_is_told_so() =>
        Assert.Contains(
            "where Microsoft Graph has no hunting",
            Rights("https://microsoftgraph.chinacloudapi.cn/", """{"scp":"ThreatHunting.Read.All"}""")[0].Reason
        );

    [Fact]
    public void The_resource_of_a_connections_own_environment_counts_too_and_for_its_API_alone()
    {
        var own = new Dictionary<MdeApi, ApiEndpoint> { [MdeApi.Xdr] = new(new Uri("https://hunting.example/"), "api://our-own/") };
        var token = TokenTests.Token("{}", """{"aud":"api://our-own","scp":"AdvancedHunting.Read ThreatHunting.Read.All"}""");

        Assert.Equal([false, false, true], TokenReader.Read(token, new DynamicObjects(), Now, own).CanHunt.Select(r => r.CanHunt));
        Assert.All(TokenReader.Read(token, new DynamicObjects(), Now).CanHunt, r => Assert.False(r.CanHunt));
    }

    private static MdeHuntingRight Right(MdeApi api, string claims) =>
        Rights(
                api switch
                {
                    MdeApi.Graph => "https://graph.microsoft.com",
                    MdeApi.Endpoint => "https://api.securitycenter.microsoft.com",
                    _ => "https://api.security.microsoft.com",
                },
                claims
            )
            .Single(r => r.Api == api.ToString());

    private static MdeHuntingRight[] Rights(string audience, string claims)
    {
        var all = JsonNode.Parse(claims)!.AsObject();
        all["aud"] = audience;
        return Read(all.ToJsonString()).CanHunt;
    }

    private static MdeTokenInfo Read(string payload) => TokenReader.Read(TokenTests.Token("{}", payload), new DynamicObjects(), Now);
}
