namespace MdeHunting.Kql;

/// <summary>What a piece of a query's text is.</summary>
internal enum KqlTokenKind
{
    /// <summary>A character that the language has no use for.</summary>
    Unknown,

    /// <summary>Blanks and line ends.</summary>
    WhiteSpace,

    /// <summary><c>//</c> and the rest of its line, without the line end.</summary>
    Comment,

    /// <summary>A name or a keyword. A dash is no part of it: <c>project-away</c> is three tokens; see <see cref="SourceText.DashedName"/>.</summary>
    Identifier,

    /// <summary>
    /// A string between brackets, <c>['a b']</c>: a name, or an element of what stands before it (<c>Fields["a"]</c>), which only the grammar can tell.
    /// </summary>
    BracketedName,

    /// <summary>A word within <c>dynamic(…)</c>: <c>true</c>, <c>null</c>; never a name.</summary>
    LiteralWord,

    /// <summary><c>'…'</c> or <c>"…"</c>, with escapes.</summary>
    String,

    /// <summary><c>@'…'</c> or <c>@"…"</c>: only a doubled quote stands for something else.</summary>
    VerbatimString,

    /// <summary>A string between <c>```</c> or <c>~~~</c>, which may hold line ends.</summary>
    MultiLineString,

    /// <summary><c>12</c> or <c>0x1F</c>.</summary>
    Integer,

    /// <summary><c>1.5</c> or <c>1e-3</c>.</summary>
    Real,

    /// <summary>A number with a unit of time: <c>1d</c>, <c>1.5h</c>.</summary>
    Timespan,

    /// <summary>A GUID without quotes or a type around it.</summary>
    RawGuid,

    /// <summary>
    /// A literal with its type's name, <c>datetime(2024-01-31)</c>, up to its parenthesis. <c>dynamic(…)</c> is none: it is several tokens.
    /// </summary>
    TypedLiteral,

    /// <summary><c>|</c></summary>
    Pipe,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>.</c></summary>
    Dot,

    /// <summary><c>(</c></summary>
    OpenParenthesis,

    /// <summary><c>)</c></summary>
    CloseParenthesis,

    /// <summary><c>[</c></summary>
    OpenBracket,

    /// <summary><c>]</c></summary>
    CloseBracket,

    /// <summary><c>{</c></summary>
    OpenBrace,

    /// <summary><c>}</c></summary>
    CloseBrace,

    /// <summary>
    /// Every other sign of the language, of one character or two: <c>=</c>, <c>=~</c>, <c>..</c>, <c>*</c>, <c>:</c>, and the <c>!</c> of <c>!in</c>.
    /// </summary>
    Operator,
}
