using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a table or a column cannot be told of.</summary>
public sealed class SchemaException : MdeException<SchemaFailure>
{
    internal SchemaException(SchemaFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private SchemaException(SchemaException other, Func<string, string> tell)
        : base(other, tell) { }

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
