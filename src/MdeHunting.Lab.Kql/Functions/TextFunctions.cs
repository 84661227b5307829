using System.Text;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of texts.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new("tolower", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Any, KqlType.String, value => Conversions.ToText(value).ToLowerInvariant())),
        new("toupper", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Any, KqlType.String, value => Conversions.ToText(value).ToUpperInvariant())),
        new("strlen", ColumnNaming.FunctionAndFirstArgument, Signature.Lenient(TypeSet.Text, KqlType.Long, value => Length(Conversions.ToText(value)))),
        new("strcat", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.Any) { Repeats = true }, Concatenate)),
    ];

    // Counts characters, not the halves that .NET makes of some.
    private static object Length(string text)
    {
        var length = 0L;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    private static Scalar Concatenate(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        var parts = arguments.Select(argument => argument.Evaluate).ToArray();
        return Scalar.Computed(
            KqlType.String,
            arguments,
            row =>
            {
                var text = new StringBuilder();
                foreach (var part in parts)
                {
                    text.Append(Conversions.ToText(part(row)));
                }

                return text.ToString();
            }
        );
    }
}
