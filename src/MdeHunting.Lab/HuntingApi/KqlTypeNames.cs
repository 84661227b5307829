using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// What the services call the types in a result's schema: the short names of Kusto's .NET types. Seen in responses: DateTime, String, Int64, Int32,
/// SByte, Double; the others follow from https://learn.microsoft.com/kusto/query/scalar-data-types and have not been seen.
/// </summary>
internal static class KqlTypeNames
{
    public static string ToWireName(this KqlType type) =>
        type switch
        {
            KqlType.String => "String",
            KqlType.DateTime => "DateTime",
            KqlType.Long => "Int64",
            KqlType.Int => "Int32",
            KqlType.Bool => "SByte",
            KqlType.Real => "Double",
            KqlType.Dynamic => "Object",
            KqlType.Guid => "Guid",
            KqlType.TimeSpan => "TimeSpan",
            KqlType.Decimal => "SqlDecimal",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
