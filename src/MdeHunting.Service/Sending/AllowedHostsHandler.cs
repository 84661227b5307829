namespace MdeHunting.Service.Sending;

/// <summary>Lets requests go to the hosts of one cloud alone, over TLS alone: whatever asks for another is refused before anything is sent.</summary>
internal sealed class AllowedHostsHandler(IEnumerable<string> origins, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly HashSet<string> _origins = new(origins, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var address = request.RequestUri!;
        return address.Scheme == Uri.UriSchemeHttps && _origins.Contains(address.GetLeftPart(UriPartial.Authority))
            ? base.SendAsync(request, token)
            : throw new HuntingException(
                HuntingFailure.HostRefused,
                $"A request to {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} was blocked: it isn't part of the connection's "
                    + "cloud, or isn't https. Nothing was sent.",
                "Check the addresses of the environment. Tokens are sent only to its own hosts."
            )
            {
                Target = address,
            };
    }
}
