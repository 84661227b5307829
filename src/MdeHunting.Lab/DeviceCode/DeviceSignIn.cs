using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;

namespace MdeHunting.Lab.DeviceCode;

/// <summary>One run of the device code flow, from the code to its redemption.</summary>
internal sealed record DeviceSignIn(
    string DeviceCode,
    string UserCode,
    LabTenant Tenant,
    LabApplication Application,
    RequestedScopes Scopes,
    IReadOnlyList<string> Capabilities,
    DateTimeOffset ExpiresAt
)
{
    public DeviceSignInStatus Status { get; init; }

    public LabAccount? Account { get; init; }

    public int Polls { get; init; }
}

internal enum DeviceSignInStatus
{
    Pending,
    Approved,
    Declined,
    Redeemed,
}
