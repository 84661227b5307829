namespace MdeHunting.Pipeline;

/// <summary>
/// Calls that wait to be made on one thread, in the order in which they were added. That thread sleeps until there is one: the library's queue spins first,
/// which takes a core from those who make what it waits for.
/// </summary>
internal sealed class WorkQueue
{
    private readonly object _gate = new();
    private readonly Queue<Action> _calls = new();
    private bool _isComplete;

    /// <summary>Adds a call.</summary>
    /// <returns>False where no more is taken.</returns>
    public bool TryAdd(Action call)
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return false;
            }

            _calls.Enqueue(call);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes no more; what has been added is still given out.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes the next call out, and waits for it.</summary>
    /// <returns>Null at the end.</returns>
    public Action? Take()
    {
        lock (_gate)
        {
            while (_calls.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_gate);
            }

            return _calls.Count == 0 ? null : _calls.Dequeue();
        }
    }
}
