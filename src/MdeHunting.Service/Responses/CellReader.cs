using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>Reads the cells of one column as its type; a value that does not fit it stays as it came.</summary>
/// <param name="factory">Makes nested objects.</param>
/// <param name="hasAnnotations">Whether those have members of Graph's own.</param>
internal abstract class CellReader(IObjectFactory factory, bool hasAnnotations)
{
    /// <summary>Makes nested objects.</summary>
    private protected IObjectFactory Factory { get; } = factory;

    /// <summary>What the column's dynamic values use in turn.</summary>
    private protected DynamicMembers Members { get; } = new(hasAnnotations);

    /// <summary>The reader for a type of column.</summary>
    public static CellReader For(ColumnKind kind, IObjectFactory factory, bool hasAnnotations) =>
        kind switch
        {
            ColumnKind.String => new TextCellReader(factory, hasAnnotations),
            ColumnKind.Dynamic or ColumnKind.Unknown => new DynamicCellReader(factory, hasAnnotations),
            ColumnKind.DateTime => new TimeCellReader(factory, hasAnnotations),
            _ => new ScalarCellReader(kind, factory, hasAnnotations),
        };

    /// <summary>The cell that begins at the current token; afterwards its last token is the current one.</summary>
    /// <param name="cursor">Where the reader reads from.</param>
    /// <param name="reader">Stands on the value's first token.</param>
    /// <param name="fits">Whether the value was of the column's type.</param>
    public abstract object? Read(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits);

    /// <summary>Whether the cells read since the last time have a number that no number of .NET holds, and that is its text instead.</summary>
    public bool TakeNumberAsText() => Members.TakeNumberAsText();

    /// <summary>The cell of a column with a scalar type, where the token is not of that type.</summary>
    private protected object? ReadOther(JsonCursor cursor, ref Utf8JsonReader reader, out bool fits)
    {
        fits = reader.TokenType is JsonTokenType.Null;
        if (fits)
        {
            return null;
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return DynamicReader.Read(cursor, ref reader, Factory, Members);
        }

        // Graph writes the null of a scalar column as {}; any other object does not fit there.
        var value = DynamicReader.ReadObjectOrNull(cursor, ref reader, Factory, Members);
        fits = value is null;
        return value;
    }
}

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
