using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>When a connection's token provider is run, for what, and what becomes of the token that it returns.</summary>
public sealed class ProvidedTokenTests : IAsyncLifetime
{
    private const string Graph = "https://graph.microsoft.com";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero));
    private readonly LabSignIn _lab;

    public ProvidedTokenTests()
    {
        _lab = new LabSignIn
        {
            Options = new()
            {
                Tenants = TestLab.Tenants,
                RunQuery = TinyEngine.Run,
                Clock = _clock,
            },
        };
    }

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task It_is_run_at_the_sign_in_and_again_before_the_token_ends()
    {
        var provider = new Provider(_ => new ProvidedToken(Token(), null, []));
        using var session = await ConnectAsync(provider);

        Assert.Equal(SignInMethod.TokenProvider, session.Method);
        Assert.Equal(TestLab.Responder, session.Account);
        Assert.Equal(new TokenRequest(Graph, TestLab.Contoso, null), Assert.Single(provider.Requests));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        _clock.Advance(TimeSpan.FromMinutes(49));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Single(provider.Requests);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task One_that_keeps_its_token_until_near_the_end_is_run_once_a_minute()
    {
        var token = Token();
        var provider = new Provider(_ => new ProvidedToken(token, null, []));
        using var session = await ConnectAsync(provider);
        _clock.Advance(TimeSpan.FromMinutes(51));

        await _lab.OwnerAsync(session);
        await _lab.OwnerAsync(session);
        Assert.Equal(2, provider.Requests.Count);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await _lab.OwnerAsync(session);
        Assert.Equal(3, provider.Requests.Count);
    }

    [Fact]
    public async Task Where_it_fails_early_the_token_in_hand_is_used_to_its_end_and_then_the_failure_is_the_querys()
    {
        var fails = false;
        var provider = new Provider(_ =>
            fails ? throw new SignInException(SignInFailure.TokenProviderFailed, "The vault is locked.", "Open it.") : new(Token(), null, [])
        );
        using var session = await ConnectAsync(provider);
        fails = true;
        _clock.Advance(TimeSpan.FromMinutes(55));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Contains("The vault is locked.", Assert.Single(_lab.Warnings));
        _clock.Advance(TimeSpan.FromMinutes(6));
        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));
        Assert.Equal(SignInFailure.TokenProviderFailed, failure.Failure);

        fails = false;
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_claims_challenge_reaches_it_and_many_callers_share_one_run()
    {
        var provider = new Provider(_ => new ProvidedToken(Token(), null, []));
        using var session = await ConnectAsync(provider);
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _lab.OwnerAsync(session)));

        Assert.Equal(2, provider.Requests.Count);
        Assert.Contains("\"access_token\"", provider.Requests[1].Claims);
    }

    [Fact]
    public async Task The_same_token_again_does_not_answer_a_claims_challenge()
    {
        var token = Token();
        using var session = await ConnectAsync(new Provider(_ => new ProvidedToken(token, null, [])));
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);
        Assert.Contains("$Claims", failure.NextStep);
    }

    [Fact]
    public async Task Callers_that_wait_for_a_run_that_fails_share_its_failure()
    {
        var fails = false;
        var provider = new Provider(_ => fails ? throw new SignInException(SignInFailure.TokenProviderFailed, "No.", "Never.") : new(Token(), null, []));
        var environment = EnvironmentReader.ReadFile(_lab.EnvironmentFile);
        using var http = ServiceHttp.Of(environment, null, _clock);
        var context = new SignInContext(
            environment,
            environment.Apis[MdeApi.Graph],
            HuntingService.Of(MdeApi.Graph),
            TestLab.Contoso,
            null,
            null,
            http,
            _clock
        );
        var source = await ProvidedTokenSource.SignInAsync(context, provider, _lab.Prompt, TestContext.Current.CancellationToken);
        fails = true;
        _clock.Advance(TimeSpan.FromMinutes(61));
        var leave = new TaskCompletionSource();
        _lab.Prompt.OnInvoke = () => leave.Task;

        Task<string>[] callers =
        [
            .. Enumerable.Range(0, 3).Select(_ => source.GetAsync(new(_lab.Prompt, TimeSpan.Zero, 0), TestContext.Current.CancellationToken)),
        ];
        leave.SetResult();

        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<SignInException>(() => caller);
        }

        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task What_it_returns_is_checked_as_a_sign_in_is_and_sent_nowhere_where_it_does_not_fit()
    {
        Assert.Equal(SignInFailure.TokenForAnotherApi, (await FailAsync(_lab.ResponderToken("https://api.securitycenter.microsoft.com"))).Failure);
        Assert.Equal(SignInFailure.WrongTenant, (await FailAsync(Token(), TestLab.Seed)).Failure);
        Assert.Equal(SignInFailure.TokenExpired, (await FailAsync(Token(TimeSpan.FromMinutes(-1)))).Failure);
        Assert.Equal(SignInFailure.TokenProviderWithoutToken, (await FailAsync("not,a,token")).Failure);
        Assert.Equal(SignInFailure.TokenProviderWithoutToken, (await FailAsync(Token()[..60])).Failure);
        Assert.All(
            [await FailAsync(Token(), TestLab.Seed), await FailAsync("not,a,token")],
            failure =>
            {
                Assert.Contains("token provider", failure.Message);
                Assert.Contains($"$Resource ({Graph})", failure.NextStep);
                Assert.DoesNotContain("not,a,token", failure.ToString());
            }
        );
        Assert.DoesNotContain(_lab.Lab.State.Requests, request => request.HasBearer);
    }

    [Fact]
    public async Task A_later_token_of_another_account_is_refused()
    {
        var tokens = new Queue<string>([Token(), TokenOf(LabAccounts.Guest)]);
        using var session = await ConnectAsync(new Provider(_ => new ProvidedToken(tokens.Dequeue(), null, [])));
        _clock.Advance(TimeSpan.FromMinutes(61));

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.WrongAccount, failure.Failure);
    }

    [Fact]
    public async Task One_that_cannot_be_read_expires_when_its_provider_says_or_when_it_is_refused()
    {
        var provider = new Provider(_ => new ProvidedToken("opaque", _clock.GetUtcNow().UtcDateTime.AddMinutes(60), []));
        using var told = await ConnectAsync(provider);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime.AddMinutes(60), told.ExpiresOn);

        var silent = new Provider(request => new ProvidedToken(request.Claims is null ? "opaque" : "none", null, []));
        using var untold = await ConnectAsync(silent);
        _clock.Advance(TimeSpan.FromDays(2));
        await Assert.ThrowsAsync<HuntingException>(() => _lab.OwnerAsync(untold));
        Assert.Equal(2, silent.Requests.Count);
    }

    [Fact]
    public async Task One_that_uses_its_own_connection_is_told_so_and_does_not_wait_for_itself()
    {
        MdeHunting.Service.Hunting.HuntingSession? own = null;
        var provider = new Provider(_ => new ProvidedToken(Token(), null, []));
        using var session = await ConnectAsync(provider);
        own = session;
        _clock.Advance(TimeSpan.FromMinutes(61));
        provider.IsRunning = true;

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(own));

        Assert.Equal(SignInFailure.TokenProviderFailed, failure.Failure);
        Assert.Contains("waits for its token", failure.Message);
    }

    private string Token(TimeSpan? lifetime = null) => TokenOf(LabAccounts.Responder, lifetime);

    // Of a client that says that it can answer a claims challenge.
    private string TokenOf(LabAccount account, TimeSpan? lifetime = null)
    {
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        return _lab.Lab.State.CreateAccessToken(
            new(tenant, LabApplications.Hunting, account, Graph, [LabResources.Graph.DelegatedScope], [], ["cp1"]),
            lifetime ?? TimeSpan.FromHours(1)
        );
    }

    private Task<MdeHunting.Service.Hunting.HuntingSession> ConnectAsync(ITokenProvider provider) =>
        _lab.ConnectAsync(_lab.NewService(clock: _clock), _lab.Request(new TokenProviderChoice(provider), client: null));

    private Task<SignInException> FailAsync(string token, string tenant = TestLab.Contoso) =>
        _lab.FailAsync(
            _lab.NewService(clock: _clock),
            _lab.Request(new TokenProviderChoice(new Provider(_ => new ProvidedToken(token, null, []))), tenant, client: null)
        );

    private sealed class Provider(Func<TokenRequest, ProvidedToken> provide) : ITokenProvider
    {
        public List<TokenRequest> Requests { get; } = [];

        public bool IsRunning { get; set; }

        public ProvidedToken Provide(TokenRequest request)
        {
            Requests.Add(request);
            return provide(request);
        }
    }
}
