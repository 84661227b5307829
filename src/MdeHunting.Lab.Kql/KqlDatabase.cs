namespace MdeHunting.Lab.Kql;

/// <summary>What one tenant's queries see: its tables by name, and the moment (UTC) that its <c>now()</c> and <c>ago()</c> count from.</summary>
public sealed record KqlDatabase(IReadOnlyDictionary<string, KqlTable> Tables, DateTime Now)
{
    /// <summary>
    /// Whether queries may have a <c>declare query_parameters</c> statement, as in Azure Data Explorer; nobody documents whether the hunting services take one.
    /// https://learn.microsoft.com/kusto/query/query-parameters-statement
    /// </summary>
    public bool TakesDeclarations { get; init; }
}
