using System.Security.Cryptography;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Faults;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.DeviceCode;

/// <summary>The device code sign-ins of a lab: RFC 8628, with Entra's endings.</summary>
internal sealed class DeviceSignIns(TimeProvider clock, TimeSpan lifetime, bool approveThemselves, LabFaults faults)
{
    // Without the letters and digits that people take for one another (RFC 8628, section 6.1).
    private const string UserCodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PollsBeforeApproval = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DeviceSignIn> _byDeviceCode = [];

    public DeviceSignIn Begin(LabTenant tenant, LabApplication application, RequestedScopes scopes, IReadOnlyList<string> capabilities)
    {
        var signIn = new DeviceSignIn(
            Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(96)),
            RandomNumberGenerator.GetString(UserCodeLetters, 9),
            tenant,
            application,
            scopes,
            capabilities,
            clock.GetUtcNow() + lifetime
        );
        lock (_lock)
        {
            _byDeviceCode[signIn.DeviceCode] = signIn;
        }

        return signIn;
    }

    /// <summary>The sign-in that a person typed the code of; spaces, hyphens and case do not matter.</summary>
    public DeviceSignIn? FindByUserCode(string typed)
    {
        var code = typed.Replace(" ", "").Replace("-", "").Trim();
        lock (_lock)
        {
            return _byDeviceCode.Values.FirstOrDefault(one => string.Equals(one.UserCode, code, StringComparison.OrdinalIgnoreCase));
        }
    }

    public bool IsExpired(DeviceSignIn signIn) => clock.GetUtcNow() >= signIn.ExpiresAt;

    /// <summary>Records the person's decision; false where there is nothing to decide any more.</summary>
    public bool Decide(string userCode, LabAccount account, bool approve)
    {
        lock (_lock)
        {
            if (FindByUserCode(userCode) is not { Status: DeviceSignInStatus.Pending } signIn || IsExpired(signIn))
            {
                return false;
            }

            _byDeviceCode[signIn.DeviceCode] = signIn with { Account = account, Status = approve ? DeviceSignInStatus.Approved : DeviceSignInStatus.Declined };
            return true;
        }
    }

    /// <summary>Answers a client's poll. An approved sign-in is handed out once.</summary>
    /// <exception cref="EntraException">The sign-in has not been approved, or never can be.</exception>
    public DeviceSignIn Redeem(string deviceCode, LabTenant tenant, LabApplication application)
    {
        if (faults.TakeDeviceCodePoll() is { } forced)
        {
            throw new EntraException(forced);
        }

        lock (_lock)
        {
            if (!_byDeviceCode.TryGetValue(deviceCode, out var signIn) || signIn.Tenant.Id != tenant.Id || signIn.Application.Id != application.Id)
            {
                throw new EntraException(EntraError.BadVerificationCode);
            }

            signIn = signIn with { Polls = signIn.Polls + 1 };
            if (approveThemselves && signIn.Status == DeviceSignInStatus.Pending && signIn.Polls >= PollsBeforeApproval)
            {
                signIn = signIn with { Status = DeviceSignInStatus.Approved, Account = tenant.Accounts[0] };
            }

            _byDeviceCode[deviceCode] = signIn;

            if (signIn.Status == DeviceSignInStatus.Redeemed)
            {
                throw new EntraException(EntraError.AlreadyRedeemed);
            }

            if (IsExpired(signIn))
            {
                throw new EntraException(EntraError.DeviceCodeExpired);
            }

            if (signIn.Status == DeviceSignInStatus.Declined)
            {
                throw new EntraException(EntraError.AuthorizationDeclined);
            }

            if (signIn.Status == DeviceSignInStatus.Pending)
            {
                throw new EntraException(EntraError.AuthorizationPending);
            }

            _byDeviceCode[deviceCode] = signIn with { Status = DeviceSignInStatus.Redeemed };
            return signIn;
        }
    }
}
