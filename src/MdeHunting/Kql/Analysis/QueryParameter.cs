namespace MdeHunting.Kql.Analysis;

/// <summary>A parameter of one of the query's own functions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTable">Whether it takes rows and no single value.</param>
/// <param name="Meaning">What is known of it within the function; null where it is not the query's own.</param>
internal readonly record struct QueryParameter(string Name, bool IsTable, QueryName? Meaning = null);
