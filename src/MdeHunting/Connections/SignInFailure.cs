namespace MdeHunting.Connections;

/// <summary>The ways in which a sign-in does not succeed; each name is the ErrorId of its error record.</summary>
public enum SignInFailure
{
    /// <summary>No way of signing in was chosen.</summary>
    SignInMethodMissing,

    /// <summary>The person declined the sign-in.</summary>
    SignInDeclined,

    /// <summary>Nobody finished the sign-in while the code could be used.</summary>
    DeviceCodeExpired,

    /// <summary>The service does not know the device code.</summary>
    DeviceCodeRejected,

    /// <summary>The sign-in is no longer good and needs the person again.</summary>
    SignInRequired,

    /// <summary>Another tenant signed in than the one that was asked for.</summary>
    WrongTenant,

    /// <summary>The identity service could not be reached.</summary>
    ServiceUnreachable,

    /// <summary>The identity service showed a certificate that is not trusted.</summary>
    CertificateRefused,

    /// <summary>The identity service refused the sign-in for another reason; it is in the message.</summary>
    SignInFailed,
}
