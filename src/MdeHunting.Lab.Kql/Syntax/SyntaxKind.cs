namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>The kinds of token that a query is made of.</summary>
internal enum SyntaxKind
{
    None,

    /// <summary>A name, a keyword or a word operator: which one, its place decides. Also <c>in~</c>.</summary>
    Word,

    /// <summary>A negated word operator, such as <c>!has</c> or <c>!in~</c>.</summary>
    NotWord,

    String,
    Integer,
    Real,
    Timespan,

    /// <summary>A literal that names its type, such as <c>datetime(2024-01-31)</c> or <c>int(null)</c>, whole.</summary>
    Typed,

    /// <summary>An operator of punctuation, such as <c>==</c>, <c>=~</c> or <c>*</c>.</summary>
    Symbol,

    Assign,
    Pipe,
    Comma,
    Semicolon,
    Colon,
    Dot,
    Range,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
}
