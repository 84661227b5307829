namespace MdeHunting.Kql;

/// <summary>A statement that gives rows.</summary>
internal sealed record TabularStatement(KqlSpan Span) : KqlStatement(Span);
