using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>A statement: with a name it is a <c>let</c>, without one it is the query itself.</summary>
internal sealed record Statement(string? Name, Expression Value, Position Start);
