using System.Collections;

namespace MdeHunting.Lab.Dataset.Skewed;

/// <summary>Rows that are made each time they are asked for: from a blank one, and what the row's number says of some of its cells.</summary>
internal sealed class GeneratedRows(int count, object?[] blank, IReadOnlyList<(int Place, Func<int, object?> Cell)> cells) : IReadOnlyList<object?[]>
{
    public int Count => count;

    public object?[] this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
            var row = (object?[])blank.Clone();
            foreach (var (place, cell) in cells)
            {
                row[place] = cell(index);
            }

            return row;
        }
    }

    public IEnumerator<object?[]> GetEnumerator()
    {
        for (var index = 0; index < count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
