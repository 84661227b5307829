using System.Management.Automation;
using MdeHunting.Tables;

namespace MdeHunting.Views;

/// <summary>A column of the table in which an output is shown.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Fit">What its values need.</param>
/// <param name="Rank">How soon it is left out where there is no room: the one with the highest number first.</param>
/// <param name="Typical">How wide its values commonly are, where the first one says little of the next.</param>
/// <param name="Read">Its value of an object.</param>
internal sealed record OutputColumn(string Name, ColumnFit Fit, int Rank, int Typical, Func<PSObject, object?> Read)
{
    private const int LeastWidth = 16;

    /// <summary>Whether its values are numbers, which stand at the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>A value that is no longer is whole also where it may be cut, and another column is left out for it.</summary>
    public int Least { get; init; } = LeastWidth;
}
