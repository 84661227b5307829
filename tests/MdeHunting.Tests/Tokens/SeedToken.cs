namespace MdeHunting.Tests.Tokens;

/// <summary>The token of an application for which every permission of Defender for Endpoint was selected.</summary>
internal static class SeedToken
{
    public const string Claims = """
        {
          "aud": "https://api.securitycenter.microsoft.com",
          "iss": "https://sts.windows.net/11111111-1111-1111-1111-111111111111/",
          "iat": 1646594420,
          "nbf": 1646594420,
          "exp": 1646598320,
          "aio": "E2ZgYJgYsw2fBq9T2rVW7Xu8R/3NqgBQA=",
          "app_displayname": "API for MDE",
          "appid": "33333333-3333-3333-3333-333333333333",
          "appidacr": "1",
          "idp": "https://sts.windows.net/11111111-1111-1111-1111-111111111111/",
          "oid": "22222222-2222-2222-2222-222222222222",
          "rh": "0.AXYAFoxqAF6E29830mEYB5Wx20IBWUEePwwXINRAoMUwcCJHG5KZAAA.",
          "roles": [
            "Machine.Isolate", "Event.Write", "SecurityConfiguration.ReadWrite.All", "IntegrationConfiguration.ReadWrite", "Machine.Scan", "Url.Read.All",
            "Ip.Read.All", "Ti.ReadWrite", "Ti.Read.All", "User.Read.All", "Machine.ReadWrite.All", "Ti.ReadWrite.All", "Machine.LiveResponse",
            "SecurityRecommendation.Read.All", "Machine.RestrictExecution", "Machine.StopAndQuarantine", "Alert.Read.All", "Software.Read.All",
            "SecurityConfiguration.Read.All", "File.Read.All", "Machine.CollectForensics", "Machine.Offboard", "Vulnerability.Read.All", "Library.Manage",
            "Machine.Read.All", "Score.Read.All", "RemediationTasks.Read.All", "Alert.ReadWrite.All", "AdvancedQuery.Read.All"
          ],
          "sub": "22222222-2222-2222-2222-222222222222",
          "tenant_region_scope": "NA",
          "tid": "11111111-1111-1111-1111-111111111111",
          "uti": "0gf-Rhig10GmG2T1G7kyvAA",
          "ver": "1.0"
        }
        """;

    /// <summary>The token itself.</summary>
    public static string Text { get; } = TokenTests.Token("""{"typ":"JWT","alg":"RS256"}""", Claims);
}
