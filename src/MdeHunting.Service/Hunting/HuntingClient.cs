using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.Hunting;

/// <summary>Asks one service of one cloud.</summary>
/// <param name="api">The service.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="http">What carries the requests.</param>
/// <param name="clock">The time.</param>
/// <param name="limits">What the service gives; null for what is documented.</param>
internal sealed class HuntingClient(HuntingApi api, ApiEndpoint endpoint, ServiceHttp http, TimeProvider clock, ResponseLimits? limits = null)
{
    // Beyond the service's own limit, for the way there and back.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(40);

    private readonly ResponseLimits _limits = limits is { } given ? ResponseLimits.Wider(api.Limits, given) : api.Limits;
    private readonly Uri _address = api.Address(endpoint);
    private readonly HuntingFailureFactory _failures = new(api, api.Address(endpoint));

    /// <summary>The service.</summary>
    public MdeApi Api => api.Api;

    /// <summary>The host that queries go to, with its port where that is not the usual one.</summary>
    public string Host => _address.Authority;

    /// <summary>Asks a query and hands on the rows of its response, once the response has been validated.</summary>
    /// <returns>What is known of the response besides its rows.</returns>
    /// <exception cref="ClaimsChallengeException">The service wants a token with other claims; not thrown for a repeat, where it is Unauthorized.</exception>
    public async Task<HuntingResponse> HuntAsync(
        HuntingRequest request,
        string bearer,
        IRowSink receiver,
        IHuntingPrompt prompt,
        CancellationToken token,
        bool isRepeat = false
    )
    {
        using var body = await AskAsync(request, bearer, prompt, isRepeat, token).ConfigureAwait(false);
        var validated = await body.ValidateAsync(token).ConfigureAwait(false);
        if (validated.Columns is not { } columns)
        {
            throw body.Failure(_failures, request.Query);
        }

        var isSetAside = validated.RowCount >= request.SetAsideFrom;
        var wanted = isSetAside ? 0 : Math.Min(request.MaxRows ?? int.MaxValue, validated.RowCount);
        var warnings = new List<string>();
        if (!isSetAside)
        {
            if (validated.RowCount > _limits.Rows)
            {
                await WarnAsync(
                        FormattableString.Invariant($"The answer has {validated.RowCount:N0} rows, and the service gives {_limits.Rows:N0} at the most: ")
                            + "either its limit has been raised, or something between here and the service changes its answers.",
                        warnings,
                        prompt
                    )
                    .ConfigureAwait(false);
            }

            await WriteRowsAsync(body.Content, columns, wanted, receiver, warnings, prompt, token).ConfigureAwait(false);
        }

        return new HuntingResponse
        {
            RowCount = validated.RowCount,
            RowsHandedOn = wanted,
            Bytes = body.Content.Length,
            ContentBytes = validated.ContentBytes,
            StartedAt = body.StartedAt,
            FinishedAt = body.FinishedAt,
            Elapsed = body.Elapsed,
            RequestId = body.RequestId,
            Statistics = validated.Statistics,
            Warnings = warnings,
        };
    }

    private static Task WarnAsync(string warning, List<string> warnings, IHuntingPrompt prompt)
    {
        warnings.Add(warning);
        return prompt.WarnAsync(warning);
    }

    private async Task WriteRowsAsync(
        ResponseBody body,
        IReadOnlyList<ResponseColumn> columns,
        int left,
        IRowSink receiver,
        List<string> warnings,
        IHuntingPrompt prompt,
        CancellationToken token
    )
    {
        receiver.Begin([.. columns.Select(c => c.Column)]);
        using var reader = new RowReader(body, columns, receiver, api.HasAnnotations, token);
        var pipeline = new RowBatchPipeline(receiver, columns.Count);
        try
        {
            while (left > 0)
            {
                var batch = await pipeline.RentAsync().ConfigureAwait(false);
                var count = reader.Read(batch.Cells, Math.Min(batch.Cells.Length, left));
                foreach (var warning in reader.TakeWarnings())
                {
                    await pipeline.CompleteAsync().ConfigureAwait(false);
                    await WarnAsync(warning, warnings, prompt).ConfigureAwait(false);
                }

                token.ThrowIfCancellationRequested();
                pipeline.Write(batch, count);
                left -= count;
            }
        }
        finally
        {
            await pipeline.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<ReceivedResponse> AskAsync(HuntingRequest request, string bearer, IHuntingPrompt prompt, bool isRepeat, CancellationToken token)
    {
        var limit = request.Sending.TimeLimit ?? api.TimeLimit + Slack;
        try
        {
            return await clock.WithinAsync(limit, within => SendAsync(request, bearer, prompt, isRepeat, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw _failures.OfTimeout(limit, request.Query);
        }
    }

    private async Task<ReceivedResponse> SendAsync(HuntingRequest asked, string bearer, IHuntingPrompt prompt, bool isRepeat, CancellationToken token)
    {
        var startedAt = clock.GetUtcNow().UtcDateTime;
        var started = clock.GetTimestamp();
        var sentId = Guid.NewGuid().ToString("D");
        using var request = Request(asked, bearer, sentId);
        HttpResponseMessage response;
        try
        {
            response = await http.GetHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            var failure = _failures.OfNetwork(e);
            await ReportAsync(prompt, $"no answer ({failure.Failure})", started, sentId).ConfigureAwait(false);
            throw failure;
        }

        using (response)
        {
            ReceivedResponse read;
            try
            {
                read = await ReceivedResponse.ReadAsync(response, sentId, _limits, token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                await ReportAsync(prompt, $"HTTP {(int)response.StatusCode}, broken off in the body", started, sentId).ConfigureAwait(false);
                throw HuntingFailureFactory.OfBrokenBody(e, asked.Query);
            }

            var answer = read with { StartedAt = startedAt, FinishedAt = clock.GetUtcNow().UtcDateTime, Elapsed = clock.GetElapsedTime(started) };
            try
            {
                await ReportAsync(
                        prompt,
                        FormattableString.Invariant($"HTTP {(int)response.StatusCode}, {answer.Content.Length:N0} bytes"),
                        started,
                        answer.RequestId
                    )
                    .ConfigureAwait(false);
                await prompt.DebugAsync(WireHeaders.Describe(request, response)).ConfigureAwait(false);
                if (
                    !isRepeat
                    && response.StatusCode == HttpStatusCode.Unauthorized
                    && WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers) is { Length: > 0 } claims
                )
                {
                    throw new ClaimsChallengeException(claims);
                }

                if ((int)response.StatusCode is >= 300 and < 400)
                {
                    throw _failures.OfRedirect(response.StatusCode, response.Headers.Location);
                }

                if (response.StatusCode == HttpStatusCode.OK && answer.IsOfStranger)
                {
                    throw _failures.OfStranger(response.StatusCode, null, answer.ContentType, answer.RequestId, asked.Query, answer.Responder);
                }

                return response.StatusCode == HttpStatusCode.OK ? answer : throw answer.Failure(_failures, asked.Query, Diagnose(response.StatusCode, bearer));
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }

    private Task ReportAsync(IHuntingPrompt prompt, string what, long started, string requestId) =>
        prompt.VerboseAsync(
            FormattableString.Invariant($"POST {_address} : {what}, {clock.GetElapsedTime(started).TotalMilliseconds:N0} ms, request {requestId}.")
        );

    private HttpRequestMessage Request(HuntingRequest asked, string bearer, string requestId)
    {
        var content = new ByteArrayContent(Body(asked));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var encoding in ResponseBody.Encodings)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        }

        request.Headers.Add("client-request-id", requestId);
        return request;
    }

    // Written member by member: a serializer would first have to be made, which takes a new process longer than the rest of the request.
    private byte[] Body(HuntingRequest asked)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            // The services compare the members' names with their case; Graph takes them so too.
            writer.WriteStartObject();
            writer.WriteString("Query"u8, asked.Query);
            if (api.TakesTimespan && asked.Timespan is { } timespan)
            {
                writer.WriteString("Timespan"u8, timespan);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private MdeHuntingRight? Diagnose(HttpStatusCode status, string bearer)
    {
        if (status != HttpStatusCode.Forbidden)
        {
            return null;
        }

        try
        {
            return TokenReader.ReadRight(bearer, api, endpoint, clock.GetUtcNow().UtcDateTime);
        }
        catch (TokenException)
        {
            // Only its service must be able to read a token; one that we cannot read is no failure of its own.
            return null;
        }
    }
}
