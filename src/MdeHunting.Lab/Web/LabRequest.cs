namespace MdeHunting.Lab.Web;

/// <summary>
/// A request that the lab received: the tenant's id where it named one that exists; the api, one of Identity, Graph, Endpoint, Xdr, or null for
/// a path that nothing serves; the status, or <see cref="NoResponse"/> where the connection ended first; and whether there was a bearer, never which.
/// </summary>
public sealed record LabRequest(string Method, string Path, string? Tenant, string? Api, int Status, bool HasBearer)
{
    /// <summary>The status of a request that got no response.</summary>
    public const int NoResponse = 0;

    /// <summary>When it arrived, by the lab's clock, in UTC.</summary>
    public DateTimeOffset Arrived { get; init; }

    /// <summary>The query of a hunting request; null where the request was refused before its body was read.</summary>
    public string? Query { get; init; }

    /// <summary>The window of a hunting request as it was sent; null where it had none.</summary>
    public string? Timespan { get; init; }

    /// <summary>How many rows were sent, after the row limit; null where no whole result was.</summary>
    public int? Rows { get; init; }

    /// <summary>How many bytes the JSON of the result has, before any compression; null where no whole result was sent.</summary>
    public long? Bytes { get; init; }
}
