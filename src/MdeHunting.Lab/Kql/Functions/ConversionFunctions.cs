using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that make a value another type's.</summary>
internal static class ConversionFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        To("tostring", KqlType.String),
        To("tolong", KqlType.Long),
        To("toint", KqlType.Int),
        To("toreal", KqlType.Real),
        To("todouble", KqlType.Real),
        To("todecimal", KqlType.Decimal),
        To("tobool", KqlType.Bool),
        To("todatetime", KqlType.DateTime),
        To("totimespan", KqlType.TimeSpan),
        To("toguid", KqlType.Guid),
        Json("parse_json"),
        Json("todynamic"),
    ];

    private static ScalarFunction To(string name, KqlType type) =>
        new(name, ColumnNaming.FirstArgument, Signature.Lenient(TypeSet.Any, type, value => Conversions.To(type, value)));

    private static ScalarFunction Json(string name) =>
        new(name, ColumnNaming.FirstArgument, Signature.Strict(TypeSet.Text, KqlType.Dynamic, value => value is string text ? Dynamics.Parse(text) : value));
}
