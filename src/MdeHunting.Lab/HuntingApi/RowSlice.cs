using System.Collections;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Some rows of a table that follow one another, without a copy of them.</summary>
internal sealed class RowSlice(IReadOnlyList<object?[]> rows, int start, int count) : IReadOnlyList<object?[]>
{
    public int Count => count;

    public object?[] this[int index] => (uint)index < (uint)count ? rows[start + index] : throw new ArgumentOutOfRangeException(nameof(index), index, null);

    public IEnumerator<object?[]> GetEnumerator()
    {
        for (var index = 0; index < count; index++)
        {
            yield return rows[start + index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
