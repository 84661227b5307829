using System.Collections;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace MdeHunting.Rows;

/// <summary>
/// The rows of a result, kept as their cells, which take a fifth of the memory that PowerShell's objects do. A row becomes an object when it is asked for, and
/// is that very object for as long as anybody holds it. What was changed of it stays; one that is as it was made, and that nobody holds any more, is its cells
/// again.
/// </summary>
/// <remarks>For any threads. Where the engine does not tell whether an object was changed, each one stays that was asked for.</remarks>
internal sealed class ResultRows : IList<PSObject>
{
    private readonly List<Segment> _segments = [];

    // Of each row its cells, the object that was made of them as long as somebody holds it, or an object that was changed.
    private readonly List<object> _slots = [];

    /// <inheritdoc/>
    public int Count => _slots.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <inheritdoc/>
    public PSObject this[int index]
    {
        get
        {
            lock (_slots)
            {
                return _slots[index] switch
                {
                    PSObject changed => changed,
                    HeldRow held => held.Row ?? Keep(index, held),
                    var cells => Make(index, (object?[])cells),
                };
            }
        }
        set => throw new NotSupportedException();
    }

    /// <summary>Begins with the rows of another response.</summary>
    /// <param name="shape">What they are made by.</param>
    public void Begin(RowShape shape) => _segments.Add(new Segment(_slots.Count, shape));

    /// <summary>Adds a row.</summary>
    /// <param name="cells">Its cells, which nobody else uses.</param>
    public void Add(object?[] cells)
    {
        _segments[_segments.Count - 1].Shape.Profile.See(cells);
        _slots.Add(cells);
    }

    /// <inheritdoc/>
    public IEnumerator<PSObject> GetEnumerator()
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    public int IndexOf(PSObject item)
    {
        lock (_slots)
        {
            return _slots.FindIndex(slot => ReferenceEquals(slot is HeldRow held ? held.Row : slot, item));
        }
    }

    /// <inheritdoc/>
    public bool Contains(PSObject item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(PSObject[] array, int arrayIndex)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            array[arrayIndex + i] = this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<PSObject>.Add(PSObject item) => throw new NotSupportedException();

    void ICollection<PSObject>.Clear() => throw new NotSupportedException();

    bool ICollection<PSObject>.Remove(PSObject item) => throw new NotSupportedException();

    void IList<PSObject>.Insert(int index, PSObject item) => throw new NotSupportedException();

    void IList<PSObject>.RemoveAt(int index) => throw new NotSupportedException();

    private PSObject Make(int index, object?[] cells)
    {
        var shape = ShapeOf(index);
        var row = shape.CreateRow(cells);
        var first = RowShape.FirstProperty(row);
        if (first is null)
        {
            _slots[index] = row;
            return row;
        }

        var held = new HeldRow(index, cells, row);
        first.Companion = new RowEnd(this, held, row, shape.Profile);
        _slots[index] = held;
        return row;
    }

    // Nobody holds it, but it has not been looked yet at whether it was changed; now somebody holds it again.
    private PSObject Keep(int index, HeldRow held)
    {
        var row = held.LastRow;
        _slots[index] = row;
        return row;
    }

    private void OnUnreachable(HeldRow held, PSObject row)
    {
        lock (_slots)
        {
            if (ReferenceEquals(_slots[held.Index], held))
            {
                _slots[held.Index] = IsAsMade(held, row) ? held.Cells : row;
            }

            held.Free();
        }
    }

    // On the thread of finalizers, where an exception would end the process.
    private bool IsAsMade(HeldRow held, PSObject row)
    {
        try
        {
            return ShapeOf(held.Index).IsAsMade(row, held.Cells);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    // The last response that begins at the row or before it.
    private RowShape ShapeOf(int index)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _segments[middle].First <= index ? (middle, high) : (low, middle - 1);
        }

        return _segments[low].Shape;
    }

    private readonly record struct Segment(int First, RowShape Shape);

    /// <summary>A row that somebody may hold, and its cells.</summary>
    private sealed class HeldRow(int index, object?[] cells, PSObject row)
    {
        // The one leads to the object while somebody holds it; the other also while it is looked at for the last time.
        private GCHandle _held = GCHandle.Alloc(row, GCHandleType.Weak);
        private GCHandle _last = GCHandle.Alloc(row, GCHandleType.WeakTrackResurrection);

        public int Index => index;

        public object?[] Cells => cells;

        public PSObject? Row => (PSObject?)_held.Target;

        public PSObject LastRow => (PSObject)_last.Target!;

        public void Free()
        {
            _held.Free();
            _last.Free();
        }
    }

    /// <summary>A part of a row: nobody can reach it any more when nobody can reach the row.</summary>
    private sealed class RowEnd(ResultRows rows, HeldRow held, PSObject row, AnswerProfile profile) : IOfAnswer
    {
        public AnswerProfile Profile => profile;

        ~RowEnd() => rows.OnUnreachable(held, row);
    }
}
