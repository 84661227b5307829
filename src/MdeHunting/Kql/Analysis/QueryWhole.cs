namespace MdeHunting.Kql.Analysis;

/// <summary>A part of a query that is read whole, whatever time is asked for.</summary>
/// <param name="Token">The index of its first significant token.</param>
/// <param name="Name">What it is, as the query spells it.</param>
/// <param name="Why">Why no time bounds it.</param>
internal sealed record QueryWhole(int Token, string Name, string Why);
