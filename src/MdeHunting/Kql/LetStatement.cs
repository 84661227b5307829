namespace MdeHunting.Kql;

/// <summary>A let statement.</summary>
/// <param name="Span">All of it.</param>
/// <param name="Name">What it names.</param>
/// <param name="Value">The value, or what stands between a function's braces.</param>
/// <param name="Parameters">What stands between a function's parentheses; null where it is none.</param>
internal sealed record LetStatement(TokenRange Span, string Name, TokenRange Value, TokenRange? Parameters) : KqlStatement(Span);
