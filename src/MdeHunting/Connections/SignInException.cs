using System.Management.Automation;
using MdeHunting.Service;

namespace MdeHunting.Connections;

/// <summary>Says why a sign-in does not succeed.</summary>
public sealed class SignInException : MdeException
{
    internal SignInException(SignInFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    /// <summary>The kind of failure.</summary>
    public SignInFailure Failure { get; }

    /// <inheritdoc/>
    public override ErrorCategory Category => Failure switch
    {
        SignInFailure.ServiceUnreachable or SignInFailure.CertificateRefused => ErrorCategory.ConnectionError,
        SignInFailure.DeviceCodeExpired => ErrorCategory.OperationTimeout,
        SignInFailure.SignInDeclined => ErrorCategory.PermissionDenied,
        SignInFailure.SignInMethodMissing => ErrorCategory.InvalidArgument,
        SignInFailure.WrongTenant => ErrorCategory.SecurityError,
        _ => ErrorCategory.AuthenticationError,
    };
}
