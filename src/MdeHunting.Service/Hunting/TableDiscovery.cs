using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.Hunting;

/// <summary>
/// Asks a service for the list of its tables. Only Graph has one, in its beta, https://learn.microsoft.com/graph/api/security-security-gethuntingschematables;
/// it counts against no quota of hunting, and where it is not there nothing is lost but calls.
/// </summary>
internal sealed class TableDiscovery(HuntingApi api, ApiEndpoint endpoint, ServiceHttp http, TimeProvider clock)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    // More pages than any tenant has: a list that leads back into itself must end.
    private const int MostPages = 200;

    /// <summary>Reads the list.</summary>
    /// <returns>The tables by name; null where the service does not tell them.</returns>
    /// <exception cref="ClaimsChallengeException">The service wants a token with other claims; not thrown for a repeat.</exception>
    /// <exception cref="HuntingException">The service could not be reached.</exception>
    public async Task<IReadOnlyList<KnownTable>?> ReadTablesAsync(string bearer, IMessageSink notices, CancellationToken token, bool isRepeat)
    {
        if (api.TablesPath is null)
        {
            return null;
        }

        var first = new Uri(endpoint.BaseAddress, api.TablesPath);
        try
        {
            return await clock.WithinAsync(TimeLimit, within => ReadAsync(first, bearer, notices, isRepeat, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return await NoneAsync(first, notices, "it did not answer in time").ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or UriFormatException or IOException)
        {
            return await NoneAsync(first, notices, $"its answer cannot be read ({e.Message})").ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (NetworkFailure.IsTooLarge(e))
        {
            return await NoneAsync(first, notices, "its answer is larger than a list of tables").ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new HuntingFailureFactory(api, first).OfNetwork(e);
        }
    }

    private async Task<IReadOnlyList<KnownTable>?> ReadAsync(Uri first, string bearer, IMessageSink notices, bool isRepeat, CancellationToken token)
    {
        var tables = new SortedDictionary<string, KnownTable>(StringComparer.Ordinal);
        var next = first;
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages || next.GetLeftPart(UriPartial.Authority) != first.GetLeftPart(UriPartial.Authority))
            {
                return await NoneAsync(
                        first,
                        notices,
                        page == MostPages ? "its list does not end" : $"its list goes on at {next.Authority}, which gets no token"
                    )
                    .ConfigureAwait(false);
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.GetHttpClient().SendAsync(request, HttpCompletionOption.ResponseContentRead, token).ConfigureAwait(false);
            if (
                !isRepeat
                && response.StatusCode == HttpStatusCode.Unauthorized
                && WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers) is { Length: > 0 } claims
            )
            {
                throw new ClaimsChallengeException(claims);
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                return await NoneAsync(first, notices, $"HTTP {(int)response.StatusCode}").ConfigureAwait(false);
            }

            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            var encoding = new Utf8Check();
            encoding.Add(bytes);
            encoding.ThrowIfBroken();
            using var body = new MemoryStream(bytes, writable: false);
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

        await notices.VerboseAsync(FormattableString.Invariant($"GET {first} : {tables.Count:N0} tables.")).ConfigureAwait(false);
        return tables.Count == 0 ? null : [.. tables.Values];
    }

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

    private static async Task<IReadOnlyList<KnownTable>?> NoneAsync(Uri address, IMessageSink notices, string why)
    {
        await notices.VerboseAsync($"{address} does not tell the tables: {why}.").ConfigureAwait(false);
        return null;
    }
}
