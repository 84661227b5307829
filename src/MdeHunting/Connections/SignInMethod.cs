namespace MdeHunting.Connections;

/// <summary>The ways to sign in.</summary>
public enum SignInMethod
{
    /// <summary>A code that the person enters on a page in any browser (RFC 8628).</summary>
    DeviceCode,
}
