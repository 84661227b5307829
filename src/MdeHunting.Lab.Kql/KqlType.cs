namespace MdeHunting.Lab.Kql;

/// <summary>
/// A scalar type of KQL and, in the lab, the .NET type that carries it:
/// string (never null), DateTime of kind Utc, long, int, bool, double, JsonNode, Guid, TimeSpan, decimal; null where the value is null.
/// </summary>
public enum KqlType
{
    String,
    DateTime,
    Long,
    Int,
    Bool,
    Real,
    Dynamic,
    Guid,
    TimeSpan,
    Decimal,
}
