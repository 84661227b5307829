using System.Net;
using MdeHunting.Connections;

namespace MdeHunting.Service.Hunting;

/// <summary>An answer as it came over the wire, whatever it says.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Content">The body.</param>
/// <param name="ContentType">The body's media type; null where there is none.</param>
/// <param name="RequestId">The service's id of the request, or the one that it was sent with.</param>
internal sealed record WireAnswer(HttpStatusCode Status, ResponseBody Content, string? ContentType, string RequestId) : IDisposable
{
    /// <summary>When the request was sent (UTC).</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the whole answer was there (UTC).</summary>
    public DateTime FinishedAt { get; init; }

    /// <summary>The time between.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long the service asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer of a response whose body has been read.</summary>
    public static WireAnswer Of(HttpResponseMessage response, ResponseBody content, string sentId) =>
        new(response.StatusCode, content, response.Content.Headers.ContentType?.MediaType, ServiceId(response) ?? sentId)
        {
            RetryAfter = Wait(response),
        };

    /// <summary>The failure that it tells of.</summary>
    public Exception Failure(HuntingFailures failures, string query, MdeHuntingRight? right = null)
    {
        using var body = Content.Open();
        var error = ServiceError.Read(body);
        return failures.OfAnswer(Status, error, ContentType, error?.RequestId ?? RequestId, query, right, RetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();

    // A date is the server's, and so goes by the server's clock (RFC 9110, section 10.2.3); one that is over is no wait.
    private static TimeSpan? Wait(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is not { } told ? null
            : told.Delta ?? (told.Date is { } date && response.Headers.Date is { } now ? date - now : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static string? ServiceId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("request-id", out var ids) || response.Headers.TryGetValues("x-ms-request-id", out ids) ? ids.FirstOrDefault() : null;
}
