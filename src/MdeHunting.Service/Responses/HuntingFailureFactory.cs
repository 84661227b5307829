using System.Net;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Responses;

/// <summary>Turns what a service responds, or what the network throws, into failures that say what to try next.</summary>
internal sealed class HuntingFailureFactory(HuntingService api, Uri address)
{
    /// <summary>The failure that a response tells of.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">What the body says; null where it is no error body.</param>
    /// <param name="contentType">The body's media type; null where there is none.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="query">The query.</param>
    /// <param name="right">What the token says of a 403; null where it cannot be read.</param>
    /// <param name="responder">Who answered.</param>
    /// <param name="elapsed">How long it took to come.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not say.</param>
    public HuntingException OfResponse(
        HttpStatusCode status,
        ServiceError? error,
        string? contentType,
        string requestId,
        string query,
        MdeHuntingRight? right,
        Responder responder,
        TimeSpan elapsed,
        TimeSpan? retryAfter = null
    )
    {
        // To wait is right whoever says so.
        if (!responder.IsService(error) && (int)status != 429)
        {
            return OfStranger(status, error, contentType, requestId, query, responder, elapsed, retryAfter);
        }

        var said = ForeignText.Cut(error?.Message ?? error?.Code ?? (contentType is null ? "it has no message" : $"its message can't be read ({contentType})"));
        var cost = CostRefusal.Find(status, error);
        var (failure, what, next) = cost is not null
            ? (cost.Failure, $"{cost.What}: {said}", cost.NextStep)
            : (int)status switch
            {
                400 => (HuntingFailure.QueryRefused, $"The service rejected the query: {WithoutQuery(said)}", NextOfRefused(said)),
                401 => (
                    HuntingFailure.Unauthorized,
                    $"The service rejected the token: {said}",
                    "Check it with Get-MdeTokenInfo, and connect again with Connect-MdeTenant."
                ),
                403 => (
                    HuntingFailure.Forbidden,
                    Sentence.Of($"The service doesn't allow this account to run hunting queries: {said}") + (right is null ? null : $" {right.Cause}"),
                    NextOfForbidden(right)
                ),
                429 => (
                    HuntingFailure.TooManyRequests,
                    $"The tenant's quota is used up: {said}",
                    "Wait a moment, and run the query again. A narrower query uses less of the quota."
                ),
                504 or 408 => (
                    HuntingFailure.RequestTimeout,
                    $"The service took too long: {said}",
                    "Narrow the query: use a shorter time range, fewer tables, and filters first."
                ),
                200 => (
                    HuntingFailure.ServiceError,
                    $"The service returned HTTP 200 with an error: {said}",
                    "Run the query again. If the error persists, contact Microsoft Support with the request ID."
                ),
                _ => (
                    HuntingFailure.ServiceError,
                    FormattableString.Invariant($"The service failed with HTTP {(int)status}: {said}"),
                    "Run the query again later. If the error persists, contact Microsoft Support with the request ID."
                ),
            };
        return new HuntingException(failure, Sentence.Of(what), next)
        {
            Target = query,
            ServiceCode = error?.Code,
            ServiceMessage = error?.Message,
            RequestId = requestId,
            Diagnosis = right,
            RetryAfter = retryAfter,
            Remedies = cost is null ? RemediesOf(status, failure is HuntingFailure.RequestTimeout, elapsed) : cost.Remedies(status),
        };
    }

    /// <summary>The failure of a response that something on the way gave, and not the service.</summary>
    public HuntingException OfStranger(
        HttpStatusCode status,
        ServiceError? error,
        string? contentType,
        string requestId,
        string query,
        Responder responder,
        TimeSpan elapsed,
        TimeSpan? retryAfter = null
    )
    {
        var form = contentType is null ? "without a body" : $"with {contentType}";
        var who = responder.Names.Length == 0 ? null : $" ({responder.Names})";
        var said = error?.Message is { } message ? $" Its message: {message}" : null;
        return new HuntingException(
            HuntingFailure.AnswerNotFromService,
            Sentence.Of(
                FormattableString.Invariant(
                    $"The response isn't from {address.Host}, but from something on the way to it{who}: HTTP {(int)status} {form}, without the service's own format and request "
                ) + $"ID.{said}"
            ),
            $"Check what's on the way: a proxy (-Proxy specifies another), a gateway or filter that must allow {address.Host}, or a network that requires "
                + "its own sign-in in a browser. The service itself hasn't rejected anything."
        )
        {
            Target = query,
            ServiceMessage = error?.Message,
            RequestId = requestId,
            RetryAfter = retryAfter,
            Remedies = RemediesOf(status, (int)status is 408 or 504, elapsed),
        };
    }

    /// <summary>The failure of a response that sends the caller elsewhere.</summary>
    public HuntingException OfRedirect(HttpStatusCode status, Uri? location) =>
        new(
            HuntingFailure.RedirectRefused,
            FormattableString.Invariant(
                $"{address} responded with a redirect (HTTP {(int)status}) to {location?.ToString() ?? "nowhere"}, which isn't followed: the token isn't sent to "
            ) + "another address.",
            "Check the address of the API in the environment, and the proxy."
        )
        {
            Target = address,
        };

    /// <summary>The failure of a request that found no response.</summary>
    public HuntingException OfNetwork(Exception exception)
    {
        var failure = NetworkFailure.Of(
            exception,
            address.Host,
            $"query to {address.Host}",
            "Connect again, and specify its credentials with -ProxyCredential or another proxy with -Proxy."
        );
        return new HuntingException(
            failure.Fault switch
            {
                NetworkFault.Certificate => HuntingFailure.HuntingCertificateRefused,
                NetworkFault.Proxy => HuntingFailure.HuntingProxyRefused,
                _ => HuntingFailure.HuntingServiceUnreachable,
            },
            failure.What,
            failure.NextStep,
            exception
        )
        {
            Target = address,
            Remedies = failure.Passes ? HuntingRemedies.Repeat | HuntingRemedies.WaitOut : HuntingRemedies.None,
        };
    }

    /// <summary>The failure of a response whose connection broke off.</summary>
    public static HuntingException OfBrokenBody(Exception exception, string query) =>
        new(
            HuntingFailure.AnswerTruncated,
            Sentence.Of($"The connection was lost in the middle of the response: {exception.Message}"),
            "Run the query again. If the error persists, check the network: a VPN, a proxy, or a firewall may have dropped the connection.",
            exception
        )
        {
            Target = query,
            Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut,
        };

    /// <summary>The failure of a request of whose response nothing came, or no more, in longer than the service itself allows.</summary>
    /// <param name="limit">How long it was waited for.</param>
    /// <param name="isProbe">Whether that is little, since nobody has answered for long.</param>
    /// <param name="query">The query.</param>
    public HuntingException OfSilence(TimeSpan limit, bool isProbe, string query) =>
        new(
            HuntingFailure.RequestTimeout,
            FormattableString.Invariant($"{address.Host} didn't respond within {limit.TotalSeconds:0} seconds")
                + (isProbe ? ", and hadn't responded before. The query was sent once." : ": its response didn't arrive, or stopped arriving without an error."),
            "Check the network first: a VPN, a proxy, or a firewall may have dropped the connection, because the service reports an error itself if a query takes "
                + FormattableString.Invariant($"longer than {api.TimeLimit.TotalSeconds:0} seconds. If the network is fine, narrow the query.")
        )
        {
            Target = query,
            Remedies = HuntingRemedies.Repeat | HuntingRemedies.Reconnect | (isProbe ? HuntingRemedies.None : HuntingRemedies.Narrow),
        };

    /// <summary>The failure of a request that took longer than it was given.</summary>
    public HuntingException OfTimeout(TimeSpan limit, string query) =>
        new(
            HuntingFailure.RequestTimeout,
            FormattableString.Invariant($"{address.Host} didn't respond within {limit.TotalSeconds:0} seconds."),
            "Narrow the query: use a shorter time range, fewer tables, and filters first."
        )
        {
            Target = query,
            Remedies = HuntingRemedies.Narrow,
        };

    // What a service failed at for a reason of its own, it may do a moment later; what took it too long, over a shorter time. A 200 refuses nothing: what
    // comes with it and is no result is not the service's last word. A 500 may be what this query does to the service, which time does not mend.
    private HuntingRemedies RemediesOf(HttpStatusCode status, bool tookTooLong, TimeSpan elapsed) =>
        (int)status switch
        {
            408 or (>= 502 and <= 504) => HuntingRemedies.Repeat | HuntingRemedies.WaitOut,
            200 or 500 or 501 => HuntingRemedies.Repeat,
            _ => HuntingRemedies.None,
        }
        | (tookTooLong ? HuntingRemedies.Narrow : HuntingRemedies.None)
        | (tookTooLong && elapsed >= api.TimeLimit ? HuntingRemedies.Once : HuntingRemedies.None);

    // Behind a place the service repeats the query, of which that place's line is shown. Its whole words are in ServiceMessage.
    private static string WithoutQuery(string said)
    {
        const string query = " Query: '";
        var at = said.IndexOf(query, StringComparison.Ordinal);
        return at > 0 && said.IndexOf("[line:position=", 0, at, StringComparison.Ordinal) >= 0 ? said.Substring(0, at) : said;
    }

    // What can't be read isn't a matter of names.
    private static string NextOfRefused(string said) =>
        said.IndexOf("syntax error", StringComparison.OrdinalIgnoreCase) >= 0 || said.IndexOf("SYN0", StringComparison.Ordinal) >= 0
            ? "To check a query without running it, use Test-MdeHuntingQuery."
            : "To look up names, use Get-MdeHuntingSchema.";

    private string NextOfForbidden(MdeHuntingRight? right) =>
        right switch
        {
            null => $"A user needs the delegated permission {api.Permission} of '{api.Resource}' with consent, and the right to hunt in Defender; an "
                + $"application needs the role {api.ApplicationPermission}. "
                + "Get-MdeTokenInfo shows what the token has.",
            { CanHunt: false } => $"{right.Advice} Get-MdeTokenInfo shows what the token has.",
            _ => right.Advice
                ?? "So the token has the required permission. See the service's message for the cause, or contact Microsoft Support with the " + "request ID.",
        };
}
