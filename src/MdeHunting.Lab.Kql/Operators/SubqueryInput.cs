using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>The input of a pipeline that is bound once and run many times, each time over other rows.</summary>
internal sealed class SubqueryInput
{
    private IEnumerable<object?[]> _rows = [];

    /// <summary>The input as the pipeline's operators see it.</summary>
    public Relation Relation(IReadOnlyList<KqlColumn> columns, bool isSerialized = false) => new(columns, Read()) { IsSerialized = isSerialized };

    /// <summary>What the pipeline makes of these rows. All of it, because the next run has other ones.</summary>
    public object?[][] Run(IEnumerable<object?[]> rows, Relation result)
    {
        _rows = rows;
        return [.. result.Rows];
    }

    private IEnumerable<object?[]> Read()
    {
        foreach (var row in _rows)
        {
            yield return row;
        }
    }
}
