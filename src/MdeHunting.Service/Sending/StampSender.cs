using System.Net;
using System.Net.Http.Headers;
using MdeHunting.Service.Json;
using MdeHunting.Text;

namespace MdeHunting.Service.Sending;

/// <summary>Sends a request for a time stamp (RFC 3161, section 3.4), without credentials, and to no other place than the one that was named.</summary>
internal static class StampSender
{
    private const string Query = "application/timestamp-query";
    private const string Reply = "application/timestamp-reply";
    private const string NextStep = "Check the address of -TimestampServer, or seal the bag without it. The bag isn't sealed.";

    /// <summary>Sends it.</summary>
    /// <param name="http">The way.</param>
    /// <param name="clock">The time.</param>
    /// <param name="server">The server.</param>
    /// <param name="request">The request.</param>
    /// <param name="timeLimit">How long it may take.</param>
    /// <param name="token">Gives up.</param>
    /// <returns>The response's content.</returns>
    /// <exception cref="EvidenceException">The server cannot be reached, or refuses.</exception>
    public static async Task<byte[]> SendAsync(ServiceHttp http, TimeProvider clock, Uri server, byte[] request, TimeSpan timeLimit, CancellationToken token)
    {
        try
        {
            return await clock.WithinAsync(timeLimit, within => SendAsync(http, server, request, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw Failure(server, FormattableString.Invariant($"didn't respond within {timeLimit.TotalSeconds:0} seconds"), e);
        }
        catch (TooLargeException e)
        {
            throw Failure(server, $"responded with more than a time stamp has: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var network = NetworkFailure.Of(e, Name(server), "request for a time stamp", "Specify the proxy with -Proxy and -ProxyCredential.");
            throw new EvidenceException(EvidenceFailure.EvidenceTimestampFailed, network.What, $"{network.NextStep} The bag isn't sealed.", e)
            {
                Target = server,
            };
        }
    }

    private static async Task<byte[]> SendAsync(ServiceHttp http, Uri server, byte[] request, CancellationToken token)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, server) { Content = new ByteArrayContent(request) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(Query);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Reply));
        using var response = await http.GetHttpClient().SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Failure(server, FormattableString.Invariant($"responded with HTTP {(int)response.StatusCode}"));
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        return string.Equals(type, Reply, StringComparison.OrdinalIgnoreCase)
            ? await SmallBody.ReadAsync(response, token).ConfigureAwait(false)
            : throw Failure(server, $"responded with {(type is null ? "content of no type" : $"'{TerminalSafeText.Line(type)}'")}, not with a time stamp");
    }

    private static string Name(Uri server) => server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static EvidenceException Failure(Uri server, string what, Exception? e = null) =>
        new(EvidenceFailure.EvidenceTimestampFailed, $"The time-stamp server {Name(server)} {what}.", NextStep, e) { Target = server };
}
