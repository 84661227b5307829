using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a connection cannot be made or found.</summary>
public sealed class ConnectionException : MdeException<ConnectionFailure>
{
    internal ConnectionException(ConnectionFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private ConnectionException(ConnectionException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            ConnectionFailure.NotConnected or ConnectionFailure.ConnectionNotFound => ErrorCategory.ObjectNotFound,
            _ => ErrorCategory.InvalidArgument,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new ConnectionException(this, tell);
}
