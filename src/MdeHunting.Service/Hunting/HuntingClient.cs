using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Connections;
using MdeHunting.Service.Clouds;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.Hunting;

/// <summary>Asks one service of one cloud.</summary>
internal sealed class HuntingClient(HuntingApi api, ApiEndpoint endpoint, ServiceHttp http, TimeProvider clock)
{
    // Beyond the service's own limit, for the way there and back.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(40);
    private const int BatchSize = 512;

    private readonly Uri _address = api.Address(endpoint);
    private readonly HuntingFailures _failures = new(api, api.Address(endpoint));

    /// <summary>Asks a query and hands on the rows of its answer, once the answer has been proved whole.</summary>
    /// <returns>How many rows the answer has.</returns>
    /// <exception cref="ClaimsChallengeException">The service wants a token with other claims; not thrown for a repeat, where it is Unauthorized.</exception>
    public async Task<int> HuntAsync(HuntingRequest request, string bearer, IRowReceiver receiver, INotices notices, CancellationToken token, bool isRepeat = false)
    {
        using var body = await AskAsync(request.Query, bearer, notices, isRepeat, token).ConfigureAwait(false);
        var proof = AnswerProof.Of(body.Content);
        if (proof.Columns is not { } columns)
        {
            throw body.Failure(_failures, request.Query);
        }

        receiver.Begin([.. columns.Select(c => c.Column)]);
        using var reader = new RowReader(body.Content, columns, receiver);
        var left = Math.Min(request.MaxRows ?? int.MaxValue, proof.RowCount);
        var rows = new object[Math.Min(BatchSize, left)];
        while (left > 0)
        {
            var count = reader.Read(rows, Math.Min(rows.Length, left));
            foreach (var warning in reader.TakeWarnings())
            {
                await notices.WarnAsync(warning).ConfigureAwait(false);
            }

            await receiver.ReceiveAsync(rows, count).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            left -= count;
        }

        return proof.RowCount;
    }

    private async Task<Answer> AskAsync(string query, string bearer, INotices notices, bool isRepeat, CancellationToken token)
    {
        var limit = api.TimeLimit + Slack;
        try
        {
            return await clock.WithinAsync(limit, within => SendAsync(query, bearer, notices, isRepeat, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw _failures.OfTimeout(limit, query);
        }
    }

    private async Task<Answer> SendAsync(string query, string bearer, INotices notices, bool isRepeat, CancellationToken token)
    {
        var started = Stopwatch.StartNew();
        var sentId = Guid.NewGuid().ToString("D");
        using var request = Request(query, bearer, sentId);
        HttpResponseMessage response;
        try
        {
            response = await http.GetHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw _failures.OfNetwork(e);
        }

        using (response)
        {
            ResponseBody content;
            try
            {
                content = await ResponseBody.ReadAsync(response, token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw HuntingFailures.OfBrokenBody(e, query);
            }

            var answer = new Answer(response.StatusCode, content, response.Content.Headers.ContentType?.MediaType, RequestId(response) ?? sentId);
            try
            {
                await notices.VerboseAsync(string.Format(
                    CultureInfo.InvariantCulture,
                    "POST {0} : HTTP {1}, {2:N0} bytes, {3:N0} ms, request {4}.",
                    _address,
                    (int)response.StatusCode,
                    content.Length,
                    started.ElapsedMilliseconds,
                    answer.RequestId)).ConfigureAwait(false);
                if (!isRepeat && response.StatusCode == HttpStatusCode.Unauthorized
                    && WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers) is { Length: > 0 } claims)
                {
                    throw new ClaimsChallengeException(claims);
                }

                if ((int)response.StatusCode is >= 300 and < 400)
                {
                    throw _failures.OfRedirect(response.StatusCode, response.Headers.Location);
                }

                return response.StatusCode == HttpStatusCode.OK ? answer : throw answer.Failure(_failures, query, Diagnose(response.StatusCode, bearer));
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }

    private HttpRequestMessage Request(string query, string bearer, string requestId)
    {
        // The services compare the member's name with its case; Graph takes it so too.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["Query"] = query }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Headers.Add("client-request-id", requestId);
        return request;
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

    private static string? RequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("request-id", out var ids) || response.Headers.TryGetValues("x-ms-request-id", out ids) ? ids.FirstOrDefault() : null;

    private sealed record Answer(HttpStatusCode Status, ResponseBody Content, string? ContentType, string RequestId) : IDisposable
    {
        public Exception Failure(HuntingFailures failures, string query, MdeHuntingRight? right = null)
        {
            using var body = Content.Open();
            var error = ServiceError.Read(body);
            return failures.OfAnswer(Status, error, ContentType, error?.RequestId ?? RequestId, query, right);
        }

        public void Dispose() => Content.Dispose();
    }
}
