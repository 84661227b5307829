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
