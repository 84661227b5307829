namespace MdeHunting.Service.Responses;

/// <summary>
/// Who gave a response, as far as its headers tell. A proxy, a gateway or the sign-in page of a network answers with any status, and its status says nothing of
/// the service.
/// </summary>
/// <param name="HasRequestId">Whether it has a service's id of the request.</param>
/// <param name="Names">What it calls itself and whom it came through (Server and Via, RFC 9110 sections 10.2.4 and 7.6.3); empty where it does not say.</param>
internal readonly record struct Responder(bool HasRequestId, string Names)
{
    private const int Longest = 200;

    /// <summary>Who gave a response.</summary>
    public static Responder Of(HttpResponseMessage response, bool hasRequestId)
    {
        var names = new[] { ("Server", response.Headers.Server.ToString()), ("Via", response.Headers.Via.ToString()) }
            .Where(header => header.Item2.Length > 0)
            .Select(header => $"{header.Item1}: {(header.Item2.Length > Longest ? header.Item2.Substring(0, Longest) + "…" : header.Item2)}");
        return new Responder(hasRequestId, string.Join(", ", names));
    }

    /// <summary>Whether it is the service: it has an id of the request, or an error in the form of these services, with a code.</summary>
    public bool IsService(ServiceError? error) => HasRequestId || error is { IsOfService: true };
}
