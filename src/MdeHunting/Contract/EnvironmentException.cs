using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why an environment cannot be used.</summary>
public sealed class EnvironmentException : MdeException<EnvironmentFailure>
{
    internal EnvironmentException(EnvironmentFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private EnvironmentException(EnvironmentException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            EnvironmentFailure.EnvironmentNotFound => ErrorCategory.ObjectNotFound,
            EnvironmentFailure.InsecureAddress
            or EnvironmentFailure.EnvironmentNameReserved
            or EnvironmentFailure.EnvironmentHostsDiffer
            or EnvironmentFailure.ScopeOfAnotherService => ErrorCategory.SecurityError,
            EnvironmentFailure.EnvironmentUnreadable => ErrorCategory.ReadError,
            _ => ErrorCategory.InvalidData,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new EnvironmentException(this, tell);
}
