using Superpower.Model;

namespace MdeHunting.Lab.Kql;

/// <summary>A query that was refused. The message is worded as the hunting services word it.</summary>
public sealed class KqlException : Exception
{
    private const int QuotedLength = 500;

    private KqlException(KqlErrorKind kind, string message, int? line = null, int? column = null)
        : base(message)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    /// <summary>Whether the text or its meaning was refused.</summary>
    public KqlErrorKind Kind { get; }

    /// <summary>The line of a syntax error, counted from 1; null for a semantic error, whose place the services do not give.</summary>
    public int? Line { get; }

    /// <summary>The column of a syntax error, counted from 1; null for a semantic error.</summary>
    public int? Column { get; }

    /// <summary>Whether it was refused for a table that is not there.</summary>
    internal bool IsForMissingTable { get; private init; }

    internal static KqlException Syntax(string query, Position at, string detail = "SYN0002: A recognition error occurred") =>
        new(
            KqlErrorKind.Syntax,
            $"The query contains syntax errors: {detail}. [line:position={at.Line}:{at.Column}]. Query: '{Quote(query)}'",
            at.Line,
            at.Column
        );

    internal static KqlException Semantic(string detail, bool isForMissingTable = false) =>
        new(KqlErrorKind.Semantic, $"{detail}. Fix semantic errors in your query.") { IsForMissingTable = isForMissingTable };

    private static string Quote(string query) => query.Length <= QuotedLength ? query : query[..QuotedLength] + "...";
}

/// <summary>Where a query failed: before its names were looked up, or while they were.</summary>
public enum KqlErrorKind
{
    /// <summary>The text is no query, or is outside the lab's subset of the language.</summary>
    Syntax,

    /// <summary>The text is a query, but a name, a function or a type in it does not fit.</summary>
    Semantic,
}
