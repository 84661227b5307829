using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Every refusal of the lab, as the module's user meets it: its own id, its code and correlation id, and a next step.</summary>
public sealed class LabRefusalSignInTests : IAsyncLifetime
{
    private static readonly Dictionary<int, SignInFailure> Expected = new()
    {
        [65001] = SignInFailure.ConsentMissing,
        [650053] = SignInFailure.ScopeUnknown,
        [500011] = SignInFailure.ScopeUnknown,
        [700016] = SignInFailure.ApplicationNotFound,
        [90002] = SignInFailure.TenantNotFound,
        [7000218] = SignInFailure.PublicClientNotAllowed,
        [53003] = SignInFailure.BlockedByConditionalAccess,
        [53000] = SignInFailure.DeviceNotCompliant,
        [53001] = SignInFailure.DeviceNotJoined,
        [530035] = SignInFailure.DeviceCodeBlocked,
        [50076] = SignInFailure.MultifactorRequired,
        [50079] = SignInFailure.MultifactorEnrolmentRequired,
        [50105] = SignInFailure.UserNotAssigned,
        [50020] = SignInFailure.UserNotInTenant,
        [50057] = SignInFailure.AccountDisabled,
        [50173] = SignInFailure.SignInRevoked,
        [700082] = SignInFailure.SignInRevoked,
        [7000215] = SignInFailure.SecretInvalid,
        [7000222] = SignInFailure.SecretExpired,
        [1002012] = SignInFailure.SignInFailed,
    };

    private readonly FakeTimeProvider _labClock = new(DateTimeOffset.UtcNow);
    private readonly LabSignIn _lab;

    public LabRefusalSignInTests()
    {
        _lab = new LabSignIn
        {
            Options = new()
            {
                Tenants = TestLab.Tenants,
                RunQuery = TinyEngine.Run,
                Clock = _labClock,
            },
        };
    }

    public static TheoryData<int> DeviceCodes => Rows(r => r.Flow == LabFlows.DeviceCode);

    /// <summary>Those that a browser hands on; the others a person reads on Entra's own page, and the module waits.</summary>
    public static TheoryData<int> Browsers => Rows(r => r.Flow == LabFlows.Browser && r.Error is not null);

    public static TheoryData<int> Applications => Rows(r => r.Flow == LabFlows.Application);

    public static TheoryData<int> Refreshes => Rows(r => r.Flow == LabFlows.Refresh && r.Cause is not LabRefusalCause.Request);

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(DeviceCodes))]
    public async Task By_device_code(int row)
    {
        var refusal = LabRefusals.All[row];
        _lab.Account = refusal.Account;
        _lab.OnCode = async (person, page, code) => await Record.ExceptionAsync(() => person.ApproveAsync(page, code));

        Require(refusal, await _lab.FailAsync(_lab.NewService(), Request(refusal, SignInMethod.DeviceCode)));
    }

    [Theory]
    [MemberData(nameof(Browsers))]
    public async Task In_the_browser(int row)
    {
        var refusal = LabRefusals.All[row];
        _lab.Account = refusal.Account;
        var service = _lab.NewService(address =>
        {
            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

        Require(refusal, await _lab.FailAsync(service, Request(refusal, SignInMethod.Browser)));
    }

    [Theory]
    [MemberData(nameof(Applications))]
    public async Task As_an_application(int row)
    {
        var refusal = LabRefusals.All[row];
        var secrets = _lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets;
        var choice = new ClientSecretChoice(TestSecret.Of(secrets.TryGetValue(refusal.Secret, out var value) ? value : "wrong"));

        Require(refusal, await _lab.FailAsync(_lab.NewService(), Request(refusal, choice)));
    }

    [Theory]
    [MemberData(nameof(Refreshes))]
    public async Task When_a_token_is_renewed(int row)
    {
        var refusal = LabRefusals.All[row];
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(), Request(refusal, SignInMethod.DeviceCode) with { Scopes = null });
        switch (refusal.Cause)
        {
            case LabRefusalCause.SessionsRevoked:
                _lab.Lab.State.RevokeSessions(refusal.Account);
                break;
            case LabRefusalCause.Inactivity:
                _labClock.Advance(TimeSpan.FromDays(91));
                break;
            default:
                _lab.Lab.State.Faults.Apply(refusal.Account, refusal.Policy);
                break;
        }

        Require(refusal, await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session)));
        Assert.Equal(1, _lab.Prompts);
    }

    private static TheoryData<int> Rows(Func<LabRefusal, bool> which) => [.. Enumerable.Range(0, LabRefusals.All.Count).Where(i => which(LabRefusals.All[i]))];

    private static void Require(LabRefusal refusal, SignInException failure)
    {
        Assert.Equal(Expected[refusal.Code], failure.Failure);
        Assert.NotEmpty(failure.NextStep);

        // A domain that is no tenant is found out before anybody signs in.
        if (refusal.Code != 90002)
        {
            Assert.Equal($"AADSTS{refusal.Code}", failure.ServiceCode);
            Assert.Contains($"AADSTS{refusal.Code}", failure.Message);
            Assert.True(Guid.TryParse(failure.RequestId, out _));
            Assert.Contains(failure.RequestId!, failure.Message);
        }
    }

    private ConnectRequest Request(LabRefusal refusal, SignInMethod method) =>
        Request(refusal, new UserChoice(method, null, MayPrompt: true, CachePersistence.Memory));

    private ConnectRequest Request(LabRefusal refusal, SignInChoice choice) =>
        _lab.Request(choice, refusal.Tenant, refusal.ClientId.ToString()) with
        {
            Scopes = [refusal.Scope],
        };
}
