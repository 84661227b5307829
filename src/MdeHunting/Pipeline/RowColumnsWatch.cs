using System.Runtime.CompilerServices;

namespace MdeHunting.Pipeline;

/// <summary>
/// Watches the columns of all rows that one pipeline gets. Export-Csv and its like take theirs from the first row, and what other rows have besides is not
/// in the file: that is told before the first such row, once.
/// </summary>
/// <remarks>What several calls return into one pipeline is watched together, as long as that pipeline runs.</remarks>
internal sealed class RowColumnsWatch
{
    private const string Loss = "and Export-Csv leaves out every column that the first row doesn't have.";

    // Goes with the pipeline.
    private static readonly ConditionalWeakTable<object, RowColumnsWatch> Watches = new();

    private readonly object _gate = new();
    private IReadOnlyList<MdeHuntingColumn>? _first;
    private string _firstName = string.Empty;
    private bool _isTold;

    /// <summary>The watch of a pipeline that gets rows of several calls; one of its own for null.</summary>
    public static RowColumnsWatch Of(object? pipeline) =>
        pipeline is null ? new RowColumnsWatch() : Watches.GetValue(pipeline, static _ => new RowColumnsWatch());

    /// <summary>Looks at the columns of rows that are about to be given out.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="name">What the rows' query is called.</param>
    /// <returns>What is to be told of them; null where nothing is.</returns>
    public string? See(IReadOnlyList<MdeHuntingColumn> columns, string name)
    {
        lock (_gate)
        {
            if (_first is null)
            {
                (_first, _firstName) = (columns, name);
                return null;
            }

            if (_isTold || HasSame(columns))
            {
                return null;
            }

            _isTold = true;
        }

        return name == _firstName
            ? $"The rows of '{name}' don't all have the same columns, {Loss} Use -AsDataTable for one table with all columns, or project the columns in "
                + "the query."
            : $"The rows of '{name}' have other columns than those of '{_firstName}', {Loss} Write a file for each query: run each in a call of its own, "
                + "or use -AsResult, which returns one result for each.";
    }

    // The order and the types do not matter to them.
    private bool HasSame(IReadOnlyList<MdeHuntingColumn> columns) =>
        columns.Count == _first!.Count
        && new HashSet<string>(_first.Select(column => column.PropertyName), StringComparer.OrdinalIgnoreCase).SetEquals(
            columns.Select(column => column.PropertyName)
        );
}
