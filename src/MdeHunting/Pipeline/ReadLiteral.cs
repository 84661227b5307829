namespace MdeHunting.Pipeline;

/// <summary>What PowerShell reads a literal as.</summary>
/// <param name="Value">The text; variables in it by their names.</param>
/// <param name="IsClosed">Whether its closing quote is there.</param>
/// <param name="Nested">The variables and expressions in it, as they are written.</param>
internal sealed record ReadLiteral(string Value, bool IsClosed, IReadOnlyList<string> Nested);
