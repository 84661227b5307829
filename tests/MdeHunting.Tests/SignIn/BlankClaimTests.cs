using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>A claim that is empty, blank or no text tells nothing: as if it was not there.</summary>
public sealed class BlankClaimTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public static TheoryData<string, string, string> Blanks =>
        [
            .. from claim in new[] { ("oid", "whose it is (oid)"), ("tid", "its tenant (tid)") }
            from value in new[] { "\"\"", "\" \\t\"", "null", "[\"a\"]", "{}", "true" }
            select (claim.Item1, value, claim.Item2),
            ("oid", "7", "whose it is (oid)"),
        ];

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Blanks))]
    public async Task It_is_warned_of_and_noted(string claim, string value, string said)
    {
        var token = With((claim, value));
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["access_token"] = token));

        foreach (var way in new[] { _lab.RunbookRequest(), _lab.Request(new AccessTokenChoice(TestSecret.Of(token)), client: null) })
        {
            using var session = await _lab.ConnectAsync(_lab.NewService(), way);

            Assert.Contains(said, Assert.Single(session.Notes));
        }
    }

    [Theory]
    [InlineData("oid", "\"\"", SignInFailure.WrongAccount)]
    [InlineData("tid", "\" \"", SignInFailure.WrongTenant)]
    public async Task A_renewed_token_with_it_is_refused_as_one_that_does_not_tell(string claim, string value, SignInFailure expected)
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.RunbookRequest());
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["access_token"] = With((claim, value))));

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(expected, failure.Failure);
        Assert.Contains($"({claim})", failure.Message);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("7")]
    public void An_account_is_told_by_the_next_claim_that_has_a_name(string upn)
    {
        Assert.Equal("a@contoso.example", TokenReader.TryRead(With(("upn", upn), ("preferred_username", "\"a@contoso.example\"")), claims => claims.Account));
        Assert.Null(SignedInIdentity.Of(With(("upn", upn))).Name);
        Assert.False(SignedInIdentity.Of(With(("upn", upn), ("oid", "\"\""))).IsKnown);
    }

    [Theory]
    [InlineData("upn", false)]
    [InlineData("preferred_username", false)]
    [InlineData("email", true)]
    public void A_unique_name_is_a_name_only_where_no_better_one_is_told(string other, bool isTold)
    {
        var identity = SignedInIdentity.Of(With(("upn", "null"), ("unique_name", "\"x@contoso.example\""), (other, "\"a@contoso.example\"")));

        Assert.Equal("a@contoso.example", identity.Name);
        Assert.Equal(isTold, SignedInIdentity.IsOneOf(identity.Names, "x@contoso.example"));
    }

    private static string With(params (string Claim, string Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["tid"] = TestLab.Contoso,
            ["oid"] = "66666666-6666-6666-6666-666666666666",
            ["upn"] = TestLab.Responder,
            ["aud"] = "https://graph.microsoft.com",
            ["exp"] = 9999999999,
        };
        foreach (var (claim, value) in changes)
        {
            claims[claim] = JsonNode.Parse(value);
        }

        return $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims.ToJsonString())}.{Base64Url.EncodeToString(new byte[256])}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
