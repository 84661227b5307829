namespace MdeHunting.Kql.Reading;

/// <summary>A parameter of one of the query's own functions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTable">Whether it takes rows and no single value.</param>
internal readonly record struct QueryParameter(string Name, bool IsTable);
