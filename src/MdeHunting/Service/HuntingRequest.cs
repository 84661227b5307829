namespace MdeHunting.Service;

/// <summary>What is asked of a service.</summary>
/// <param name="Query">The query, in KQL.</param>
internal sealed record HuntingRequest(string Query)
{
    /// <summary>How many rows to give at the most, on purpose; null for all of them.</summary>
    public int? MaxRows { get; init; }
}
