using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using MdeHunting.Contract;

namespace MdeHunting.Service.Json;

/// <summary>
/// Reads a JSON value as what it is: a string, bool, null, array, an object of the factory's making; a number as long, double or decimal, whichever
/// holds it exactly, else its text. Strings are never decoded a second time.
/// </summary>
internal static class DynamicReader
{
    // Below it a double loses digits, one after the other, and is 0 in the end.
    private const double LeastPrecise = 2.2250738585072014E-308;

    /// <summary>The value of a whole JSON text.</summary>
    public static object? Read(byte[] json, IObjectFactory factory)
    {
        using var cursor = new JsonCursor(new MemoryStream(json, writable: false));
        var reader = cursor.Open();
        cursor.Read(ref reader);
        return Read(cursor, ref reader, factory, new DynamicMembers(hasAnnotations: false));
    }

    /// <summary>The value that begins at the current token; afterwards its last token is the current one.</summary>
    /// <param name="cursor">Where the reader reads from.</param>
    /// <param name="reader">Stands on the value's first token.</param>
    /// <param name="factory">Makes objects.</param>
    /// <param name="members">What the values of one column use in turn.</param>
    public static object? Read(JsonCursor cursor, ref Utf8JsonReader reader, IObjectFactory factory, DynamicMembers members) =>
        reader.TokenType switch
        {
            JsonTokenType.String => JsonText.Read(ref reader),
            JsonTokenType.Number => Number(ref reader, members),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.StartObject => Object(cursor, ref reader, factory, members, isEmptyNull: false),
            JsonTokenType.StartArray => Array(cursor, ref reader, factory, members),
            _ => null,
        };

    /// <summary>The object that begins at the current token, or null where it has no members; afterwards its last token is the current one.</summary>
    public static object? ReadObjectOrNull(JsonCursor cursor, ref Utf8JsonReader reader, IObjectFactory factory, DynamicMembers members) =>
        Object(cursor, ref reader, factory, members, isEmptyNull: true);

    private static object? Object(JsonCursor cursor, ref Utf8JsonReader reader, IObjectFactory factory, DynamicMembers members, bool isEmptyNull)
    {
        var level = members.Enter();
        var isAnnotated = false;
        cursor.Read(ref reader);
        while (reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = members.Names.Read(ref reader);
            cursor.Read(ref reader);
            var value = Read(cursor, ref reader, factory, members);
            level.Names.Add(name);
            level.Values.Add(value);
            isAnnotated |= members.HasAnnotations && GraphAnnotation.IsOne(name, value);
            cursor.Read(ref reader);
        }

        if (isAnnotated)
        {
            level.RemoveAnnotations();
        }

        var made = isEmptyNull && level.Names.Count == 0 ? null : factory.CreateObject(level.Names, level.Values);
        members.Leave();
        return made;
    }

    private static object?[] Array(JsonCursor cursor, ref Utf8JsonReader reader, IObjectFactory factory, DynamicMembers members)
    {
        var items = new List<object?>();
        cursor.Read(ref reader);
        while (reader.TokenType is not JsonTokenType.EndArray)
        {
            items.Add(Read(cursor, ref reader, factory, members));
            cursor.Read(ref reader);
        }

        return [.. items];
    }

    private static object Number(ref Utf8JsonReader reader, DynamicMembers members)
    {
        var digits = reader.ValueSpan;
        if (Utf8Parser.TryParse(digits, out long whole, out var used) && used == digits.Length && (whole != 0 || digits[0] != '-'))
        {
            return whole;
        }

        // Fifteen digits always survive a double of its full precision; with more, only a decimal that says the same tells.
        var text = JsonText.Raw(ref reader);
        var fits = LosslessDecimal.TryDecimal(text, out var exact);
        if (
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !double.IsInfinity(number)
            && ((LosslessDecimal.Digits(text) is var count && count <= 15 && (count == 0 || Math.Abs(number) >= LeastPrecise)) || (fits && Says(number, exact)))
        )
        {
            return number;
        }

        if (fits)
        {
            return exact;
        }

        members.NoteNumberAsText();
        return text;
    }

    private static bool Says(double number, decimal exact) =>
        LosslessDecimal.TryDecimal(number.ToString("R", CultureInfo.InvariantCulture), out var said) && said == exact;
}
