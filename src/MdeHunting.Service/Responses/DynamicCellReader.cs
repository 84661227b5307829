using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>Reads the cells of a dynamic column, and of one whose type is not known: whatever they are.</summary>
/// <param name="factory">Makes nested objects.</param>
/// <param name="hasAnnotations">Whether those have members of Graph's own.</param>
internal sealed class DynamicCellReader(IObjectFactory factory, bool hasAnnotations) : CellReader(factory, hasAnnotations)
{
    /// <inheritdoc/>
    public override object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        fits = true;
        return DynamicReader.Read(cursor, ref reader, Factory, Members);
    }
}
