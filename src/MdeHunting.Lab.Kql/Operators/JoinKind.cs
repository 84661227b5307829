namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Which rows a join gives.</summary>
internal enum JoinKind
{
    /// <summary>Each match once for each key of the left table: of its rows with the same key only the first takes part.</summary>
    InnerUnique,

    Inner,
    LeftOuter,
    RightOuter,
    FullOuter,
    LeftSemi,
    RightSemi,
    LeftAnti,
    RightAnti,
}
