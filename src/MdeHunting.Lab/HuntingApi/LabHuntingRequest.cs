namespace MdeHunting.Lab.HuntingApi;

/// <summary>What was asked of a hunting service: the query, and the window as it was sent.</summary>
internal sealed record LabHuntingRequest(string Query, string? Timespan = null);
