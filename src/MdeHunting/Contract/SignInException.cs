using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a sign-in does not succeed.</summary>
public sealed class SignInException : MdeException<SignInFailure>
{
    internal SignInException(SignInFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private SignInException(SignInException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            SignInFailure.ServiceUnreachable or SignInFailure.ProxyRefused => ErrorCategory.ConnectionError,
            SignInFailure.CertificateRefused or SignInFailure.WrongTenant or SignInFailure.WrongAccount => ErrorCategory.SecurityError,
            SignInFailure.DeviceCodeExpired or SignInFailure.BrowserTimedOut or SignInFailure.SignInTimeout => ErrorCategory.OperationTimeout,
            SignInFailure.SignInDeclined
            or SignInFailure.ConsentMissing
            or SignInFailure.UserNotAssigned
            or SignInFailure.BlockedByConditionalAccess
            or SignInFailure.DeviceNotCompliant
            or SignInFailure.DeviceNotJoined
            or SignInFailure.DeviceCodeBlocked => ErrorCategory.PermissionDenied,
            SignInFailure.TenantNotFound or SignInFailure.ApplicationNotFound or SignInFailure.CertificateNotFound => ErrorCategory.ObjectNotFound,
            SignInFailure.BrowserUnavailable or SignInFailure.ManagedIdentityUnavailable => ErrorCategory.ResourceUnavailable,
            SignInFailure.CertificateUnreadable or SignInFailure.CertificateWithoutKey or SignInFailure.FederatedTokenUnreadable => ErrorCategory.InvalidData,
            SignInFailure.InvalidIdentityResponse => ErrorCategory.ProtocolError,
            SignInFailure.AccountCacheUnusable => ErrorCategory.WriteError,
            SignInFailure.TokenForAnotherApi or SignInFailure.InvalidCredential => ErrorCategory.InvalidArgument,
            _ => ErrorCategory.AuthenticationError,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new SignInException(this, tell);
}
