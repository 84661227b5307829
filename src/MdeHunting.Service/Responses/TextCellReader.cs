using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>Reads the cells of a string column.</summary>
/// <param name="factory">Makes nested objects, where one is in such a column.</param>
/// <param name="hasAnnotations">Whether those have members of Graph's own.</param>
internal sealed class TextCellReader(IObjectFactory factory, bool hasAnnotations) : CellReader(factory, hasAnnotations)
{
    private readonly StringInterner _texts = new();

    /// <inheritdoc/>
    public override object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            return ReadOther(cursor, ref reader, out fits);
        }

        fits = true;
        return _texts.Read(ref reader);
    }
}
