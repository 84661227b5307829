using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>Says why a query gives no rows.</summary>
public sealed class HuntingException : MdeException
{
    internal HuntingException(HuntingFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    private HuntingException(HuntingException other, Func<string, string> tell)
        : base(other, tell)
    {
        Failure = other.Failure;
        Diagnosis = other.Diagnosis;
        RetryAfter = other.RetryAfter;
        Suggestions = other.Suggestions;
        NarrowingMayHelp = other.NarrowingMayHelp;
        IsOfTenant = other.IsOfTenant;
        IsPassing = other.IsPassing;
        Unresolved = other.Unresolved is { } name ? tell(name) : null;
    }

    /// <summary>The kind of failure.</summary>
    public HuntingFailure Failure { get; }

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

    /// <summary>
    /// Whether the same query over a shorter time may pass: true where the service refused this query for its own cost, false where the tenant's share is used
    /// up (asking more often would make that worse) and for every other failure.
    /// </summary>
    internal bool NarrowingMayHelp { get; init; }

    /// <summary>
    /// Whether the tenant has used up its share of the service, so that it is not the query's own cost: the same query may pass once there is some again.
    /// </summary>
    internal bool IsOfTenant { get; init; }

    /// <summary>Whether the very same query may pass a moment later: the network broke off, or the service failed for a reason of its own.</summary>
    internal bool IsPassing { get; init; }

    /// <summary>The name in the query for which it was refused here; null where it was not for a name.</summary>
    internal string? Unresolved { get; init; }

    /// <summary>The same failure with the names that were probably meant, and another next step.</summary>
    internal HuntingException With(IReadOnlyList<string> suggestions, string nextStep) =>
        new(Failure, What, nextStep, InnerException)
        {
            Target = GetTarget(),
            ServiceCode = GetServiceCode(),
            ServiceMessage = GetServiceMessage(),
            RequestId = GetRequestId(),
            Diagnosis = Diagnosis,
            RetryAfter = RetryAfter,
            Suggestions = suggestions,
            NarrowingMayHelp = NarrowingMayHelp,
            IsOfTenant = IsOfTenant,
            IsPassing = IsPassing,
            Unresolved = Unresolved,
        };

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            HuntingFailure.ArgumentConflict
            or HuntingFailure.EmptyQuery
            or HuntingFailure.NotAQuery
            or HuntingFailure.QueryFromLines
            or HuntingFailure.TimeInvalid => ErrorCategory.InvalidArgument,
            HuntingFailure.QueryNotBounded or HuntingFailure.QueryNotSplittable => ErrorCategory.InvalidOperation,
            HuntingFailure.QueryFileNotFound => ErrorCategory.ObjectNotFound,
            HuntingFailure.QueryFileUnreadable => ErrorCategory.ReadError,
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
