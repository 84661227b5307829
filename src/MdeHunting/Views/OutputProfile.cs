using MdeHunting.Rows;

namespace MdeHunting.Views;

/// <summary>What objects that were returned together have in the columns of their table.</summary>
internal sealed class OutputProfile(int columns)
{
    private readonly int[] _widths = new int[columns];
    private readonly ColumnProfile[] _columns = new ColumnProfile[columns];
    private int _count;

    /// <summary>Takes another object into account.</summary>
    /// <param name="values">What the columns have of it.</param>
    public void See(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], CellText.Width(CellText.Shown(values[i], 0)));
            _columns[i].See(values[i], _count == 0);
        }

        _count++;
    }

    /// <summary>Whether there is only one, which others may follow that were returned by another command.</summary>
    public bool IsSingle => _count == 1;

    /// <summary>How wide a column's longest value is.</summary>
    public int Width(int column) => _widths[column];

    /// <summary>What is to be said of a column once, since all objects have it; null where they differ, or there is only one.</summary>
    public RowClaim? Claim(int column) =>
        _count > 1 && _columns[column] is { IsAlike: true } known ? new RowClaim(column, known.IsEmpty ? null : known.First) : null;
}
