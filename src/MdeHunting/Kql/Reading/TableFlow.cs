namespace MdeHunting.Kql.Reading;

/// <summary>What is known of the rows that stand at a place of a query.</summary>
/// <param name="IsWindowed">Whether they come from tables that have a time; else they are the same in each window.</param>
/// <param name="Time">The column that still holds the time by which they are bounded; null where it is gone or was made anew.</param>
/// <param name="Order">How they are ordered by that column.</param>
/// <param name="IsOfOneRow">Whether they are what <c>mv-apply</c> makes of each row by itself.</param>
internal sealed record TableFlow(bool IsWindowed, string? Time = null, RowOrder Order = RowOrder.None, bool IsOfOneRow = false)
{
    /// <summary>From when on they are, by the filters that they came through; null where none says.</summary>
    public TimeBound? Since { get; init; }

    /// <summary>Rows that come from no table with a time.</summary>
    public static TableFlow Constant { get; } = new(false);

    /// <summary>What is known where it may be these rows or those.</summary>
    public TableFlow Or(TableFlow other) => new(IsWindowed || other.IsWindowed, Time == other.Time ? Time : null) { Since = TimeBound.Either(Since, other.Since) };
}
