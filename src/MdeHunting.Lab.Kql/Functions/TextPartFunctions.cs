using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that take texts apart and put them together.</summary>
internal static class TextPartFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new(
            "substring",
            ColumnNaming.Numbered,
            Signature.Of(new ParameterList(TypeSet.Text, TypeSet.Integer, TypeSet.Integer) { Required = 2 }, KqlType.String, Substring)
        ),
        new(
            "split",
            ColumnNaming.Numbered,
            Signature.Of(new ParameterList(TypeSet.Text, TypeSet.Text, TypeSet.Integer) { Required = 2 }, KqlType.Dynamic, Split)
        ),
        new(
            "strcat_delim",
            ColumnNaming.Numbered,
            Signature.Of(
                new ParameterList(TypeSet.Text, TypeSet.Any, TypeSet.Any) { Repeats = true },
                KqlType.String,
                values => string.Join(Conversions.ToText(values[0]), values.Skip(1).Select(Conversions.ToText))
            )
        ),
        new("replace_string", ColumnNaming.Numbered, Signature.Of(new ParameterList(TypeSet.Text, TypeSet.Text, TypeSet.Text), KqlType.String, Replace)),
        new(
            "indexof",
            ColumnNaming.Numbered,
            Signature.Of(
                new ParameterList(TypeSet.Text, TypeSet.Text, TypeSet.Integer, TypeSet.Integer, TypeSet.Integer) { Required = 2 },
                KqlType.Long,
                IndexOf
            )
        ),
        new("reverse", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Any, KqlType.String, value => Reverse(Conversions.ToText(value)))),
        new(
            "strrep",
            ColumnNaming.Numbered,
            Signature.Of(new ParameterList(TypeSet.Text, TypeSet.Integer, TypeSet.Text) { Required = 2 }, KqlType.String, Repeat)
        ),
        new("url_decode", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Text, KqlType.String, value => Uri.UnescapeDataString(Conversions.ToText(value)))),
        new("url_encode", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Text, KqlType.String, value => Uri.EscapeDataString(Conversions.ToText(value)))),
    ];

    private static object? Substring(object?[] values)
    {
        var text = Conversions.ToText(values[0]);
        if (Conversions.ToLong(values[1]) is not { } start)
        {
            return null;
        }

        start = Math.Clamp(start < 0 ? text.Length + start : start, 0, text.Length);
        var length = values.Length > 2 ? Conversions.ToLong(values[2]) ?? 0 : text.Length;
        return text.Substring((int)start, (int)Math.Clamp(length, 0, text.Length - start));
    }

    private static object? Split(object?[] values)
    {
        var text = Conversions.ToText(values[0]);
        var parts = Conversions.ToText(values[1]) is { Length: > 0 } delimiter ? text.Split(delimiter) : [text];
        if (values.Length == 2)
        {
            return Dynamics.Array(parts);
        }

        return Dynamics.Array(Conversions.ToLong(values[2]) is { } index && index >= 0 && index < parts.Length ? [parts[index]] : []);
    }

    private static object? Replace(object?[] values) =>
        Conversions.ToText(values[1]) is { Length: > 0 } sought
            ? Conversions.ToText(values[0]).Replace(sought, Conversions.ToText(values[2]), StringComparison.Ordinal)
            : Conversions.ToText(values[0]);

    // Where the sought text is found for the nth time, from a place on; -1 where it is not.
    private static object? IndexOf(object?[] values)
    {
        var (text, sought) = (Conversions.ToText(values[0]), Conversions.ToText(values[1]));
        var start = Argument(values, 2) ?? 0;
        var length = Argument(values, 3) is >= 0 and var given ? given : text.Length;
        var occurrence = Argument(values, 4) ?? 1;
        if (start < 0)
        {
            start = Math.Max(0, text.Length + start);
        }

        if (start > text.Length || occurrence < 1)
        {
            return -1L;
        }

        var end = (int)Math.Min(text.Length, start + Math.Min(length, text.Length));
        for (var from = (int)start; ; )
        {
            var found = text.IndexOf(sought, from, end - from, StringComparison.Ordinal);
            if (found < 0 || --occurrence == 0)
            {
                return (long)found;
            }

            from = found + 1;
            if (from > end)
            {
                return -1L;
            }
        }
    }

    private static long? Argument(object?[] values, int place) => values.Length > place ? Conversions.ToLong(values[place]) : null;

    private static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse());

    private static object? Repeat(object?[] values)
    {
        const int Most = 1024;
        var count = (int)Math.Clamp(Conversions.ToLong(values[1]) ?? 0, 0, Most);
        return string.Join(values.Length > 2 ? Conversions.ToText(values[2]) : string.Empty, Enumerable.Repeat(Conversions.ToText(values[0]), count));
    }
}
