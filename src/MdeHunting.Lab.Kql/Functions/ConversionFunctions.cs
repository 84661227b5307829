using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;
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
        new("gettype", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.Any), (arguments, _) => TypeName(arguments[0]))),
    ];

    private static ScalarFunction To(string name, KqlType type) =>
        new(name, ColumnNaming.FirstArgument, Signature.Lenient(TypeSet.Any, type, value => Conversions.To(type, value)));

    // Of a dynamic value, what it holds.
    private static Scalar TypeName(Scalar argument)
    {
        if (argument.Type != KqlType.Dynamic)
        {
            return Scalar.Constant(KqlType.String, argument.Type.Keyword());
        }

        var value = argument.Evaluate;
        return Scalar.Computed(KqlType.String, [argument], row => Dynamics.TypeName((JsonNode?)value(row)));
    }

    private static ScalarFunction Json(string name) =>
        new(name, ColumnNaming.FirstArgument, Signature.Strict(TypeSet.Text, KqlType.Dynamic, value => value is string text ? Dynamics.Parse(text) : value));
}
