namespace MdeHunting.Kql;

/// <summary>What is known of a word.</summary>
internal sealed class KqlWord
{
    /// <summary>What it is as the name of a function.</summary>
    public KqlFunctionKind Function { get; set; }

    /// <summary>What it may begin.</summary>
    public KqlBeginning Beginning { get; set; }

    /// <summary>Which rows it gives as the kind of a join.</summary>
    public KqlJoinRows Join { get; set; }

    /// <summary>Where else it has a meaning of its own.</summary>
    public KqlWordPlaces Places { get; set; }
}

/// <summary>What a word may begin.</summary>
[Flags]
internal enum KqlBeginning
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A statement that gives no rows.</summary>
    Definition = 1 << 0,

    /// <summary>A query, as the first word of a text.</summary>
    Query = 1 << 1,

    /// <summary>Rows.</summary>
    Source = 1 << 2,

    /// <summary>Rows, where a parenthesis follows.</summary>
    Call = 1 << 3,

    /// <summary>Rows, where a name and <c>from</c> follow.</summary>
    Range = 1 << 4,

    /// <summary>A call of a function that may take or give rows.</summary>
    Function = 1 << 5,

    /// <summary>Rows of another database, workspace or service.</summary>
    Elsewhere = 1 << 6,
}

/// <summary>Which rows a kind of join gives.</summary>
[Flags]
internal enum KqlJoinRows
{
    /// <summary>Those of both sides, and not the same ones for each row of the left by itself.</summary>
    Both = 0,

    /// <summary>The same ones for each row of the left by itself, so that a query can be split there.</summary>
    Each = 1 << 0,

    /// <summary>Those of the left side alone.</summary>
    Left = 1 << 1,

    /// <summary>Those of the right side alone.</summary>
    Right = 1 << 2,
}

/// <summary>Where a word has a meaning of its own.</summary>
[Flags]
internal enum KqlWordPlaces
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>Ahead of a bracket that holds rows.</summary>
    BeforeRows = 1 << 0,

    /// <summary>Within an operator, where it is no name.</summary>
    Within = 1 << 1,

    /// <summary>At the end of a text, which is no whole query then.</summary>
    Last = 1 << 2,
}
