using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Hunting;

/// <summary>
/// Asks a service for the list of its tables. Only Graph has one, in its beta, https://learn.microsoft.com/graph/api/security-security-gethuntingschematables;
/// it counts against no quota of hunting, and where it is not there nothing is lost but calls.
/// </summary>
internal sealed class TableDiscovery(HuntingService api, ApiEndpoint endpoint, AuthorizedSender sender, TimeProvider clock)
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(60);

    // More pages than any tenant has: a list that leads back into itself must end.
    private const int MostPages = 200;

    private readonly TimeProvider _clock = clock;

    /// <summary>Reads the list of tables.</summary>
    /// <param name="timeLimit">How long all of it may take; null for a minute, which is the most.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="recorder">Keeps the responses; null for nobody.</param>
    /// <param name="token">Gives up.</param>
    /// <returns>The tables by name; null where the service does not tell them.</returns>
    /// <exception cref="HuntingException">The service could not be reached.</exception>
    public async Task<IReadOnlyList<KnownTable>?> ReadTablesAsync(
        TimeSpan? timeLimit,
        IHuntingPrompt prompt,
        IResponseRecorder? recorder,
        CancellationToken token
    )
    {
        if (api.TablesPath is null)
        {
            return null;
        }

        var first = new Uri(endpoint.BaseAddress, api.TablesPath);
        try
        {
            var left = timeLimit is { } limit && limit < LongestTime ? limit : LongestTime;
            return await ReadAsync(first, left, prompt, recorder, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return await NoneAsync(first, prompt, "it didn't respond in time").ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or UriFormatException)
        {
            return await NoneAsync(first, prompt, $"its response can't be read ({e.Message})").ConfigureAwait(false);
        }
        catch (TooLargeException)
        {
            return await NoneAsync(first, prompt, "its response is larger than a list of tables").ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<KnownTable>?> ReadAsync(
        Uri first,
        TimeSpan left,
        IHuntingPrompt prompt,
        IResponseRecorder? recorder,
        CancellationToken token
    )
    {
        var tables = new SortedDictionary<string, KnownTable>(StringComparer.Ordinal);
        var next = first;
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages || next.GetLeftPart(UriPartial.Authority) != first.GetLeftPart(UriPartial.Authority))
            {
                return await NoneAsync(
                        first,
                        prompt,
                        page == MostPages ? "its list doesn't end" : $"its list continues at {next.Authority}, which doesn't get a token"
                    )
                    .ConfigureAwait(false);
            }

            // The limit is that of the whole list.
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException();
            }

            using var response = await sender.SendAsync(new Call(this, next, left, recorder), prompt, token).ConfigureAwait(false);
            left -= response.Elapsed;
            if (response.Status != HttpStatusCode.OK)
            {
                return await NoneAsync(first, prompt, FormattableString.Invariant($"HTTP {(int)response.Status}")).ConfigureAwait(false);
            }

            var encoding = new Utf8Check();
            encoding.Add(response.Body);
            encoding.ThrowIfBroken();
            using var body = new MemoryStream(response.Body, writable: false);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: token).ConfigureAwait(false);
            foreach (var table in document.RootElement.GetProperty("value").EnumerateArray().Select(Table))
            {
                tables[table.Name] = table;
            }

            next =
                document.RootElement.TryGetProperty("@odata.nextLink", out var link) && link.GetString() is { Length: > 0 } address
                    ? new Uri(next, address)
                    : null;
        }

        await prompt.VerboseAsync(FormattableString.Invariant($"GET {first} : {tables.Count:N0} tables.")).ConfigureAwait(false);
        return tables.Count == 0 ? null : [.. tables.Values];
    }

    private HuntingException OfNetwork(Exception exception) =>
        new HuntingFailureFactory(api, new Uri(endpoint.BaseAddress, api.TablesPath)).OfNetwork(exception);

    private static KnownTable Table(JsonElement table) =>
        new(
            table.GetProperty("name").GetString() ?? throw new JsonException("a table has no name"),
            [
                .. table
                    .GetProperty("columns")
                    .EnumerateArray()
                    .Select(column =>
                        KnownColumn.Of(
                            new MdeHuntingColumn(
                                column.GetProperty("name").GetString() ?? throw new JsonException("a column has no name"),
                                column.GetProperty("dataType").GetString() ?? string.Empty
                            )
                        )
                    ),
            ]
        );

    private static async Task<IReadOnlyList<KnownTable>?> NoneAsync(Uri address, IMessageSink messages, string why)
    {
        await messages.VerboseAsync($"{address} doesn't list the tables: {why}.").ConfigureAwait(false);
        return null;
    }

    private sealed class Call(TableDiscovery discovery, Uri address, TimeSpan timeLimit, IResponseRecorder? recorder) : ServiceCall<Page>(timeLimit)
    {
        private HttpRequestMessage? _sent;

        public override SendingOptions Sending { get; } = new() { RetryTimeout = timeLimit };

        public override HttpRequestMessage CreateRequest(string requestId)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            return _sent = request;
        }

        public override async Task<Page> ReadAsync(Exchange exchange, HttpResponseMessage response, CancellationToken token)
        {
            try
            {
                var body = await SmallBody.ReadAsync(response, token).ConfigureAwait(false);
                Record(exchange, response, body);
                return new Page(
                    response.StatusCode,
                    body,
                    ReceivedResponse.ServiceId(response) ?? exchange.SentId,
                    discovery._clock.GetElapsedTime(exchange.Started)
                );
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw discovery.OfNetwork(e);
            }
        }

        public override void EndWithoutResponse(Exchange exchange, HttpRequestMessage sent) => recorder?.EndWithoutResponse(Recorded(exchange, sent));

        public override MdeException Explain(HttpRequestException exception) => discovery.OfNetwork(exception);

        private RecordedSending Recorded(Exchange exchange, HttpRequestMessage sent) =>
            new()
            {
                Method = HttpMethod.Get.Method,
                Address = address,
                SentQuery = string.Empty,
                SentBody = [],
                IsSentBodyRedacted = false,
                SentHeaders = WireHeaders.Told(sent),
                SentTimespan = null,
                SentAt = exchange.StartedAt,
                SentRequestId = exchange.SentId,
            };

        private void Record(Exchange exchange, HttpResponseMessage response, byte[] body)
        {
            using var recording = recorder?.Begin(
                new RecordedHead(
                    Recorded(exchange, _sent!),
                    (int)response.StatusCode,
                    response.Content.Headers.ContentEncoding is { Count: > 0 } encodings ? string.Join(", ", encodings) : null,
                    decodedFrom: null,
                    WireHeaders.Told(response)
                )
            );
            using var sha256 = SHA256.Create();
            var hash = Sha256Text.Digits(sha256.ComputeHash(body));
            recording?.Write(body, 0, body.Length);
            recording?.End(
                new RecordingEnd
                {
                    Outcome = RecordingOutcome.Complete,
                    Why = null,
                    WireSha256 = hash,
                    WireBytes = body.Length,
                    ContentSha256 = hash,
                    ContentBytes = body.Length,
                }
            );
        }
    }

    private sealed record Page(HttpStatusCode Status, byte[] Body, string RequestId, TimeSpan Elapsed) : IReceived
    {
        public long ByteCount => Body.Length;

        public void Dispose() { }
    }
}
