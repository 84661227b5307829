using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace MdeHunting.Service.Json;

/// <summary>
/// Reads a JSON value as what it is: a string, bool, null, array, an object of the factory's making; a number as long, double or decimal, whichever
/// holds it exactly, else its text. Strings are never decoded a second time. Graph's annotations (<c>@odata.…</c>) are left out.
/// </summary>
internal static class DynamicReader
{
    private const string Annotation = "@odata.";

    /// <summary>The value of a whole JSON text.</summary>
    public static object? Read(byte[] json, IDynamicFactory factory)
    {
        using var cursor = new JsonCursor(new MemoryStream(json, writable: false));
        var reader = cursor.Open();
        cursor.Read(ref reader);
        return Read(cursor, ref reader, factory, new SharedText());
    }

    /// <summary>The value that begins at the current token; afterwards its last token is the current one.</summary>
    public static object? Read(JsonCursor cursor, ref Utf8JsonReader reader, IDynamicFactory factory) => Read(cursor, ref reader, factory, new SharedText());

    /// <summary>The value that begins at the current token; afterwards its last token is the current one.</summary>
    /// <param name="cursor">Where the reader reads from.</param>
    /// <param name="reader">Stands on the value's first token.</param>
    /// <param name="factory">Makes objects.</param>
    /// <param name="names">The members' names so far, which values of one column share.</param>
    public static object? Read(JsonCursor cursor, ref Utf8JsonReader reader, IDynamicFactory factory, SharedText names) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Read(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartObject => Object(cursor, ref reader, factory, names),
        JsonTokenType.StartArray => Array(cursor, ref reader, factory, names),
        _ => null,
    };

    /// <summary>Whether a member's name is an annotation of Graph's and no data.</summary>
    public static bool IsAnnotation(string name) => name.IndexOf(Annotation, StringComparison.Ordinal) >= 0;

    /// <summary>Whether the bytes of a name, as they stand in the JSON, are surely an annotation's.</summary>
    public static bool IsAnnotation(ReadOnlySpan<byte> utf8) => utf8.IndexOf("@odata."u8) >= 0;

    private static object Object(JsonCursor cursor, ref Utf8JsonReader reader, IDynamicFactory factory, SharedText shared)
    {
        var names = new List<string>();
        var values = new List<object?>();
        cursor.Read(ref reader);
        while (reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = shared.Read(ref reader);
            cursor.Read(ref reader);
            if (IsAnnotation(name))
            {
                cursor.Skip(ref reader);
            }
            else
            {
                names.Add(name);
                values.Add(Read(cursor, ref reader, factory, shared));
            }

            cursor.Read(ref reader);
        }

        return factory.CreateObject(names, values);
    }

    private static object?[] Array(JsonCursor cursor, ref Utf8JsonReader reader, IDynamicFactory factory, SharedText shared)
    {
        var items = new List<object?>();
        cursor.Read(ref reader);
        while (reader.TokenType is not JsonTokenType.EndArray)
        {
            items.Add(Read(cursor, ref reader, factory, shared));
            cursor.Read(ref reader);
        }

        return [.. items];
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        var digits = reader.ValueSpan;
        if (Utf8Parser.TryParse(digits, out long whole, out var used) && used == digits.Length)
        {
            return whole;
        }

        // Fifteen digits always survive a double; with more, only a decimal that says the same tells.
        var text = JsonText.Raw(ref reader);
        var fits = ExactNumber.TryDecimal(text, out var exact);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number)
            && (ExactNumber.Digits(text) <= 15 || (fits && Says(number, exact))))
        {
            return number;
        }

        return fits ? exact : text;
    }

    private static bool Says(double number, decimal exact) =>
        ExactNumber.TryDecimal(number.ToString("R", CultureInfo.InvariantCulture), out var said) && said == exact;
}
