using System.Management.Automation;

namespace MdeHunting.Rows;

/// <summary>Makes rows of cells: PSCustomObjects that have every column of a response's Schema, in its order.</summary>
internal sealed class RowShape
{
    /// <summary>The type name that rows carry ahead of PowerShell's own.</summary>
    public const string TypeName = "MdeHunting.Row";

    private readonly MdeHuntingColumn[] _columns;
    private readonly TypeNameCache _typeNames = new(TypeName);

    /// <summary>Rows with these columns.</summary>
    /// <param name="columns">The response's columns.</param>
    public RowShape(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _columns = MdeHuntingColumn.Settle(columns);
        Profile = new AnswerProfile([.. _columns.Select(column => column.PropertyName)]);
    }

    /// <summary>The columns, with the property names that the rows have.</summary>
    public IReadOnlyList<MdeHuntingColumn> Columns => _columns;

    /// <summary>What is known of the response's values.</summary>
    public AnswerProfile Profile { get; }

    /// <summary>The row of these cells, which are in the columns' order.</summary>
    public PSObject CreateRow(object?[] cells)
    {
        var row = PSObjectFactory.Create(_columns.Length);
        _typeNames.GiveTo(row);
        var properties = row.Properties;
        for (var i = 0; i < _columns.Length; i++)
        {
            var property = RowProperty.For(_columns[i].PropertyName, _columns[i].Name, cells[i], isCell: true);
            if (i == 0)
            {
                property.Companion = Profile;
            }

            properties.Add(property, preValidated: true);
        }

        return row;
    }

    /// <summary>The first property of a row; null where it has none, or where the engine does not tell.</summary>
    public static UncopiedNoteProperty? FirstProperty(PSObject row) => InstanceMember.Of(row)?.FirstOrDefault() as UncopiedNoteProperty;

    /// <summary>What is known of the response that a row came from; null where nothing is, as of a row from another process.</summary>
    public static AnswerProfile? ProfileOf(PSObject row) => (FirstProperty(row)?.Companion as IOfAnswer)?.Profile;

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
