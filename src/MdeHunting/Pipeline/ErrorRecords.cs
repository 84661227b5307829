using System.Management.Automation;
using MdeHunting.Service;

namespace MdeHunting.Pipeline;

/// <summary>Makes PowerShell's error record of a failure.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of any exception that ends the work of a cmdlet.</summary>
    public static ErrorRecord Of(Exception exception) => exception is MdeException failure
        ? Of(failure)
        : new ErrorRecord(exception, "UnexpectedFailure", ErrorCategory.InvalidOperation, null);

    /// <summary>The record of a failure of ours: its id, its category, its target, and the next step as the recommended action.</summary>
    public static ErrorRecord Of(MdeException failure) => new(failure, failure.ErrorId, failure.Category, failure.Target)
    {
        ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.NextStep },
    };
}
