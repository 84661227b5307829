using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public sealed class AccountTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task An_account_that_signed_in_once_is_not_asked_again_for_another_API()
    {
        var service = _lab.NewService();
        using var graph = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()));
        using var endpoint = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(), api: MdeApi.Endpoint));

        Assert.Equal(1, _lab.Prompts);
        Assert.Equal("contoso", await _lab.OwnerAsync(graph));
        Assert.Equal("contoso", await _lab.OwnerAsync(endpoint));
    }

    [Fact]
    public async Task It_is_asked_for_in_another_tenant()
    {
        var service = _lab.NewService();
        using var contoso = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()));
        _lab.Account = "JonathanGlass@HalfFullofSecurity.onmicrosoft.com";
        using var seed = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(), TestLab.Seed));

        Assert.Equal(2, _lab.Prompts);
        Assert.Equal("seed", await _lab.OwnerAsync(seed));
    }

    [Fact]
    public async Task Without_a_person_only_an_account_of_the_cache_can_sign_in()
    {
        var service = _lab.NewService();
        var failure = await _lab.FailAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false)));
        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);

        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()))).Dispose();
        using var silent = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false)));
        Assert.Equal(1, _lab.Prompts);

        failure = await _lab.FailAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false, username: "other@contoso.example")));
        Assert.Equal(SignInFailure.SignInRequired, failure.Failure);
        Assert.Contains("other@contoso.example", failure.Message);
    }

    [Fact]
    public async Task A_forgotten_account_is_asked_for_again()
    {
        var service = _lab.NewService();
        using (var session = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode())))
        {
            await session.ForgetAccountAsync(TestContext.Current.CancellationToken);
        }

        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()))).Dispose();
        Assert.Equal(2, _lab.Prompts);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_once_for_many_callers()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        var service = _lab.NewService();
        using var session = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.AccessTokenLifetime = null;
        var before = TokenRequests();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _lab.OwnerAsync(session)));

        Assert.Equal(before + 1, TokenRequests());
        Assert.Equal(1, _lab.Prompts);
        Assert.True(session.ExpiresOn > DateTime.UtcNow.AddMinutes(30));
    }

    [Fact]
    public async Task A_revoked_sign_in_says_so_and_does_not_open_a_prompt_by_surprise()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.RevokeRefreshTokens();

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.SignInRevoked, failure.Failure);
        Assert.Equal("AADSTS50173", failure.ServiceCode);
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task Persisted_in_a_plain_file_it_is_the_owners_alone_and_told_each_time()
    {
        var request = _lab.Request(LabSignIn.DeviceCode(persistence: CachePersistence.EncryptedOrPlain));
        (await _lab.ConnectAsync(_lab.NewService(), request)).Dispose();
        var file = Directory.Exists(_lab.CacheFolder) ? Directory.GetFiles(_lab.CacheFolder, "accounts.*.plain.cache").SingleOrDefault() : null;
        if (file is null)
        {
            Assert.Skip("This system has an encrypted place for accounts, so the plain file is not used.");
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        using var later = await _lab.ConnectAsync(
            _lab.NewService(),
            _lab.Request(LabSignIn.DeviceCode(mayPrompt: false, persistence: CachePersistence.EncryptedOrPlain))
        );
        Assert.Equal(1, _lab.Prompts);
        Assert.Equal(2, _lab.Warnings.Count);
        Assert.All(_lab.Warnings, w => Assert.Contains("isn't encrypted", w));
    }

    [Fact]
    public async Task Two_processes_do_not_lose_each_others_accounts()
    {
        var first = _lab.NewService();
        var second = _lab.NewService();
        var persistence = CachePersistence.EncryptedOrPlain;
        (await _lab.ConnectAsync(first, _lab.Request(LabSignIn.DeviceCode(persistence: persistence)))).Dispose();
        _lab.Account = "JonathanGlass@HalfFullofSecurity.onmicrosoft.com";
        (await _lab.ConnectAsync(second, _lab.Request(LabSignIn.DeviceCode(persistence: persistence), TestLab.Seed))).Dispose();

        foreach (var service in new[] { first, second, _lab.NewService() })
        {
            using var contoso = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false, persistence: persistence)));
            using var seed = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false, persistence: persistence), TestLab.Seed));
            Assert.Equal(("contoso", "seed"), (await _lab.OwnerAsync(contoso), await _lab.OwnerAsync(seed)));
        }

        Assert.Equal(2, _lab.Prompts);
    }

    [Fact]
    public async Task Without_an_encrypted_place_they_stay_in_memory_with_one_warning_that_names_the_packages_and_the_switch()
    {
        var service = _lab.NewService();
        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(persistence: CachePersistence.Encrypted)))).Dispose();
        if (_lab.Warnings.Count == 0)
        {
            Assert.Skip("This system has an encrypted place for accounts.");
        }

        var warning = Assert.Single(_lab.Warnings);
        Assert.Contains("libsecret", warning);
        Assert.Contains("gnome-keyring", warning);
        Assert.Contains("-AllowUnencryptedCache", warning);
        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false)))).Dispose();
    }

    [Fact]
    public async Task A_domain_is_resolved_to_the_tenants_id_before_anybody_signs_in()
    {
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode(), "contoso.example"));

        Assert.Equal(TestLab.Contoso, session.TenantId);
        Assert.Equal("/contoso.example/v2.0/.well-known/openid-configuration", _lab.Lab.State.Requests[0].Path);
        Assert.Contains(_lab.Lab.State.Requests, r => r.Path == $"/{TestLab.Contoso}/oauth2/v2.0/devicecode");
    }

    [Fact]
    public async Task A_closed_connection_says_so()
    {
        var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        Assert.Null(session.LastUsedOn);
        await _lab.OwnerAsync(session);
        Assert.NotNull(session.LastUsedOn);
        session.Dispose();

        var failure = await Assert.ThrowsAsync<ConnectionException>(() => _lab.OwnerAsync(session));

        Assert.Equal(ConnectionFailure.ConnectionClosed, failure.Failure);
    }

    private int TokenRequests() => _lab.Lab.State.Requests.Count(r => r.Path.EndsWith("/token", StringComparison.Ordinal));
}
