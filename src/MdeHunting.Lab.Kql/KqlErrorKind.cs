namespace MdeHunting.Lab.Kql;

/// <summary>Where a query failed: before its names were looked up, or while they were.</summary>
public enum KqlErrorKind
{
    /// <summary>The text is no query, or is outside the lab's subset of the language.</summary>
    Syntax,

    /// <summary>The text is a query, but a name, a function or a type in it does not fit.</summary>
    Semantic,
}
