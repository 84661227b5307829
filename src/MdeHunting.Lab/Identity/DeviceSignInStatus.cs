namespace MdeHunting.Lab.Identity;

internal enum DeviceSignInStatus
{
    Pending,
    Approved,
    Declined,
    Redeemed,
}
