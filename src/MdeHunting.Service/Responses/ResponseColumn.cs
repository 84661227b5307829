using System.Text;
using MdeHunting.Contract;

namespace MdeHunting.Service.Responses;

/// <summary>A column of a response, ready to read its cells.</summary>
internal sealed class ResponseColumn(MdeHuntingColumn column)
{
    // Half a surrogate pair is no UTF-8: it can only come escaped.
    private readonly byte[]? _utf8Name = Encoding.UTF8.GetBytes(column.Name) is var bytes && Encoding.UTF8.GetString(bytes) == column.Name ? bytes : null;

    /// <summary>The column as the Schema has it.</summary>
    public MdeHuntingColumn Column => column;

    /// <summary>How its cells are read.</summary>
    public ColumnKind Kind => column.Kind;

    /// <summary>Whether this is its name as it stands in the response's bytes, where it is not escaped.</summary>
    public bool IsNamed(ReadOnlySpan<byte> utf8) => _utf8Name is not null && utf8.SequenceEqual(_utf8Name);
}
