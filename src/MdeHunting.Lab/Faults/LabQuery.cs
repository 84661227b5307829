namespace MdeHunting.Lab.Faults;

/// <summary>A hunting request that the lab is about to answer; its bearer is good and its body can be read.</summary>
/// <param name="Api">Graph, Endpoint or Xdr.</param>
/// <param name="Tenant">The id of the tenant that the bearer is for.</param>
/// <param name="Query">The query as it was sent.</param>
/// <param name="Timespan">The window as it was sent; null where there was none.</param>
/// <param name="Number">Which of all such requests of the lab it is, from 1.</param>
/// <param name="NumberInTenant">Which of its tenant's it is, from 1.</param>
public sealed record LabQuery(string Api, string Tenant, string Query, string? Timespan, int Number, int NumberInTenant);
