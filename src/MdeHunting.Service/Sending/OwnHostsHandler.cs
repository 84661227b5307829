using MdeHunting.Hunting;

namespace MdeHunting.Service.Sending;

/// <summary>Lets requests go to the hosts of one cloud alone, over TLS alone: whatever asks for another is refused before anything is sent.</summary>
internal sealed class OwnHostsHandler(IEnumerable<string> hosts, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly HashSet<string> _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        return address.Scheme == Uri.UriSchemeHttps && _hosts.Contains(address.Host)
            ? base.SendAsync(request, cancellationToken)
            : throw new HuntingException(
                HuntingFailure.HostRefused,
                $"A request to {address.GetLeftPart(UriPartial.Authority)} was refused: it is not of the connection's cloud, or not https. Nothing was sent.",
                "Check the addresses of the environment; tokens go to its own hosts alone.")
            {
                Target = address,
            };
    }
}
