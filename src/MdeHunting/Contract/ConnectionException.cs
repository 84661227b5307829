using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a connection cannot be made or found.</summary>
public sealed class ConnectionException : MdeException
{
    internal ConnectionException(ConnectionFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    private ConnectionException(ConnectionException other, Func<string, string> tell)
        : base(other, tell)
    {
        Failure = other.Failure;
    }

    /// <summary>The kind of failure.</summary>
    public ConnectionFailure Failure { get; }

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
