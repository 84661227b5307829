using System.Management.Automation;
using MdeHunting.Contract;

namespace MdeHunting;

/// <summary>Says why a sign-in does not succeed.</summary>
public sealed class SignInException : MdeException<SignInFailure>
{
    internal SignInException(SignInFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private SignInException(SignInException other, Func<string, string> tell)
        : base(other, tell)
    {
        Trouble = other.Trouble;
        RetryAfter = other.RetryAfter;
    }

    /// <summary>Whether it passes by itself.</summary>
    internal SignInTrouble Trouble { get; init; }

    /// <summary>How long the identity service asks to wait; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the very same may succeed a little later: it says nothing against the sign-in itself.</summary>
    internal bool MayPass => Trouble is not SignInTrouble.Lasting;

    /// <summary>The same failure with how long it was waited out.</summary>
    internal SignInException After(int times, TimeSpan time) =>
        new(
            Failure,
            FormattableString.Invariant($"{What} The module tried {times} times within {Math.Ceiling(time.TotalSeconds):N0} seconds."),
            NextStep,
            InnerException
        )
        {
            Trouble = Trouble,
            RetryAfter = RetryAfter,
            Target = GetTarget(),
            ServiceCode = GetServiceCode(),
            ServiceMessage = GetServiceMessage(),
            RequestId = GetRequestId(),
        };

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            SignInFailure.ServiceUnreachable or SignInFailure.ProxyRefused => ErrorCategory.ConnectionError,
            SignInFailure.CertificateRefused or SignInFailure.WrongTenant or SignInFailure.WrongAccount => ErrorCategory.SecurityError,
            SignInFailure.DeviceCodeExpired or SignInFailure.BrowserTimedOut or SignInFailure.SignInTimeout => ErrorCategory.OperationTimeout,
            SignInFailure.SignInDeclined
            or SignInFailure.ConsentMissing
            or SignInFailure.ApplicationDisabled
            or SignInFailure.ApplicationNotPreauthorized
            or SignInFailure.UserNotAssigned
            or SignInFailure.BlockedByConditionalAccess
            or SignInFailure.DeviceNotCompliant
            or SignInFailure.DeviceNotJoined
            or SignInFailure.DeviceCodeBlocked => ErrorCategory.PermissionDenied,
            SignInFailure.TenantNotFound or SignInFailure.ApplicationNotFound or SignInFailure.CertificateNotFound => ErrorCategory.ObjectNotFound,
            SignInFailure.BrowserUnavailable or SignInFailure.ManagedIdentityUnavailable => ErrorCategory.ResourceUnavailable,
            SignInFailure.CertificateUnreadable or SignInFailure.CertificateWithoutKey or SignInFailure.FederatedTokenUnreadable => ErrorCategory.InvalidData,
            SignInFailure.TokenProviderWithoutToken => ErrorCategory.InvalidResult,
            SignInFailure.InvalidIdentityResponse => ErrorCategory.ProtocolError,
            SignInFailure.AccountCacheUnusable => ErrorCategory.WriteError,
            SignInFailure.TokenForAnotherApi or SignInFailure.InvalidCredential => ErrorCategory.InvalidArgument,
            _ => ErrorCategory.AuthenticationError,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new SignInException(this, tell);
}
