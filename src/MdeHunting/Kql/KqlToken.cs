namespace MdeHunting.Kql;

/// <summary>A piece of a query's text. A string, or a bracketed name, has its end unless the text or its line ended first.</summary>
internal readonly record struct KqlToken(KqlTokenKind Kind, int Start, int Length, bool IsTerminated = true)
{
    /// <summary>Where the next token begins.</summary>
    public int End => Start + Length;

    /// <summary>Whether it is one of the string literals.</summary>
    public bool IsString => Kind is KqlTokenKind.String or KqlTokenKind.VerbatimString or KqlTokenKind.MultiLineString;

    /// <summary>Whether it is a value that is written out.</summary>
    public bool IsLiteral =>
        IsString || Kind is KqlTokenKind.Integer or KqlTokenKind.Real or KqlTokenKind.Timespan or KqlTokenKind.RawGuid or KqlTokenKind.TypedLiteral;

    /// <summary>Whether it is neither white space nor a comment.</summary>
    public bool IsSignificant => Kind is not (KqlTokenKind.WhiteSpace or KqlTokenKind.Comment);
}
