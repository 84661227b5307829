using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Pipeline;

/// <summary>Makes PowerShell's error record of a failure.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of any exception that ends the work of a cmdlet.</summary>
    public static ErrorRecord Of(Exception exception) => exception is MdeException failure ? Of(failure) : Unforeseen(exception);

    /// <summary>
    /// The record of a failure of ours: its id, its category and its target. The next step is in the message and not in RecommendedAction, which
    /// Windows PowerShell does not show and PowerShell 7 would show a second time.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What failed, where that is not the failure's own; null where it is.</param>
    public static ErrorRecord Of(MdeException failure, object? target = null) =>
        new(failure, failure.ErrorId, failure.Category, target is string text ? TerminalSafeText.Line(text) : target ?? failure.Target)
        {
            ErrorDetails = failure.HasSubject ? new ErrorDetails(failure.Message) : null,
        };

    private static ErrorRecord Unforeseen(Exception exception)
    {
        var cause = CauseException.Of(exception)!;
        var record = new ErrorRecord(cause, "UnexpectedFailure", ErrorCategory.InvalidOperation, null) { ErrorDetails = new ErrorDetails(cause.Message) };
        record.CategoryInfo.Reason = exception.GetType().Name;
        return record;
    }
}
