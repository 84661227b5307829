namespace MdeHunting.Kql.Parsing;

/// <summary>A query that has been read.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Statements">Its statements.</param>
/// <param name="Fault">What could not be read; null where all could.</param>
internal sealed record ParsedQuery(TokenTree Tokens, IReadOnlyList<KqlStatementNode> Statements, KqlFault? Fault);

/// <summary>A place of a query that could not be read.</summary>
/// <param name="Place">The index of the token.</param>
/// <param name="What">What was expected there.</param>
internal sealed record KqlFault(int Place, string What);
