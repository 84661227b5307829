namespace MdeHunting.Tests.Running.Windows;

/// <summary>What a query gave: its columns with their types, and its rows in their order, each in one line.</summary>
internal sealed record RunRows(string Columns, IReadOnlyList<string> Rows);
