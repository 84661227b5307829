using System.Text;
using MdeHunting.Hunting;

namespace MdeHunting.Service.Hunting;

/// <summary>A column of an answer, ready to read its cells.</summary>
internal sealed class AnswerColumn(HuntingColumn column)
{
    /// <summary>The column as the Schema has it.</summary>
    public HuntingColumn Column => column;

    /// <summary>The name as it stands in the answer's bytes, unless it is escaped there.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(column.Name);

    /// <summary>How its cells are read.</summary>
    public ColumnKind Kind => column.Kind;
}
