using System.Net;
using MdeHunting.Connections;

namespace MdeHunting.Service.Hunting;

/// <summary>An answer as it came over the wire, whatever it says.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Content">The body.</param>
/// <param name="ContentType">The body's media type; null where there is none.</param>
/// <param name="RequestId">The service's id of the request, or the one that it was sent with.</param>
/// <param name="Proving">The proving of the body, where it was begun while the body came.</param>
internal sealed record WireAnswer(HttpStatusCode Status, ResponseBody Content, string? ContentType, string RequestId, Task<AnswerProof>? Proving) : IDisposable
{
    /// <summary>When the request was sent (UTC).</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the whole answer was there (UTC).</summary>
    public DateTime FinishedAt { get; init; }

    /// <summary>The time between.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long the service asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Reads a response's body to its end; a long one is proved meanwhile.</summary>
    /// <param name="response">The response.</param>
    /// <param name="sentId">The id that the request was sent with.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The connection broke off (on .NET Framework also HttpRequestException).</exception>
    public static async Task<WireAnswer> ReadAsync(HttpResponseMessage response, string sentId, CancellationToken token)
    {
        var content = new ResponseBody(response.Content.Headers);
        Task<AnswerProof>? proving = null;
        try
        {
            await content.FillAsync(response, BeginProving, token).ConfigureAwait(false);
        }
        catch
        {
            Release(content, proving);
            throw;
        }

        return new WireAnswer(response.StatusCode, content, response.Content.Headers.ContentType?.MediaType, ServiceId(response) ?? sentId, proving)
        {
            RetryAfter = Wait(response),
        };

        void BeginProving()
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                proving = Task.Factory.StartNew(() => AnswerProof.Of(content), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    /// <summary>What the body proves to be.</summary>
    /// <exception cref="MdeHunting.Hunting.HuntingException">It is empty, cut short, not JSON or not an answer.</exception>
    public Task<AnswerProof> ProveAsync() => Proving ?? Task.FromResult(AnswerProof.Of(Content));

    /// <summary>The failure that it tells of.</summary>
    public Exception Failure(HuntingFailures failures, string query, MdeHuntingRight? right = null)
    {
        using var body = Content.Open();
        var error = ServiceError.Read(body);
        return failures.OfAnswer(Status, error, ContentType, error?.RequestId ?? RequestId, query, right, RetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => Release(Content, Proving);

    // Memory that is still read must not be given to somebody else.
    private static void Release(ResponseBody content, Task<AnswerProof>? proving)
    {
        content.Abandon(new ObjectDisposedException(nameof(WireAnswer)));
        if (proving is not null)
        {
            ((IAsyncResult)proving).AsyncWaitHandle.WaitOne();
            _ = proving.Exception;
        }

        content.Dispose();
    }

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
