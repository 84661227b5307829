using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Hunting;

/// <summary>Asks one service of one cloud.</summary>
/// <param name="api">The service.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="sender">Sends the requests.</param>
/// <param name="clock">The time.</param>
/// <param name="limits">What the service gives; null for what is documented.</param>
internal sealed class HuntingClient(HuntingService api, ApiEndpoint endpoint, AuthorizedSender sender, TimeProvider clock, ResponseLimits? limits = null)
{
    // Beyond the service's own limit, for the way there and back.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(40);

    // A response of which not a byte came for so long has stopped coming.
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(1);

    private readonly ResponseLimits _limits = limits is { } given ? ResponseLimits.Wider(api.Limits, given) : api.Limits;
    private readonly TimeProvider _clock = clock;
    private readonly Uri _address = api.Address(endpoint);
    private readonly HuntingFailureFactory _failures = new(api, api.Address(endpoint));

    /// <summary>The service.</summary>
    public MdeApi Api => api.Api;

    /// <summary>The host that queries go to, with its port where that is not the usual one.</summary>
    public string Host => _address.Authority;

    /// <summary>Asks a query and hands on the rows of its response, once the response has been validated.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="receiver">Where the rows go.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="token">Gives up.</param>
    /// <param name="probeLimit">How long it may take where it is sent to see whether anybody answers again; null where it is sent for its rows.</param>
    /// <returns>What is known of the response besides its rows.</returns>
    /// <exception cref="HuntingException">The service refused it, or gave no response that can be read.</exception>
    public async Task<HuntingResponse> HuntAsync(
        HuntingRequest request,
        IRowSink receiver,
        IHuntingPrompt prompt,
        CancellationToken token,
        TimeSpan? probeLimit = null
    )
    {
        using var body = await SendAsync(request, prompt, probeLimit, token).ConfigureAwait(false);
        var validated = await body.ValidateAsync(token).ConfigureAwait(false);
        if (validated.Columns is not { } columns)
        {
            throw body.Failure(_failures, request.ShownQuery);
        }

        var isSetAside = validated.RowCount >= request.SetAsideFrom;
        var wanted = isSetAside ? 0 : Math.Min(request.MaxRows ?? int.MaxValue, validated.RowCount);
        var delivery = new RowDelivery(api, prompt);
        if (!isSetAside)
        {
            if (validated.RowCount > _limits.Rows)
            {
                await delivery
                    .WarnAsync(
                        FormattableString.Invariant($"The response has {validated.RowCount:N0} rows, and the service's limit is {_limits.Rows:N0}: ")
                            + "either the limit has been raised, or something between here and the service changes its responses."
                    )
                    .ConfigureAwait(false);
            }

            await delivery.WriteAsync(body.Content, columns, wanted, receiver, token).ConfigureAwait(false);
        }

        return new HuntingResponse
        {
            SentQuery = request.ShownQuery,
            ContentSha256 = body.RecordedSha256 ?? validated.ContentSha256,
            RowCount = validated.RowCount,
            RowsHandedOn = wanted,
            Bytes = body.Content.Length,
            ContentBytes = validated.ContentBytes,
            StartedAt = body.StartedAt,
            FinishedAt = body.FinishedAt,
            Elapsed = body.Elapsed,
            RequestId = body.RequestId,
            Statistics = validated.Statistics,
            Warnings = delivery.Warnings,
        };
    }

    private async Task<ReceivedResponse> SendAsync(HuntingRequest request, IHuntingPrompt prompt, TimeSpan? probeLimit, CancellationToken token)
    {
        var own = api.TimeLimit + Slack;
        var limit = request.Sending.TimeLimit ?? own;
        var isProbe = probeLimit < limit;
        var call = new Call(this, request, isProbe ? probeLimit!.Value : limit, token);
        ReceivedResponse response;
        try
        {
            response = await sender.SendAsync(call, prompt, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if ((isProbe || limit >= own) && call.IsSilent)
            {
                sender.Reconnect();
                throw _failures.OfSilence(call.TimeLimit, isProbe, request.ShownQuery);
            }

            throw _failures.OfTimeout(limit, request.ShownQuery);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw HuntingFailureFactory.OfBrokenBody(e, request.ShownQuery);
        }

        try
        {
            return Refusal(response, request.ShownQuery) is { } refusal ? throw refusal : response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private Exception? Refusal(ReceivedResponse response, string query) =>
        (int)response.Status is >= 300 and < 400 ? _failures.OfRedirect(response.Status, response.Location)
        : response.Status != HttpStatusCode.OK ? response.Failure(_failures, query)
        : response.IsOfStranger
            ? _failures.OfStranger(response.Status, null, response.ContentType, response.RequestId, query, response.Responder, response.Elapsed)
        : null;

    // Written member by member: a serializer would first have to be made, which takes a new process longer than the rest of the request.
    private byte[] Body(HuntingRequest asked)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            // The services compare the members' names with their case; Graph takes them so too.
            writer.WriteStartObject();
            writer.WriteString("Query"u8, asked.Query);
            if (SentTimespan(asked) is { } timespan)
            {
                writer.WriteString("Timespan"u8, timespan);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private string? SentTimespan(HuntingRequest asked) => api.TakesTimespan ? asked.Timespan : null;

    private MdeHuntingRight? Diagnose(Exchange exchange) => exchange.ReadRight(api, endpoint);

    private sealed class Call(HuntingClient client, HuntingRequest asked, TimeSpan timeLimit, CancellationToken caller)
        : ServiceCall<ReceivedResponse>(timeLimit)
    {
        private readonly byte[] _body = client.Body(asked);
        private long? _lastByte;
        private HttpRequestMessage? _request;

        /// <summary>Whether nothing of a response has come for as long as it takes to know that nothing will.</summary>
        public bool IsSilent => _lastByte is not { } last || client._clock.GetElapsedTime(last) >= Standstill;

        public override SendingOptions Sending => asked.Sending;

        public override HttpRequestMessage CreateRequest(string requestId)
        {
            _lastByte = null;
            var content = new ByteArrayContent(_body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            var request = new HttpRequestMessage(HttpMethod.Post, client._address) { Content = content };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            foreach (var encoding in ResponseBody.Encodings)
            {
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
            }

            _request = request;
            return request;
        }

        public override async Task<ReceivedResponse> ReadAsync(Exchange exchange, HttpResponseMessage response, CancellationToken token)
        {
            _lastByte = client._clock.GetTimestamp();

            // What is recorded is hashed there.
            var recorder = asked.Recorder;
            var received = await ReceivedResponse
                .ReadAsync(
                    response,
                    exchange.SentId,
                    client._limits,
                    token,
                    () => _lastByte = client._clock.GetTimestamp(),
                    asked.HashesContent && recorder is null,
                    recorder is null ? null : (body, limit) => Record(recorder, exchange, response, body, limit)
                )
                .ConfigureAwait(false);
            received = received with
            {
                StartedAt = exchange.StartedAt,
                FinishedAt = client._clock.GetUtcNow().UtcDateTime,
                Elapsed = client._clock.GetElapsedTime(exchange.Started),
                Right = response.StatusCode == HttpStatusCode.Forbidden ? client.Diagnose(exchange) : null,
            };
            if (recorder is not null)
            {
                await received.RecordAsync().ConfigureAwait(false);
            }

            return received;
        }

        public override MdeException Explain(HttpRequestException exception) => client._failures.OfNetwork(exception);

        public override void EndWithoutResponse(Exchange exchange, HttpRequestMessage sent) => asked.Recorder?.EndWithoutResponse(Recorded(exchange, sent));

        private RecordedSending Recorded(Exchange exchange, HttpRequestMessage sent) =>
            new()
            {
                Address = client._address,
                SentQuery = asked.ShownQuery,
                SentBody = asked.Redacted is { } redacted ? client.Body(asked with { Query = redacted }) : _body,
                IsSentBodyRedacted = asked.Redacted is not null,
                SentHeaders = WireHeaders.Told(sent),
                SentTimespan = client.SentTimespan(asked),
                SentAt = exchange.StartedAt,
                SentRequestId = exchange.SentId,
            };

        private BodyRecording Record(IResponseRecorder recorder, Exchange exchange, HttpResponseMessage response, ResponseBody body, long limit)
        {
            var head = new RecordedHead(
                Recorded(exchange, _request!),
                (int)response.StatusCode,
                response.Content.Headers.ContentEncoding is { Count: > 0 } encodings ? string.Join(", ", encodings) : null,
                body.DecodedFrom,
                WireHeaders.Told(response)
            );
            return BodyRecording.Begin(body, recorder, head, limit, caller);
        }
    }
}
