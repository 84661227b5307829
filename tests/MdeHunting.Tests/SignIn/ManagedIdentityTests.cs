using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Service.Hunting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

[Collection("Process environment")]
public sealed class ManagedIdentityTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _lab.Lab.State.ManagedIdentityEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", _lab.Lab.State.ManagedIdentityHeader);
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        return _lab.DisposeAsync();
    }

    [Fact]
    public async Task The_hosts_own_identity_signs_in_and_its_tenant_is_the_tokens()
    {
        using var session = await ConnectAsync(tenant: null, client: null);

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(TestLab.Contoso, session.TenantId);
        Assert.Equal(SignInMethod.ManagedIdentity, session.Method);
        Assert.Null(session.Account);
    }

    [Fact]
    public async Task Signing_in_asks_the_host_and_each_query_does_not()
    {
        using var session = await ConnectAsync(tenant: null, client: null);
        using var again = await ConnectAsync(tenant: null, client: null);
        await _lab.OwnerAsync(session);
        await _lab.OwnerAsync(again);

        Assert.Equal(2, _lab.Lab.State.Requests.Count(r => r.Path == _lab.Lab.State.ManagedIdentityEndpoint.AbsolutePath));
    }

    [Fact]
    public async Task An_assigned_identity_is_named_by_its_client_id()
    {
        using var session = await ConnectAsync(TestLab.Contoso, LabManagedIdentities.User.ClientId.ToString());

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task Another_tenant_than_the_one_asked_for_is_refused()
    {
        var failure = await _lab.FailAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), TestLab.Seed, client: null));

        Assert.Equal(SignInFailure.WrongTenant, failure.Failure);
    }

    [Fact]
    public async Task Azure_Arcs_key_file_that_may_not_be_read_names_the_group_that_may()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _lab.Lab.State.ArcEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        Environment.SetEnvironmentVariable("IMDS_ENDPOINT", _lab.Lab.BaseAddress.AbsoluteUri);
        try
        {
            var failure = await _lab.FailAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), null, client: null));

            Assert.Equal(SignInFailure.ManagedIdentityUnavailable, failure.Failure);
            Assert.Contains("himds", failure.NextStep);
            Assert.Contains("Hybrid agent extension applications", failure.NextStep);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IMDS_ENDPOINT", null);
        }
    }

    [Fact]
    public async Task An_identity_that_the_host_does_not_have_is_said()
    {
        var failure = await _lab.FailAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), null, "99999999-9999-9999-9999-999999999999"));

        Assert.Equal(SignInFailure.ManagedIdentityUnavailable, failure.Failure);
        Assert.Contains("-ClientId", failure.NextStep);
    }

    private Task<HuntingSession> ConnectAsync(string? tenant, string? client) =>
        _lab.ConnectAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), tenant, client));
}
