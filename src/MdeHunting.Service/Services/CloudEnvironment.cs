using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Service.Services;

/// <summary>A cloud: where its identity service and its hunting services are.</summary>
/// <param name="Name">The name to show.</param>
/// <param name="Authority">The identity service's address, without a tenant.</param>
/// <param name="Apis">The services that this cloud has.</param>
/// <param name="RootCertificate">A root to trust for this cloud's own loopback hosts; null for none.</param>
internal sealed record CloudEnvironment(string Name, Uri Authority, IReadOnlyDictionary<MdeApi, ApiEndpoint> Apis, X509Certificate2? RootCertificate)
{
    private const int FingerprintDigits = 32;

    /// <summary>Which of Microsoft's clouds it is; null for one that a file describes.</summary>
    public MdeCloud? Cloud { get; init; }

    /// <summary>Whether its identity service is on this machine; then all of it is.</summary>
    public bool IsLab => Loopback.Includes(Authority.Host);

    /// <summary>
    /// Tells it from every other, by all that decides where tokens come from and go to. What was kept for one environment, such as an account, is never used
    /// for another that is called the same.
    /// </summary>
    public string Id => Cloud?.ToString() ?? Fingerprint();

    /// <summary>The authority of a tenant.</summary>
    public string AuthorityOf(string tenant) => $"{Authority.AbsoluteUri}{tenant}";

    /// <summary>Every host that belongs to it.</summary>
    public IEnumerable<string> Hosts => Addresses.Select(a => a.Host).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where requests may go: the hosts with their ports, as <c>https://host:port</c>.</summary>
    public IEnumerable<string> Origins => Addresses.Select(a => a.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.OrdinalIgnoreCase);

    private IEnumerable<Uri> Addresses => Apis.Values.Select(a => a.BaseAddress).Append(Authority);

    /// <summary>Whether tokens that are for a service of Microsoft's may go to this environment's: it is Microsoft's own, or a lab.</summary>
    public bool TakesTokensOfMicrosoft(MdeApi api) => IsLab || HostPairing.IsMicrosoft(api, Apis[api].BaseAddress.Host);

    private string Fingerprint()
    {
        var all = new StringBuilder().Append(Name).Append('\n').Append(Authority.AbsoluteUri).Append('\n').Append(RootCertificate?.Thumbprint);
        foreach (var (api, endpoint) in Apis.OrderBy(a => a.Key).Select(a => (a.Key, a.Value)))
        {
            all.Append('\n').Append(api).Append('\n').Append(endpoint.BaseAddress.AbsoluteUri).Append('\n').Append(endpoint.Resource);
        }

        return Sha256Text.Of(all.ToString()).Substring(0, FingerprintDigits);
    }
}
