namespace MdeHunting.Lab.Kql;

/// <summary>A column of a table or of a result.</summary>
public sealed record KqlColumn(string Name, KqlType Type);
