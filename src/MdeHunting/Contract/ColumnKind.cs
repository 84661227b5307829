namespace MdeHunting.Contract;

/// <summary>What the cells of a column are.</summary>
internal enum ColumnKind
{
    /// <summary>A type that is not known: each value as it came.</summary>
    Unknown,
    String,
    DateTime,
    Int64,
    Int32,
    Boolean,
    Double,
    Decimal,
    Guid,
    TimeSpan,
    Dynamic,
}
