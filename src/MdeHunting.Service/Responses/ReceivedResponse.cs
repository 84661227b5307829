using System.Net;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Responses;

/// <summary>A response as it came over the wire, whatever it says.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Content">The body.</param>
/// <param name="ContentType">The body's media type; null where there is none.</param>
/// <param name="RequestId">The service's id of the request, or the one that it was sent with.</param>
/// <param name="Limits">What the service gives.</param>
/// <param name="Validation">The validation of the body, where it was begun while the body came.</param>
internal sealed record ReceivedResponse(
    HttpStatusCode Status,
    ResponseBody Content,
    string? ContentType,
    string RequestId,
    ResponseLimits Limits,
    Task<ValidatedResponse>? Validation
) : IReceived
{
    // How much of an error is taken in before it is looked at, and of a response's beginning is looked through for what it begins with.
    private const long FirstLook = 4_096;

    // The validation's own: it outlives the call that it was begun in.
    private CancellationTokenSource Stop { get; init; } = new();

    private bool IsHashed { get; init; }

    private BodyRecording? Recording { get; init; }

    /// <summary>When the request was sent (UTC).</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the whole response was there (UTC).</summary>
    public DateTime FinishedAt { get; init; }

    /// <summary>The time between.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public long ByteCount => Content.Length;

    /// <summary>What the token says of a refusal for a missing right (HTTP 403); null where it is no such, or the token cannot be read.</summary>
    public MdeHuntingRight? Right { get; init; }

    /// <summary>Where it sends the caller; null where it sends nowhere.</summary>
    public Uri? Location { get; init; }

    /// <summary>Who answered, as far as it tells.</summary>
    public required Responder Responder { get; init; }

    /// <summary>How long the service asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The hash of what was recorded of it; null where it is not recorded, or not to its end yet.</summary>
    public string? RecordedSha256 => Recording?.ContentSha256;

    /// <summary>Reads a response's body to its end; a long one is validated meanwhile.</summary>
    /// <param name="response">The response.</param>
    /// <param name="sentId">The id that the request was sent with.</param>
    /// <param name="limits">What the service gives.</param>
    /// <param name="token">Ends the reading.</param>
    /// <param name="onRead">Called whenever some of it has come; null for nobody.</param>
    /// <param name="isHashed">Whether the hash of its content is computed.</param>
    /// <param name="record">Begins to record it, up to so many bytes; null where nobody wants that.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The connection broke off (on .NET Framework also HttpRequestException).</exception>
    /// <exception cref="HuntingException">It is larger than any response of the service.</exception>
    public static async Task<ReceivedResponse> ReadAsync(
        HttpResponseMessage response,
        string sentId,
        ResponseLimits limits,
        CancellationToken token,
        Action? onRead = null,
        bool isHashed = false,
        Func<ResponseBody, long, BodyRecording>? record = null
    )
    {
        var content = new ResponseBody(response.Content.Headers);
        var stop = new CancellationTokenSource();
        Task<ValidatedResponse>? validation = null;
        BodyRecording? recording = null;
        var nextLook = FirstLook;
        try
        {
            if (record is null)
            {
                await content.FillAsync(response, BeginValidation, IsEnough, token).ConfigureAwait(false);
            }
            else
            {
                recording = record(content, response.StatusCode == HttpStatusCode.OK ? limits.ContentBytes : ReceivingLimits.ErrorResponse);
                await FillAsync(content, response, BeginValidation, IsEnough, recording, token).ConfigureAwait(false);
            }
        }
        catch
        {
            Release(content, validation, recording, stop);
            throw;
        }

        return new ReceivedResponse(
            response.StatusCode,
            content,
            response.Content.Headers.ContentType?.MediaType,
            ServiceId(response) ?? sentId,
            limits,
            validation
        )
        {
            RetryAfter = RetryTime.Of(response),
            Location = response.Headers.Location,
            Responder = Responder.Of(response, ServiceId(response) is not null),
            Stop = stop,
            IsHashed = isHashed,
            Recording = recording,
        };

        void BeginValidation()
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                validation = Task.Factory.StartNew(
                    () => ResponseValidator.Validate(content, limits, stop.Token, isHashed || recording is not null),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
                recording?.TakeHashOf(validation);
            }
        }

        // What has failed already does not get better, and of an error the beginning will do.
        bool IsEnough()
        {
            onRead?.Invoke();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return content.Length >= ReceivingLimits.ErrorResponse || IsEnoughOfError();
            }

            // Of what is no response all the same, a recording has all.
            return (recording?.IsOver ?? validation is { IsFaulted: true })
                || (content.Length <= limits.WireBytes ? false : throw OversizedResponse.Of(limits.WireBytes));
        }

        // A little on the wire may be much, for which its sender needs long. Looked at anew each time that there is twice as much.
        bool IsEnoughOfError()
        {
            if (content.Length < nextLook)
            {
                return false;
            }

            nextLook = content.Length * 2;
            return content.HasMoreThan(ReceivingLimits.ErrorResponse);
        }
    }

    /// <summary>The service's id of the request; null where it tells none.</summary>
    public static string? ServiceId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("request-id", out var ids) || response.Headers.TryGetValues("x-ms-request-id", out ids) ? ids.FirstOrDefault() : null;

    /// <summary>
    /// Whether it is none of the service's, which speaks JSON alone: it says that it is of another type, does not begin as JSON does, and has no id of the
    /// request. What says nothing of itself is judged by what is in it.
    /// </summary>
    public bool IsOfStranger =>
        !Responder.HasRequestId && ContentType is { } type && type.IndexOf("json", StringComparison.OrdinalIgnoreCase) < 0 && !BeginsAsObject();

    /// <summary>What the body proves to be.</summary>
    /// <exception cref="HuntingException">It is empty, cut short, not JSON, not a response, or larger than any.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ValidatedResponse> ValidateAsync(CancellationToken token)
    {
        if (Validation is null)
        {
            return ResponseValidator.Validate(Content, Limits, token, IsHashed);
        }

        using var stopping = token.Register(static state => ((CancellationTokenSource)state!).Cancel(), Stop);
        return await Validation.ConfigureAwait(false);
    }

    /// <summary>Waits until it is recorded, where it is.</summary>
    /// <exception cref="MdeException">It could not be.</exception>
    public Task RecordAsync() => Recording?.CompleteAsync() ?? Task.CompletedTask;

    /// <summary>The failure that it tells of.</summary>
    public Exception Failure(HuntingFailureFactory failures, string query)
    {
        using var body = Content.Open();
        var error = ServiceError.Read(body, Status == HttpStatusCode.OK ? Limits.ContentBytes : ReceivingLimits.ErrorResponse);
        return failures.OfResponse(Status, error, ContentType, error?.RequestId ?? RequestId, query, Right, Responder, Elapsed, RetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => Release(Content, Validation, Recording, Stop);

    private bool BeginsAsObject()
    {
        try
        {
            using var body = Content.Open();
            var first = -1;
            for (var looked = 0; looked < FirstLook; looked++)
            {
                first = body.ReadByte();
                if (first is not (' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF))
                {
                    break;
                }
            }

            return first == '{';
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // A recording that has failed ends the reading, and one that goes on gets all that has come.
    private static async Task FillAsync(
        ResponseBody content,
        HttpResponseMessage response,
        Action onLong,
        Func<bool> isEnough,
        BodyRecording recording,
        CancellationToken token
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, recording.Failed);
        try
        {
            await content.FillAsync(response, onLong, isEnough, either.Token).ConfigureAwait(false);
        }
        catch
        {
            await recording.CompleteAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Memory that is still read must not be given to somebody else.
    private static void Release(ResponseBody content, Task<ValidatedResponse>? validation, BodyRecording? recording, CancellationTokenSource stop)
    {
        stop.Cancel();
        content.Abandon(new ObjectDisposedException(nameof(ReceivedResponse)));
        if (validation is not null)
        {
            ((IAsyncResult)validation).AsyncWaitHandle.WaitOne();
            _ = validation.Exception;
        }

        recording?.Dispose();
        content.Dispose();
        stop.Dispose();
    }
}
