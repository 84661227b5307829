using System.Text.Json;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Hunting;

/// <summary>Reads the cells of a datetime column, from the bytes as they are.</summary>
/// <param name="factory">Makes nested objects, where one is in such a column.</param>
internal sealed class TimeCellReader(IDynamicFactory factory) : CellReader(factory)
{
    /// <inheritdoc/>
    public override object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        fits = reader.TokenType is JsonTokenType.String && !reader.ValueIsEscaped;
        return fits && IsoTime.TryParse(reader.ValueSpan, out var time) ? time : ReadOther(cursor, ref reader, out fits);
    }
}
