namespace MdeHunting.Lab.Kql.Functions;

/// <summary>What the language says of its types.</summary>
internal static class KqlTypes
{
    /// <summary>The name that queries and most messages use.</summary>
    public static string Keyword(this KqlType type) => type.ToString().ToLowerInvariant();

    /// <summary>The name that messages about arithmetic use.</summary>
    public static string StorageName(this KqlType type) =>
        type switch
        {
            KqlType.String => "StringBuffer",
            KqlType.Long => "I64",
            KqlType.Int => "I32",
            KqlType.Bool => "I8",
            KqlType.Real => "R64",
            KqlType.Guid => "UniqueId",
            _ => type.ToString(),
        };

    /// <summary>The .NET type that <c>getschema</c> gives.</summary>
    public static string DataType(this KqlType type) =>
        type switch
        {
            KqlType.Dynamic => "System.Object",
            KqlType.Bool => "System.SByte",
            KqlType.Long => "System.Int64",
            KqlType.Int => "System.Int32",
            KqlType.Real => "System.Double",
            KqlType.Decimal => "System.Data.SqlTypes.SqlDecimal",
            _ => $"System.{type}",
        };

    public static bool Contains(this TypeSet set, KqlType type) => ((int)set & (1 << (int)type)) != 0;

    /// <summary>The type of a sum of the two, or null where they are not both numbers. Whole numbers of either width give a long.</summary>
    public static KqlType? Widest(KqlType left, KqlType right)
    {
        if (!TypeSet.Number.Contains(left) || !TypeSet.Number.Contains(right))
        {
            return null;
        }

        if (left == KqlType.Real || right == KqlType.Real)
        {
            return KqlType.Real;
        }

        return left == KqlType.Decimal || right == KqlType.Decimal ? KqlType.Decimal : KqlType.Long;
    }
}
