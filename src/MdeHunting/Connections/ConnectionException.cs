using System.Management.Automation;
using MdeHunting.Service;

namespace MdeHunting.Connections;

/// <summary>Says why a connection cannot be made or found.</summary>
public sealed class ConnectionException : MdeException
{
    internal ConnectionException(ConnectionFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    /// <summary>The kind of failure.</summary>
    public ConnectionFailure Failure { get; }

    /// <inheritdoc/>
    public override ErrorCategory Category => Failure switch
    {
        ConnectionFailure.NotConnected or ConnectionFailure.ConnectionNotFound => ErrorCategory.ObjectNotFound,
        _ => ErrorCategory.InvalidArgument,
    };
}
