using System.Security.Cryptography.X509Certificates;
using MdeHunting.Connections;

namespace MdeHunting.Service.Clouds;

/// <summary>A cloud: where its identity service and its hunting services are.</summary>
/// <param name="Name">The name to show.</param>
/// <param name="Authority">The identity service's address, without a tenant.</param>
/// <param name="Apis">The services that this cloud has.</param>
/// <param name="RootCertificate">A root to trust for this cloud's own loopback hosts; null for none.</param>
internal sealed record CloudEnvironment(string Name, Uri Authority, IReadOnlyDictionary<MdeApi, ApiEndpoint> Apis, X509Certificate2? RootCertificate)
{
    /// <summary>The authority of a tenant.</summary>
    public string AuthorityOf(string tenant) => $"{Authority.AbsoluteUri}{tenant}";

    /// <summary>Every host that belongs to it.</summary>
    public IEnumerable<string> Hosts => Apis.Values.Select(a => a.BaseAddress.Host).Append(Authority.Host).Distinct(StringComparer.OrdinalIgnoreCase);
}
