using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>Reads the cells of a datetime column, from the bytes as they are.</summary>
/// <param name="factory">Makes nested objects, where one is in such a column.</param>
/// <param name="hasAnnotations">Whether those have members of Graph's own.</param>
internal sealed class TimeCellReader(IObjectFactory factory, bool hasAnnotations) : CellReader(factory, hasAnnotations)
{
    /// <inheritdoc/>
    public override object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        fits = reader.TokenType is JsonTokenType.String;
        return fits && TryTime(ref reader, out var time) ? time : ReadOther(cursor, ref reader, out fits);
    }

    // Some writers escape the + of a zone.
    private static bool TryTime(ref Utf8JsonReader reader, out DateTime time) =>
        IsoTime.TryParse(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(JsonText.Read(ref reader)) : reader.ValueSpan, out time);
}
