namespace MdeHunting.Kql;

/// <summary>The type of a value, https://learn.microsoft.com/kusto/query/scalar-data-types.</summary>
internal enum KqlDataType
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>A whole number of 32 bits.</summary>
    Int,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>A number with a fraction, in binary.</summary>
    Real,

    /// <summary>A number with a fraction, in decimal.</summary>
    Decimal,

    /// <summary>A moment.</summary>
    DateTime,

    /// <summary>A span of time.</summary>
    TimeSpan,

    /// <summary>A text.</summary>
    String,

    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>An object, a list, or any value.</summary>
    Dynamic,
}
