namespace MdeHunting.Kql.Analysis;

/// <summary>A place behind an operator whose rows are to be bounded there, since its tables have to be read by their own names.</summary>
/// <param name="LastToken">The index of the operator's last significant token.</param>
/// <param name="TimeColumn">The column by which its rows lie in time.</param>
internal readonly record struct TimeFilter(int LastToken, string TimeColumn);
