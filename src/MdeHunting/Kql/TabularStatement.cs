namespace MdeHunting.Kql;

/// <summary>A statement that gives rows.</summary>
internal sealed record TabularStatement(TokenRange Span) : KqlStatement(Span);
