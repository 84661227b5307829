namespace MdeHunting.Lab.Hosting;

/// <summary>
/// A request that the lab answered: the tenant's id where it named one that exists; the api, one of Identity, Graph, Endpoint, Xdr, or null for
/// a path that nothing serves; and whether there was a bearer, never which.
/// </summary>
public sealed record LabRequest(string Method, string Path, string? Tenant, string? Api, int Status, bool HasBearer);
