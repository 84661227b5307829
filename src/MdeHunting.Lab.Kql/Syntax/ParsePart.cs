namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>A part of what <c>parse</c> looks for: a text, a column, or anything (<c>*</c>, where both are null).</summary>
/// <param name="Text">The text, or the regular expression.</param>
/// <param name="Column">What is between two texts.</param>
internal sealed record ParsePart(string? Text, KqlColumn? Column);
