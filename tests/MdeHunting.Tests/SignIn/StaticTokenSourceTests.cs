using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public sealed class StaticTokenSourceTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task It_is_used_as_it_is_and_not_renewed_and_that_is_said()
    {
        using var session = await ConnectAsync(_lab.ResponderToken("https://graph.microsoft.com"));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(TestLab.Contoso, session.TenantId);
        Assert.Equal(TestLab.Responder, session.Account);
        Assert.Equal(SignInMethod.AccessToken, session.Method);
        Assert.Contains("isn't renewed", Assert.Single(_lab.Warnings));
        Assert.DoesNotContain(_lab.Lab.State.Requests, r => r.Path.EndsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tenant_may_be_left_out_and_is_the_tokens()
    {
        using var session = await ConnectAsync(_lab.ResponderToken("https://graph.microsoft.com"), tenant: null);

        Assert.Equal(TestLab.Contoso, session.TenantId);
    }

    [Fact]
    public async Task One_for_another_API_tenant_or_time_is_refused_before_it_is_sent()
    {
        Assert.Equal(SignInFailure.TokenForAnotherApi, (await FailAsync(_lab.ResponderToken("https://api.securitycenter.microsoft.com"))).Failure);
        Assert.Equal(SignInFailure.WrongTenant, (await FailAsync(_lab.ResponderToken("https://graph.microsoft.com"), TestLab.Seed)).Failure);
        Assert.Equal(SignInFailure.TokenExpired, (await FailAsync(_lab.ResponderToken("https://graph.microsoft.com", TimeSpan.FromMinutes(-1)))).Failure);
        Assert.DoesNotContain(_lab.Lab.State.Requests, r => r.HasBearer);
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_not_guessed_about()
    {
        using var session = await ConnectAsync("opaque");

        Assert.Contains(_lab.Verbose, v => v.Contains("can't be read", StringComparison.Ordinal));
        Assert.Equal(TestLab.Contoso, session.TenantId);
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("\"{0}\"\r\n")]
    public async Task What_was_copied_with_it_is_left_away(string format)
    {
        using var session = await ConnectAsync(string.Format(CultureInfo.InvariantCulture, format, _lab.ResponderToken("https://graph.microsoft.com")));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-token-ä")]
    [InlineData("two,tokens")]
    public async Task What_is_no_token_is_refused_without_being_repeated(string token)
    {
        var failure = await Assert.ThrowsAsync<TokenException>(() => ConnectAsync(token));

        Assert.Equal(TokenFailure.TokenMalformed, failure.Failure);
        Assert.True(token.Length == 0 || !failure.ToString().Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_cut_anywhere_is_refused_as_cut_without_being_sent_or_repeated()
    {
        var token = _lab.ResponderToken("https://graph.microsoft.com");
        var dots = new[] { token.IndexOf('.', StringComparison.Ordinal), token.LastIndexOf('.') };
        int[] ends =
        [
            10,
            11,
            .. dots.SelectMany(dot => new[] { dot - 3, dot - 2, dot - 1, dot, dot + 1, dot + 2, dot + 3, dot + 8 }),
            token.Length - 2,
            token.Length - 1,
        ];
        string[] cut = [.. ends.Select(end => token[..end]), $"{token[..dots[1]]}.A"];

        foreach (var one in cut)
        {
            var failure = await Assert.ThrowsAsync<TokenException>(() => ConnectAsync(one));

            Assert.Equal(TokenFailure.TokenTruncated, failure.Failure);
            Assert.Contains("whole token", failure.NextStep);
            Assert.DoesNotContain(one, failure.ToString());
        }

        Assert.Empty(_lab.Warnings);
        Assert.DoesNotContain(_lab.Lab.State.Requests, r => r.HasBearer);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("EwB4A8l6BAAURSN")]
    [InlineData("a.b")]
    [InlineData("e30.e30.c2ln")]
    [InlineData("eyJpZCI6IjEifQ")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.a.b.c.d")]
    public async Task One_that_does_not_say_what_it_is_is_its_services_to_read(string token)
    {
        using var session = await ConnectAsync(token);

        Assert.Equal(TestLab.Contoso, session.TenantId);
    }

    private Task<MdeHunting.Service.Hunting.HuntingSession> ConnectAsync(string token, string? tenant = TestLab.Contoso) =>
        _lab.ConnectAsync(_lab.NewService(), _lab.Request(new AccessTokenChoice(TestSecret.Of(token)), tenant, client: null));

    private Task<SignInException> FailAsync(string token, string? tenant = TestLab.Contoso) =>
        _lab.FailAsync(_lab.NewService(), _lab.Request(new AccessTokenChoice(TestSecret.Of(token)), tenant, client: null));
}
