namespace MdeHunting.Kql;

/// <summary>What is known of a word.</summary>
internal sealed class KqlWord
{
    /// <summary>What it is as the name of a function.</summary>
    public KqlFunctionKind Function { get; set; }

    /// <summary>What it may begin.</summary>
    public KqlBeginning Beginning { get; set; }

    /// <summary>What it gives as a function.</summary>
    public KqlValue Value { get; set; }

    /// <summary>The unit of time in which it gives that, where there is one.</summary>
    public string? Unit { get; set; }

    /// <summary>What stands ahead of its first argument's name in that of its column; null where nothing is known of that.</summary>
    public string? Prefix { get; set; }

    /// <summary>What rows it makes, or begins with.</summary>
    public KqlSource Source { get; set; }

    /// <summary>What becomes of the columns behind it as a plug-in.</summary>
    public KqlPluginRows Plugin { get; set; }

    /// <summary>The columns that it makes as a plug-in, with their types.</summary>
    public string? PluginColumns { get; set; }

    /// <summary>What a literal is ahead of which it stands.</summary>
    public KqlLiteral Literal { get; set; }

    /// <summary>How it compares two texts.</summary>
    public KqlTextMatch Match { get; set; }

    /// <summary>The operator that it begins, where that compares two texts.</summary>
    public string? Infix { get; set; }

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

    /// <summary>A statement that says what the query may reach.</summary>
    Access = 1 << 7,

    /// <summary>Rows that no hunting service reads, since they are of another database than the tenant's.</summary>
    Apart = 1 << 8,
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

    /// <summary>Those of a lookup, of which it is a kind too.</summary>
    Lookup = 1 << 3,

    /// <summary>One of those of the left with the same key.</summary>
    Unique = 1 << 4,

    /// <summary>Those of the right side by themselves, such as those that match nothing.</summary>
    RightAlone = 1 << 5,
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

    /// <summary>At the start of a text, which goes on with what another began.</summary>
    Continuing = 1 << 3,

    /// <summary>Ahead of a condition.</summary>
    BeforeCondition = 1 << 4,

    /// <summary>At the end of a sort key.</summary>
    EndOfKey = 1 << 5,

    /// <summary>As an aggregate where rows become groups, with a single argument; elsewhere it is a function of one row.</summary>
    OfGroup = 1 << 6,
}

/// <summary>What a literal is that has its type's name.</summary>
internal enum KqlLiteral
{
    /// <summary>The word is the name of no type.</summary>
    None,

    /// <summary>A truth value.</summary>
    Truth,

    /// <summary>A moment.</summary>
    Moment,

    /// <summary>A timespan.</summary>
    Duration,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>An object or a list, which has tokens of its own.</summary>
    Dynamic,
}

/// <summary>How an operator compares two texts.</summary>
[Flags]
internal enum KqlTextMatch
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>The one begins with the other, or a word of it does.</summary>
    Begins = 1 << 0,

    /// <summary>The one ends with the other, or a word of it does.</summary>
    Ends = 1 << 1,

    /// <summary>The one has the other within.</summary>
    Contains = 1 << 2,

    /// <summary>It goes by words.</summary>
    Word = 1 << 3,

    /// <summary>The other is a pattern.</summary>
    Pattern = 1 << 4,

    /// <summary>A letter in upper case is another.</summary>
    Cased = 1 << 5,
}
