using System.Globalization;
using System.Management.Automation;
using System.Text;
using MdeHunting.Rows;
using MdeHunting.Service.Tokens;
using Xunit;

namespace MdeHunting.Tests.Tokens;

public class TokenTests
{
    private const string Header = """{"typ":"JWT","alg":"RS256","x5t":"abc","kid":"abc"}""";

    // The seed's token, shortened.
    private const string Payload = """
        {"aud":"https://api.securitycenter.microsoft.com","iss":"https://sts.windows.net/11111111-1111-1111-1111-111111111111/","iat":1646594420,"nbf":1646594420,"exp":1646598320,
         "app_displayname":"API for MDE","appid":"33333333-3333-3333-3333-333333333333","appidacr":"1","oid":"22222222-2222-2222-2222-222222222222",
         "roles":["Machine.Isolate","AdvancedQuery.Read.All"],"tenant_region_scope":"NA","tid":"11111111-1111-1111-1111-111111111111","ver":"1.0"}
        """;

    private static readonly DateTime Now = new(2022, 3, 6, 20, 0, 20, DateTimeKind.Utc);

    [Fact]
    public void The_seeds_token_is_explained()
    {
        var info = Read(Token(Header, Payload));

        Assert.Equal("https://api.securitycenter.microsoft.com", info.Audience);
        Assert.Equal("https://sts.windows.net/11111111-1111-1111-1111-111111111111/", info.Issuer);
        Assert.Equal("11111111-1111-1111-1111-111111111111", info.TenantId);
        Assert.Equal("33333333-3333-3333-3333-333333333333", info.ApplicationId);
        Assert.Equal("API for MDE", info.ApplicationName);
        Assert.Equal("22222222-2222-2222-2222-222222222222", info.ObjectId);
        Assert.Equal(nameof(TokenKind.Application), info.Kind);
        Assert.Equal(["Machine.Isolate", "AdvancedQuery.Read.All"], info.Roles);
        Assert.Empty(info.Scopes);
        Assert.Null(info.IsMultifactor);
        Assert.Equal(new DateTime(2022, 3, 6, 19, 20, 20, DateTimeKind.Utc), info.IssuedAt);
        Assert.Equal(new DateTime(2022, 3, 6, 20, 25, 20, DateTimeKind.Utc), info.ExpiresOn);
        Assert.Equal(DateTimeKind.Utc, info.ExpiresOn!.Value.Kind);
        Assert.Equal("00:25:00", info.TimeLeft);
        Assert.Equal("NA", info.Region);
        Assert.Equal("1.0", info.Version);
    }

    [Fact]
    public void Every_claim_is_there_in_its_order_and_the_header_too()
    {
        var info = Read(Token("""{"typ":"JWT","kid":"k"}""", """{"z":1,"a":{"n":[true,null]},"z":2,"Z":3,"ünï":"ö","iat":null}"""));

        Assert.Equal(["z", "a", "z_2", "Z_3", "ünï", "iat"], ((PSObject)info.Claims!).Properties.Select(p => p.Name));
        Assert.Equal("""{"z":1,"a":{"n":[true,null]},"z":2,"Z":3,"ünï":"ö","iat":null}""", ExactText.Of(info.Claims));
        Assert.Equal("""{"typ":"JWT","kid":"k"}""", ExactText.Of(info.Header));
        Assert.Null(info.IssuedAt);
    }

    [Theory]
    [InlineData("""{"scp":"AdvancedQuery.Read  Machine.Read","roles":["X"]}""", TokenKind.Delegated)]
    [InlineData("""{"roles":["X"]}""", TokenKind.Application)]
    [InlineData("""{"idtyp":"app"}""", TokenKind.Application)]
    [InlineData("""{"idtyp":"user"}""", TokenKind.Delegated)]
    [InlineData("{}", TokenKind.Unknown)]
    public void It_tells_delegated_from_application(string payload, TokenKind kind) => Assert.Equal(kind.ToString(), Read(Token(Header, payload)).Kind);

    [Fact]
    public void Scopes_and_methods_are_lists_and_multifactor_is_told()
    {
        var info = Read(
            Token(Header, """{"scp":"A.Read  B.Read","amr":["pwd","mfa"],"azp":"app","preferred_username":"rené@contoso.example","aud":["one","two"]}""")
        );

        Assert.Equal(["A.Read", "B.Read"], info.Scopes);
        Assert.Equal(["pwd", "mfa"], info.AuthenticationMethods);
        Assert.True(info.IsMultifactor);
        Assert.Equal("app", info.ApplicationId);
        Assert.Equal("rené@contoso.example", info.Account);
        Assert.Equal("one two", info.Audience);
        Assert.False(Read(Token(Header, """{"amr":["pwd"]}""")).IsMultifactor);
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("\"{0}\"")]
    [InlineData("  {0}\r\n")]
    public void What_is_pasted_with_it_is_passed_over(string format) =>
        Assert.Equal("NA", Read(string.Format(CultureInfo.InvariantCulture, format, Token(Header, Payload))).Region);

    [Fact]
    public void Line_breaks_padding_and_the_other_base64_alphabet_are_read()
    {
        var payload = """{"name":"???>>>ÿÿÿ"}""";
        var padded = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload));
        var token = $"{Encode(Header)}.\n{padded[..8]}\n{padded[8..]}.c2ln";

        Assert.Contains('+', padded);
        Assert.Equal(payload, ExactText.Of(Read(token).Claims));
    }

    [Fact]
    public void A_lost_signature_does_not_matter() => Assert.Equal("NA", Read(Token(Header, Payload).Split('.') is [var h, var p, _] ? $"{h}.{p}" : "").Region);

    [Theory]
    [InlineData("", TokenFailure.TokenNotJwt)]
    [InlineData("   ", TokenFailure.TokenNotJwt)]
    [InlineData("opaque-token-0123456789", TokenFailure.TokenNotJwt)]
    [InlineData("a.b.c.d", TokenFailure.TokenNotJwt)]
    [InlineData(".e30.c2ln", TokenFailure.TokenNotJwt)]
    [InlineData("a.b.c.d.e", TokenFailure.TokenEncrypted)]
    [InlineData("eyJlbmMiOiJBMjU2R0NNIn0.e30.c2ln", TokenFailure.TokenEncrypted)]
    [InlineData("e30.W10.c2ln", TokenFailure.TokenMalformed)]
    [InlineData("e30.ÄÖÜ=.c2ln", TokenFailure.TokenMalformed)]
    [InlineData("e30.bm90IGpzb24.c2ln", TokenFailure.TokenMalformed)]
    [InlineData("e30.eyJhIjoi.c2ln", TokenFailure.TokenTruncated)]
    [InlineData("e30..c2ln", TokenFailure.TokenTruncated)]
    public void What_cannot_be_read_is_a_clear_error_without_the_token(string token, TokenFailure expected)
    {
        var failure = Assert.Throws<TokenException>(() => Read(token));

        Assert.Equal(expected, failure.Failure);
        Assert.True(token.Trim().Length < 4 || !failure.ToString().Contains(token.Trim()));
    }

    [Fact]
    public void A_token_cut_anywhere_is_read_or_refused_and_never_a_crash()
    {
        var token = Token(Header, Payload);
        for (var length = 0; length < token.Length; length++)
        {
            var failure = Record.Exception(() => Read(token[..length]));
            Assert.True(failure is null or TokenException, $"{length}: {failure}");
        }
    }

    [Fact]
    public void Claims_that_are_no_Unicode_are_a_clear_error_or_read()
    {
        Assert.IsType<TokenException>(Record.Exception(() => Read(Token(Header, """{"aud":"\ud800"}"""))));
        Assert.IsType<TokenException>(Record.Exception(() => Read(Token("""{"\ud800":1,"alg":"RS256"}""", "{}"))));
        Assert.Equal("""{"x":"\ud800"}""", ExactText.Of(Read(Token(Header, """{"x":"\ud800"}""")).Claims));

        var latin1 = Convert.ToBase64String(Encoding.Latin1.GetBytes("""{"aud":"café"}"""));
        Assert.Equal("caf\uFFFD", Read($"{Encode(Header)}.{latin1}.c2ln").Audience);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("\"soon\"")]
    [InlineData("253402300800")]
    public void A_time_that_is_none_is_left_empty(string time) => Assert.Null(Read(Token(Header, $$"""{"exp":{{time}}}""")).ExpiresOn);

    internal static string Token(string header, string payload) => $"{Encode(header)}.{Encode(payload)}.c2lnbmF0dXJl";

    private static MdeTokenInfo Read(string token) => TokenReader.Read(token, new DynamicObjects(), Now);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
