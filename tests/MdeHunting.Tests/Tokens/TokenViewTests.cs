using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Tokens;

public sealed class TokenViewTests : IDisposable
{
    private const int Width = 80;

    // Of 25 lines, one is the command's and one the next prompt's.
    private const int Height = 23;

    private readonly Shell _shell = new(Width);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_seeds_token_fits_a_screen_and_its_roles_do_not_fill_it()
    {
        var lines = Show(SeedToken.Text);

        Assert.Equal(
            """
            Audience          : https://api.securitycenter.microsoft.com
            TenantId          : 11111111-1111-1111-1111-111111111111
            Application       : API for MDE (33333333-3333-3333-3333-333333333333)
            Kind              : Application
            Roles             : AdvancedQuery.Read.All and 28 beyond hunting
            CanHunt           : Graph: no (the token is for
                                  https://api.securitycenter.microsoft.com)
                                Endpoint: no (the token expired 2022-03-06 20:25:20Z)
                                Xdr: no (the token is for
                                  https://api.securitycenter.microsoft.com)
            ExcessPermissions : 28: Machine.Isolate, Machine.Scan, Machine.ReadWrite.All,
                                Machine.LiveResponse, and 24 more
            IsMultifactor     : not stated in the token
            ExpiresOn         : 2022-03-06 20:25:20Z (expired)
            CAE               : no (it stays valid until it expires)
            """.ReplaceLineEndings("\n"),
            string.Join("\n", lines).Trim('\n')
        );
    }

    [Fact]
    public void A_users_long_token_fits_a_screen_too()
    {
        var before = DateTimeOffset.UtcNow;
        var now = before.ToUnixTimeSeconds();
        var scopes = string.Join(" ", Enumerable.Range(0, 60).Select(i => $"DeviceManagementManagedDevices{i}.PrivilegedOperations.All"));
        var lines = Show(
            TokenTests.Token(
                "{}",
                $$"""
                {"aud":"00000003-0000-0000-c000-000000000000","tid":"11111111-1111-1111-1111-111111111111","appid":"14d82eec-204b-4c2f-b7e8-296a70dab67e",
                 "app_displayname":"Microsoft Graph Command Line Tools","upn":"JonathanGlass@HalfFullofSecurity.onmicrosoft.com","amr":["pwd","mfa"],"xms_cc":["cp1"],
                 "roles":["Some.Role"],"scp":"openid profile email offline_access User.Read ThreatHunting.Read.All {{scopes}}","iat":{{now}},"exp":{{now
                    + 98_000}}}
                """
            )
        );

        var after = DateTimeOffset.UtcNow;
        var text = string.Join("\n", lines);
        Assert.Contains("Account           : JonathanGlass@HalfFullofSecurity.onmicrosoft.com", text);
        Assert.Contains("ThreatHunting.Read.All and 60 beyond hunting", text);
        Assert.Contains("Roles             : Some.Role", text);
        Assert.Contains("Graph: yes (the user also needs a role in Defender)", text);
        Assert.Matches(@"ExcessPermissions : 61:\s+DeviceManagementManagedDevices0.PrivilegedOperations.All,\s+and 60 more", text);
        Assert.Contains("IsMultifactor     : True", text);
        var expiry = Regex.Match(text, @"ExpiresOn         : (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) \((\d\.\d\d:\d\d:\d\d) left\)");
        var expiresOn = DateTimeOffset.FromUnixTimeSeconds(now + 98_000);
        Assert.Equal(expiresOn.ToString("u", CultureInfo.InvariantCulture), expiry.Groups[1].Value);
        Assert.InRange(TimeSpan.Parse(expiry.Groups[2].Value, CultureInfo.InvariantCulture), expiresOn - after - TimeSpan.FromSeconds(1), expiresOn - before);
        Assert.Contains("CAE               : yes", text);
    }

    [Theory]
    [InlineData("{}", "Scopes            : none", "Roles             : none")]
    [InlineData("""{"scp":"AdvancedQuery.Read"}""", "Scopes            : AdvancedQuery.Read", "ExcessPermissions : none")]
    [InlineData("""{"idtyp":"app"}""", "Kind              : Application\nRoles             : none", "CAE               : not stated in the token")]
    [InlineData("""{"roles":["A.Isolate","B.Isolate"]}""", "Roles             : A.Isolate, B.Isolate", "ExcessPermissions : 2: A.Isolate, B.Isolate\n")]
    public void A_short_token_is_told_in_full(string payload, params string[] expected)
    {
        var text = string.Join("\n", Show(TokenTests.Token("{}", payload)));

        Assert.All(expected, e => Assert.Contains(e, text));
    }

    [Fact]
    public void A_list_of_which_nothing_is_for_hunting_says_so()
    {
        var roles = string.Join(",", Enumerable.Range(0, 20).Select(i => $"\"Role{i}.ReadWrite\""));

        Assert.Contains(Show(TokenTests.Token("{}", $$"""{"roles":[{{roles}}]}""")), line => line == "Roles             : 20, all beyond hunting");
    }

    [Theory]
    [InlineData("scp")]
    [InlineData("roles")]
    public void However_many_permissions_a_token_has_the_view_is_one_screen(string claim)
    {
        var count = Cases.Size(300_000);
        var names = Enumerable.Range(0, count).Select(i => $"Scope{i}.ReadWrite").ToList();
        var value = claim == "scp" ? $"\"{string.Join(' ', names)}\"" : $"[\"{string.Join("\",\"", names)}\"]";

        var text = string.Join("\n", Show(TokenTests.Token("{}", $$"""{"{{claim}}":{{value}}}""")));

        Assert.Contains($"{count}, all beyond hunting", text);
        Assert.Contains($"ExcessPermissions : {count}: Scope0.ReadWrite, ", text);
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("tid")]
    [InlineData("app_displayname")]
    [InlineData("upn")]
    [InlineData("scp")]
    public void However_long_a_claim_is_its_text_is_not(string claim)
    {
        var length = Cases.Size(10_000_000);
        _shell
            .Run(
                "$info = Get-MdeTokenInfo $args[0]; $info | Out-Default; $info | Format-Custom | Out-Default; $info | Format-Table | Out-Default; "
                    + "$info.CanHunt | Out-Default",
                TokenTests.Token("{}", $$"""{"{{claim}}":"{{new string('x', length)}}"}""")
            )
            .ThrowIfFailed();

        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"[cut:{length:N0}characters]"),
            _shell.Screen.Text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
        );
        Assert.InRange(_shell.Screen.Text.Length, 100, 30_000);
    }

    private List<string> Show(string token)
    {
        _shell.Run("Get-MdeTokenInfo $args[0] | Out-Default", token).ThrowIfFailed();
        var text = new StringDecorated(_shell.Screen.Text).ToString(OutputRendering.PlainText);
        var lines = text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Width));
        Assert.InRange(lines.Count, 1, Height);
        return lines;
    }
}
