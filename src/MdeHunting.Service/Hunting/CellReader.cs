using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using MdeHunting.Hunting;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Hunting;

/// <summary>Reads one cell as its column's type; a value that does not fit it stays as it came.</summary>
internal static class CellReader
{
    /// <summary>The cell that begins at the current token; afterwards its last token is the current one.</summary>
    /// <param name="cursor">Where the reader reads from.</param>
    /// <param name="reader">Stands on the value's first token.</param>
    /// <param name="kind">The column's type.</param>
    /// <param name="factory">Makes nested objects.</param>
    /// <param name="fits">Whether the value was of the column's type.</param>
    public static object? Read(JsonCursor cursor, ref Utf8JsonReader reader, ColumnKind kind, IDynamicFactory factory, out bool fits)
    {
        fits = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.StartObject when kind is not (ColumnKind.Dynamic or ColumnKind.Unknown):
                return ScalarObject(cursor, ref reader, factory, out fits);
            case JsonTokenType.String when kind is ColumnKind.String:
                return JsonText.Read(ref reader);
        }

        if (kind is ColumnKind.Dynamic or ColumnKind.Unknown)
        {
            return DynamicReader.Read(cursor, ref reader, factory);
        }

        var value = Typed(ref reader, kind);
        fits = value is not null;
        return value ?? DynamicReader.Read(cursor, ref reader, factory);
    }

    // Null where the token is not of that type.
    private static object? Typed(ref Utf8JsonReader reader, ColumnKind kind) => (kind, reader.TokenType) switch
    {
        (ColumnKind.Int64, JsonTokenType.Number) => reader.TryGetInt64(out var number) ? number : null,
        (ColumnKind.Int32, JsonTokenType.Number) => reader.TryGetInt32(out var number) ? number : null,
        (ColumnKind.Boolean, JsonTokenType.True) => true,
        (ColumnKind.Boolean, JsonTokenType.False) => false,
        (ColumnKind.Boolean, JsonTokenType.Number) => reader.TryGetInt32(out var number) && number is 0 or 1 ? number == 1 : null,
        (ColumnKind.Double, JsonTokenType.Number) => Real(ref reader),
        (ColumnKind.Double, JsonTokenType.String) => SpecialReal(ref reader),
        (ColumnKind.Decimal, JsonTokenType.Number) => ExactNumber.TryDecimal(JsonText.Raw(ref reader), out var number) ? number : null,
        (ColumnKind.DateTime, JsonTokenType.String) => !reader.ValueIsEscaped && IsoTime.TryParse(reader.ValueSpan, out var time) ? time : null,
        (ColumnKind.Guid, JsonTokenType.String) => reader.TryGetGuid(out var id) ? id : null,
        (ColumnKind.TimeSpan, JsonTokenType.String) =>
            Utf8Parser.TryParse(reader.ValueSpan, out TimeSpan span, out var used, 'c') && used == reader.ValueSpan.Length ? span : null,
        _ => null,
    };

    private static object? Real(ref Utf8JsonReader reader) =>
        double.TryParse(JsonText.Raw(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number : null;

    // JSON has no numbers for these, so they come as text.
    private static object? SpecialReal(ref Utf8JsonReader reader) => reader.ValueTextEquals("NaN"u8) ? double.NaN
        : reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
        : reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
        : null;

    // Graph writes the null of a scalar column as {}; any other object does not fit there.
    private static object? ScalarObject(JsonCursor cursor, ref Utf8JsonReader reader, IDynamicFactory factory, out bool fits)
    {
        var counting = new CountingFactory(factory);
        var value = DynamicReader.Read(cursor, ref reader, counting);
        fits = counting.LastCount == 0;
        return fits ? null : value;
    }

    private sealed class CountingFactory(IDynamicFactory inner) : IDynamicFactory
    {
        public int LastCount { get; private set; }

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values)
        {
            LastCount = names.Count;
            return inner.CreateObject(names, values);
        }
    }
}
