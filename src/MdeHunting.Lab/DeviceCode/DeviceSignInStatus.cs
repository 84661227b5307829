namespace MdeHunting.Lab.DeviceCode;

internal enum DeviceSignInStatus
{
    Pending,
    Approved,
    Declined,
    Redeemed,
}
