using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why an application cannot be registered.</summary>
public sealed class RegistrationException : MdeException<RegistrationFailure>
{
    internal RegistrationException(RegistrationFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private RegistrationException(RegistrationException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            RegistrationFailure.RegistrationInvalid => ErrorCategory.InvalidArgument,
            RegistrationFailure.ApplicationExists => ErrorCategory.ResourceExists,
            RegistrationFailure.RegistrationForbidden => ErrorCategory.PermissionDenied,
            RegistrationFailure.ApiNotInTenant => ErrorCategory.ObjectNotFound,
            RegistrationFailure.RegistrationUnreachable => ErrorCategory.ConnectionError,
            _ => ErrorCategory.InvalidOperation,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new RegistrationException(this, tell);
}
