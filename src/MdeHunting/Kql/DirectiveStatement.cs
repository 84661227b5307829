namespace MdeHunting.Kql;

/// <summary>A statement that neither gives rows nor names anything: <c>set</c>, <c>alias</c>, <c>declare</c>, <c>pattern</c>, <c>restrict</c>.</summary>
internal sealed record DirectiveStatement(TokenRange Span, string Keyword) : KqlStatement(Span);
