namespace MdeHunting.Schema;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with its case.</param>
/// <param name="Type">Its type as KQL writes it: <c>string</c>, <c>datetime</c>, <c>long</c>, <c>int</c>, <c>bool</c>, <c>real</c>, <c>guid</c>, <c>dynamic</c>.</param>
internal readonly record struct KnownColumn(string Name, string Type);
