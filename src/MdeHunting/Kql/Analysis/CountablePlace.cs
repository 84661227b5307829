namespace MdeHunting.Kql.Analysis;

/// <summary>A place between a query's operators at which its rows still have their time.</summary>
/// <param name="Position">The position in the text, after the operator.</param>
/// <param name="TimeColumn">The column that holds the time there.</param>
internal readonly record struct CountablePlace(int Position, string TimeColumn);
