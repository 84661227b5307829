using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>Says why a query gives no rows.</summary>
public sealed class HuntingException : MdeException<HuntingFailure>
{
    internal HuntingException(HuntingFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private HuntingException(HuntingException other, Func<string, string> tell, string? nextStep = null)
        : base(other, tell, nextStep)
    {
        Diagnosis = other.Diagnosis;
        RetryAfter = other.RetryAfter;
        Suggestions = other.Suggestions;
        Remedies = other.Remedies;
        Unresolved = other.Unresolved is { } name ? tell(name) : null;
        Place = other.Place;
        Excerpt = other.Excerpt is { } excerpt ? tell(excerpt) : null;
    }

    /// <summary>
    /// What the token says of the right to hunt through that service; only where the failure is Forbidden, and null where the token cannot be read.
    /// </summary>
    public MdeHuntingRight? Diagnosis { get; internal init; }

    /// <summary>
    /// How long the service asks to wait before the next query (Retry-After, RFC 9110 section 10.2.3), at most an hour; null where it does not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>
    /// Names of tables or columns that were probably meant by one that the service does not know, the nearest first; empty where that is not the failure, or
    /// none is near.
    /// </summary>
    public IReadOnlyList<string> Suggestions
    {
        get;
        internal init => field = [.. value.Select(TerminalSafeText.Line)];
    } = [];

    /// <inheritdoc/>
    public override string Message => Excerpt is null ? base.Message : $"{base.Message}\n{Excerpt}";

    /// <summary>The message without the lines of <see cref="Excerpt"/>.</summary>
    internal string WithoutExcerpt() => base.Message;

    /// <summary>The line of the query at which the service stumbled, and a mark under the place; null where it does not say.</summary>
    internal string? Excerpt { get; init; }

    /// <summary>What may help against it without a person.</summary>
    internal HuntingRemedies Remedies { get; init; }

    /// <summary>Whether the very same query may succeed a moment later.</summary>
    internal bool MayRepeat => (Remedies & HuntingRemedies.Repeat) != 0;

    /// <summary>Whether that is a matter of time, and not of how often it is sent.</summary>
    internal bool MayWaitOut => (Remedies & HuntingRemedies.WaitOut) != 0;

    /// <summary>Whether it may succeed on a new connection.</summary>
    internal bool MayReconnect => (Remedies & HuntingRemedies.Reconnect) != 0;

    /// <summary>Whether it is worth no more than one more attempt.</summary>
    internal bool MayRepeatOnce => (Remedies & (HuntingRemedies.Reconnect | HuntingRemedies.Once)) != 0;

    /// <summary>Whether the same query may succeed over a shorter time.</summary>
    internal bool MayNarrow => (Remedies & HuntingRemedies.Narrow) != 0;

    /// <summary>Whether the same query may succeed once there is some of the tenant's share again.</summary>
    internal bool MayWaitForShare => (Remedies & HuntingRemedies.WaitForShare) != 0;

    /// <summary>The name in the query for which it was refused here; null where it was not for a name.</summary>
    internal string? Unresolved { get; init; }

    /// <summary>Where in the query as it was given it was refused here, both counted from 1; null where it was not refused for a place.</summary>
    internal (int Line, int Column)? Place { get; init; }

    /// <summary>Whether it is of one query, and says nothing against the command's time range or the connection.</summary>
    internal bool IsOfQuery => Failure is not (HuntingFailure.TimeInvalid or HuntingFailure.Unauthorized);

    /// <summary>Whether an exception is one that nobody foresaw: it is that of one query, and not of the others.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="token">Whose cancellation is no failure.</param>
    internal static bool IsUnforeseen(Exception exception, CancellationToken token) =>
        exception is not MdeException && !(exception is OperationCanceledException && token.IsCancellationRequested);

    /// <summary>The failure of a query that ended in a way that nobody foresaw.</summary>
    internal static HuntingException Unforeseen(Exception exception) =>
        new(
            HuntingFailure.UnexpectedFailure,
            $"An unexpected error ended the query: {exception.Message}",
            "Run the query again. If the error persists, report it with the output of Get-Error.",
            exception
        )
        {
            Remedies = HuntingRemedies.Repeat,
        };

    /// <summary>The same failure with the names that were probably meant, and another next step.</summary>
    internal HuntingException With(IReadOnlyList<string> suggestions, string nextStep) =>
        new(this, static text => text, nextStep) { Suggestions = suggestions };

    /// <summary>The same failure in other words; what the service said stays as it was.</summary>
    internal HuntingException WithWhat(string what, string nextStep) => new(this, text => text == What ? what : text, nextStep);

    /// <summary>The same failure with the line of the query at which the service stumbled.</summary>
    internal HuntingException WithExcerpt(string excerpt) => new(this, static text => text) { Excerpt = excerpt };

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            HuntingFailure.ArgumentConflict
            or HuntingFailure.EmptyQuery
            or HuntingFailure.NotAQuery
            or HuntingFailure.ParameterInvalid
            or HuntingFailure.ParameterMissing
            or HuntingFailure.ParameterUnknown
            or HuntingFailure.ParameterNameTaken
            or HuntingFailure.QueryFromLines
            or HuntingFailure.TimeInvalid => ErrorCategory.InvalidArgument,
            HuntingFailure.QueryNotBounded or HuntingFailure.QueryNotSplittable or HuntingFailure.QueryCheckFailed or HuntingFailure.UnexpectedFailure =>
                ErrorCategory.InvalidOperation,
            HuntingFailure.QueryFileNotFound => ErrorCategory.ObjectNotFound,
            HuntingFailure.QueryFileUnreadable => ErrorCategory.ReadError,
            HuntingFailure.ResponseNotRecorded => ErrorCategory.WriteError,
            HuntingFailure.QueryRefused => ErrorCategory.SyntaxError,
            HuntingFailure.Unauthorized or HuntingFailure.NotAsked => ErrorCategory.AuthenticationError,
            HuntingFailure.Forbidden => ErrorCategory.PermissionDenied,
            HuntingFailure.TooManyRequests
            or HuntingFailure.QuotaExhausted
            or HuntingFailure.ResultTruncated
            or HuntingFailure.WindowIncomplete
            or HuntingFailure.ResultTooLarge
            or HuntingFailure.AnswerTooLarge
            or HuntingFailure.ProcessingResourcesExceeded => ErrorCategory.LimitsExceeded,
            HuntingFailure.RequestTimeout or HuntingFailure.QueryTimeout => ErrorCategory.OperationTimeout,
            HuntingFailure.HuntingServiceUnreachable
            or HuntingFailure.HuntingCertificateRefused
            or HuntingFailure.HuntingProxyRefused
            or HuntingFailure.AnswerNotFromService => ErrorCategory.ConnectionError,
            HuntingFailure.ServiceError => ErrorCategory.ResourceUnavailable,
            HuntingFailure.RedirectRefused or HuntingFailure.HostRefused => ErrorCategory.SecurityError,
            _ => ErrorCategory.InvalidData,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new HuntingException(this, tell);
}
