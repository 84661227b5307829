namespace MdeHunting.Service.Hunting;

/// <summary>How the cells of a column are read.</summary>
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
