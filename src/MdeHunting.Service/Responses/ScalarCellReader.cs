using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>Reads the cells of a column of numbers, bools, guids or timespans.</summary>
/// <param name="kind">The column's type.</param>
/// <param name="factory">Makes nested objects, where one is in such a column.</param>
/// <param name="hasAnnotations">Whether those have members of Graph's own.</param>
internal sealed class ScalarCellReader(ColumnKind kind, IObjectFactory factory, bool hasAnnotations) : CellReader(factory, hasAnnotations)
{
    // PowerShell's own: a bool is a value that nobody can tell from another.
    private static readonly object True = true;
    private static readonly object False = false;

    /// <inheritdoc/>
    public override object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        var value = Typed(ref reader);
        fits = value is not null;
        return value ?? ReadOther(cursor, ref reader, out fits);
    }

    // Null where the token is not of that type.
    private object? Typed(ref Utf8JsonReader reader) =>
        (kind, reader.TokenType) switch
        {
            (ColumnKind.Int64, JsonTokenType.Number) => reader.TryGetInt64(out var number) ? number : null,
            (ColumnKind.Int32, JsonTokenType.Number) => reader.TryGetInt32(out var number) ? number : null,
            (ColumnKind.Boolean, JsonTokenType.True) => True,
            (ColumnKind.Boolean, JsonTokenType.False) => False,
            (ColumnKind.Boolean, JsonTokenType.Number) => reader.TryGetInt32(out var number) && number is 0 or 1
                ? number == 1
                    ? True
                    : False
                : null,
            (ColumnKind.Double, JsonTokenType.Number) => Real(ref reader),
            (ColumnKind.Double, JsonTokenType.String) => SpecialReal(ref reader),
            (ColumnKind.Decimal, JsonTokenType.Number) => LosslessDecimal.TryDecimal(JsonText.Raw(ref reader), out var number) ? number : null,
            (ColumnKind.Guid, JsonTokenType.String) => Id(Text(ref reader)),
            (ColumnKind.TimeSpan, JsonTokenType.String) => Span(Text(ref reader)),
            _ => null,
        };

    // Too large is infinity and too small is 0, without a word.
    private static object? Real(ref Utf8JsonReader reader)
    {
        var text = JsonText.Raw(ref reader);
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !double.IsInfinity(number)
            && (number != 0 || LosslessDecimal.Digits(text) == 0)
            ? number
            : null;
    }

    // JSON has no numbers for these, so they come as text.
    private static object? SpecialReal(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader);
        return text.SequenceEqual("NaN"u8) ? double.NaN
            : text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
            : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity
            : null;
    }

    private static object? Id(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out Guid id, out var used, 'D') && used == text.Length ? id : null;

    private static object? Span(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out TimeSpan span, out var used, 'c') && used == text.Length ? span : null;

    // The text without its escapes. The library's own methods throw where an escape is half a pair.
    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(JsonText.Read(ref reader)) : reader.ValueSpan;
}
