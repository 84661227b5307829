namespace MdeHunting.Lab.Hosting;

/// <summary>
/// A request that the lab answered: the tenant's id where it named one that exists; the api, one of Identity, Graph, Endpoint, Xdr, or null for
/// a path that nothing serves; the status, or <see cref="NoAnswer"/> where a fault broke the connection first; and whether there was a bearer, never which.
/// </summary>
public sealed record LabRequest(string Method, string Path, string? Tenant, string? Api, int Status, bool HasBearer)
{
    /// <summary>The status of a request that got no answer.</summary>
    public const int NoAnswer = 0;
}
