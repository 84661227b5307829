using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Pipeline;

/// <summary>Makes PowerShell's error record of a failure.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of any exception that ends the work of a cmdlet.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="command">The cmdlet.</param>
    public static ErrorRecord Of(Exception exception, Cmdlet command) => exception is MdeException failure ? Of(failure, command) : Unforeseen(exception);

    /// <summary>
    /// The record of a failure of ours: its id, its category and its target. The next step is in the message and not in RecommendedAction, which
    /// Windows PowerShell does not show and PowerShell 7 would show a second time.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <param name="command">The cmdlet that it is of.</param>
    /// <param name="target">What failed, where that is not the failure's own; null where it is.</param>
    public static ErrorRecord Of(MdeException failure, Cmdlet command, object? target = null) =>
        new(failure, failure.ErrorId, failure.Category, target is string text ? TerminalSafeText.Line(text) : target ?? failure.Target)
        {
            ErrorDetails = Text(failure, command) is { } shown ? new ErrorDetails(shown) : null,
        };

    // What is shown in place of the exception's own message.
    private static string? Text(MdeException failure, Cmdlet command) =>
        (failure is HuntingException { Excerpt: { } excerpt } refusal ? ScriptErrorText.Of(refusal.WithoutExcerpt(), excerpt, command as PSCmdlet) : null)
        ?? (failure.HasSubject ? failure.Message : null);

    private static ErrorRecord Unforeseen(Exception exception)
    {
        var cause = CauseException.Of(exception)!;
        var record = new ErrorRecord(cause, "UnexpectedFailure", ErrorCategory.InvalidOperation, null) { ErrorDetails = new ErrorDetails(cause.Message) };
        record.CategoryInfo.Reason = exception.GetType().Name;
        return record;
    }
}
