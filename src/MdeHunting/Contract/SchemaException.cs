using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a table or a column cannot be told of.</summary>
public sealed class SchemaException : MdeException
{
    internal SchemaException(SchemaFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    private SchemaException(SchemaException other, Func<string, string> tell)
        : base(other, tell)
    {
        Failure = other.Failure;
    }

    /// <summary>The kind of failure.</summary>
    public SchemaFailure Failure { get; }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            SchemaFailure.LiveSchemaIncomplete => ErrorCategory.ResourceUnavailable,
            SchemaFailure.NotAName => ErrorCategory.InvalidArgument,
            _ => ErrorCategory.ObjectNotFound,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new SchemaException(this, tell);
}
