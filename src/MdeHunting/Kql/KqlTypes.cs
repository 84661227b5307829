namespace MdeHunting.Kql;

/// <summary>The names of types, and what may be done with values of each.</summary>
internal static class KqlTypes
{
    /// <summary>The type of a name; Unknown where KQL has none of it.</summary>
    public static KqlDataType Of(string name) =>
        KqlFacts.LiteralOf(name) switch
        {
            KqlLiteral.Truth => KqlDataType.Bool,
            KqlLiteral.Moment => KqlDataType.DateTime,
            KqlLiteral.Duration => KqlDataType.TimeSpan,
            KqlLiteral.Guid => KqlDataType.Guid,
            KqlLiteral.Dynamic => KqlDataType.Dynamic,
            KqlLiteral.Number => NumberOf(name),
            _ => name.Length == 6 && name[0] == 's' ? KqlDataType.String : KqlDataType.Unknown,
        };

    /// <summary>The names of the types.</summary>
    public static IEnumerable<string> Names =>
        Enum.GetValues(typeof(KqlDataType)).Cast<KqlDataType>().Where(type => type != KqlDataType.Unknown).Select(NameOf);

    /// <summary>The type's name as KQL writes it.</summary>
    public static string NameOf(KqlDataType type) => type == KqlDataType.Unknown ? string.Empty : type.ToString().ToLowerInvariant();

    /// <summary>Whether it is a number.</summary>
    public static bool IsNumber(KqlDataType type) => type is KqlDataType.Int or KqlDataType.Long or KqlDataType.Real or KqlDataType.Decimal;

    /// <summary>Whether anything may be done with it, as far as can be seen.</summary>
    public static bool IsAny(KqlDataType type) => type is KqlDataType.Unknown or KqlDataType.Dynamic;

    /// <summary>Whether it makes sense to put an operator behind a value of a type.</summary>
    public static bool Takes(KqlDataType type, KqlInfixKind kind) =>
        kind switch
        {
            KqlInfixKind.Logic => IsAny(type) || type == KqlDataType.Bool,
            KqlInfixKind.Text => IsAny(type) || type == KqlDataType.String,
            KqlInfixKind.Membership => type != KqlDataType.Bool,
            KqlInfixKind.Order or KqlInfixKind.Between => IsAny(type) || IsNumber(type) || type is KqlDataType.DateTime or KqlDataType.TimeSpan,
            _ => true,
        };

    /// <summary>The type that holds the values of both; Unknown where that is not clear.</summary>
    public static KqlDataType Common(KqlDataType first, KqlDataType second) =>
        first == second ? first
        : IsNumber(first) && IsNumber(second) ? (KqlDataType)Math.Max((int)first, (int)second)
        : KqlDataType.Unknown;

    // int and long differ in their first letters from the types with a fraction; int64 is a long.
    private static KqlDataType NumberOf(string name) =>
        name[0] switch
        {
            'i' => name.EndsWith("64", StringComparison.Ordinal) ? KqlDataType.Long : KqlDataType.Int,
            'l' => KqlDataType.Long,
            'd' when name.StartsWith("dec", StringComparison.Ordinal) => KqlDataType.Decimal,
            _ => KqlDataType.Real,
        };
}
