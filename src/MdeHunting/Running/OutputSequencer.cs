namespace MdeHunting.Running;

/// <summary>Lets jobs that run side by side write their output in the order in which they were asked: each once all before it have ended.</summary>
internal sealed class OutputSequencer
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource<bool>[] _turns;
    private readonly bool[] _ended;
    private readonly HashSet<int> _waiting = [];
    private int _next;

    /// <param name="count">How many jobs there are.</param>
    public OutputSequencer(int count)
    {
        _turns = [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously))];
        _ended = new bool[count];
        _turns[0].SetResult(true);
    }

    /// <summary>How many jobs have something to write, and wait for their turn.</summary>
    public int Blocked
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count(number => number > _next);
            }
        }
    }

    /// <summary>Ends when it is the job's turn.</summary>
    public async Task WaitAsync(int number, CancellationToken token)
    {
        var turn = _turns[number].Task;
        if (!turn.IsCompleted)
        {
            lock (_gate)
            {
                _waiting.Add(number);
            }

            var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = token.Register(() => stopped.TrySetCanceled());
            await (await Task.WhenAny(turn, stopped.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>A job has ended, however it did.</summary>
    public void End(int number)
    {
        lock (_gate)
        {
            _ended[number] = true;
            while (_next < _ended.Length && _ended[_next])
            {
                _next++;
                if (_next < _turns.Length)
                {
                    _turns[_next].SetResult(true);
                }
            }
        }
    }
}
