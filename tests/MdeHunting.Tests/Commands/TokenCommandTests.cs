using System.Management.Automation;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Tokens;
using Xunit;

namespace MdeHunting.Tests.Commands;

public sealed class TokenCommandTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly string _token = TokenTests.Token("""{"alg":"none"}""", """{"aud":"x","scp":"A B"}""");

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-MdeTokenInfo $args[0]")]
    [InlineData("Get-MdeTokenInfo -Token $args[0]")]
    [InlineData("$args[0] | Get-MdeTokenInfo")]
    public void A_token_comes_as_a_string_or_a_SecureString_as_an_argument_or_from_the_pipeline(string command)
    {
        using var secure = TestSecret.Of(_token);

        foreach (var token in new object[] { _token, secure })
        {
            var info = Assert.IsType<MdeTokenInfo>(Assert.Single(_shell.Run(command, token).ThrowIfFailed().Output).BaseObject);
            Assert.Equal("x", info.Audience);
            Assert.Equal(["A", "B"], info.Scopes);
        }
    }

    [Fact]
    public void One_that_cannot_be_read_is_told_and_the_next_one_is_read()
    {
        var result = _shell.Run("'no token', 7, $null, $args[0] | Get-MdeTokenInfo", _token);

        Assert.Equal(["TokenNotJwt", "TokenNotJwt", "TokenNotJwt"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(result.Errors, e => Assert.Equal(ErrorCategory.InvalidData, e.CategoryInfo.Category));
        Assert.Single(result.Output);
    }

    [Fact]
    public async Task Without_a_token_it_is_that_of_the_connection_and_neither_it_nor_its_signature_is_in_it()
    {
        var lab = new LabShell();
        await lab.InitializeAsync();
        await using var _ = lab;
        lab.Connect("-Api Endpoint").ThrowIfFailed();

        var info = Assert.IsType<MdeTokenInfo>(Assert.Single(lab.Shell.Run("Get-MdeTokenInfo").ThrowIfFailed().Output).BaseObject);

        Assert.Equal("https://api.securitycenter.microsoft.com", info.Audience);
        Assert.Equal(["AdvancedQuery.Read"], info.Scopes);
        Assert.Equal(nameof(TokenKind.Delegated), info.Kind);
        Assert.True(info.IsMultifactor);
        Assert.Equal(TestLab.Contoso, info.TenantId);
        Assert.Equal("EU", info.Region);
        Assert.DoesNotContain(typeof(MdeTokenInfo).GetProperties(), p => Secrets.IsToken(p.GetValue(info)));
    }
}
