using System.Management.Automation;

namespace MdeHunting.Rows;

/// <summary>Makes rows of cells: PSCustomObjects that have every column of a response's Schema, in its order.</summary>
/// <param name="columns">The response's columns.</param>
internal sealed class RowShape(IReadOnlyList<MdeHuntingColumn> columns)
{
    /// <summary>The type name that rows carry ahead of PowerShell's own.</summary>
    public const string TypeName = "MdeHunting.Row";

    private readonly MdeHuntingColumn[] _columns = MdeHuntingColumn.Settle(columns);
    private readonly TypeNameCache _typeNames = new(TypeName);

    /// <summary>The columns, with the property names that the rows have.</summary>
    public IReadOnlyList<MdeHuntingColumn> Columns => _columns;

    /// <summary>The row of these cells, which are in the columns' order.</summary>
    public PSObject CreateRow(object?[] cells)
    {
        var row = PSObjectFactory.Create(_columns.Length);
        _typeNames.GiveTo(row);
        var properties = row.Properties;
        for (var i = 0; i < _columns.Length; i++)
        {
            properties.Add(RowProperty.For(_columns[i].PropertyName, _columns[i].Name, cells[i], isCell: true), preValidated: true);
        }

        return row;
    }

    /// <summary>The first property of a row; null where it has none, or where the engine does not tell.</summary>
    public static UncopiedNoteProperty? FirstProperty(PSObject row) => InstanceMember.Of(row)?.FirstOrDefault() as UncopiedNoteProperty;

    /// <summary>Whether a row can be made anew of its cells without anybody seeing a difference.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cells">The cells that it was made of; where values were read meanwhile, they are put here as what they are now.</param>
    public bool IsAsMade(PSObject row, object?[] cells)
    {
        if (InstanceMember.Of(row) is not { } members || !_typeNames.AreThoseOf(row))
        {
            return false;
        }

        var place = 0;
        foreach (var member in members)
        {
            if (
                place == _columns.Length
                || member is not UncopiedNoteProperty property
                || !ReferenceEquals(property.Name, _columns[place].PropertyName)
                || !property.TryReturn(ref cells[place])
            )
            {
                return false;
            }

            place++;
        }

        return place == _columns.Length;
    }
}
