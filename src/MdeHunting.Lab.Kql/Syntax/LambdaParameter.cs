namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What a function of the query's own takes: a value of a type, with or without a default, or a table with at least these columns.</summary>
/// <param name="Name">What its body calls it.</param>
/// <param name="Type">The type of a value.</param>
/// <param name="Default">The value where none is given, or null where one must be.</param>
/// <param name="Columns">The columns of a table, or null for a value.</param>
internal sealed record LambdaParameter(string Name, KqlType Type, Expression? Default, IReadOnlyList<KqlColumn>? Columns)
{
    public bool IsTable => Columns is not null;
}
