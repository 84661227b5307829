using System.Runtime.ExceptionServices;

namespace MdeHunting.Pipeline;

/// <summary>
/// Runs one asynchronous body while the calling thread, the pipeline thread, carries out what the body posts.
/// One queue serves all streams, so what the body writes comes out in the order in which it was written.
/// </summary>
/// <remarks>
/// There is one exit, <see cref="Run"/>, and it is left only after the body has ended. The body ends by itself, or because a posted call threw
/// (the fault: a stopped downstream, <c>-ErrorAction Stop</c>, …) or because of <see cref="Stop"/>; in both of those its token is cancelled first.
/// </remarks>
internal sealed class PipelinePump
{
    private readonly WorkQueue _calls = new();

    // Never disposed: it has no timer and no wait handle, and Stop may come at any time from another thread.
    private readonly CancellationTokenSource _cancellation = new();
    private ExceptionDispatchInfo? _fault;
    private volatile bool _stopping;

    /// <summary>Whether what <see cref="Run"/> throws came from a posted call; such an exception is PowerShell's own and must pass unchanged.</summary>
    public bool HasFault => _fault is not null;

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Runs the body to its end on the thread pool, and its posted calls here.</summary>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was called.</exception>
    public void Run(Func<CancellationToken, Task> body)
    {
        var running = Task.Run(async () =>
        {
            try
            {
                await body(_cancellation.Token).ConfigureAwait(false);
            }
            finally
            {
                _calls.Complete();
            }
        });

        while (_calls.Take() is { } call)
        {
            call();
        }

        // The queue completes an instant before the task does.
        Task.WaitAny(running);
        _fault?.Throw();
        if (_stopping)
        {
            _ = running.Exception;
            throw new OperationCanceledException();
        }

        running.GetAwaiter().GetResult();
    }

    /// <summary>Has the pipeline thread make a call and gives its result; cancelled when the pipeline takes no more.</summary>
    public Task<T> InvokeAsync<T>(Func<T> call)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_calls.TryAdd(() => Run(call, completion)))
        {
            // Something of the body outlived it: there is nobody to write for.
            completion.TrySetCanceled();
        }

        return completion.Task;
    }

    /// <summary>Asks the body to end; returns at once, and may be called from any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        Cancel(static () => { });
    }

    private void Run<T>(Func<T> call, TaskCompletionSource<T> completion)
    {
        if (_stopping || _fault is not null)
        {
            Cancel(() => completion.TrySetCanceled());
            return;
        }

        try
        {
            completion.TrySetResult(call());
        }
        catch (Exception e)
        {
            _fault = ExceptionDispatchInfo.Capture(e);
            Cancel(() => completion.TrySetCanceled());
        }
    }

    // Cancelling runs the body's own callbacks; they must run neither on the pipeline thread nor on the one that asks to stop.
    // Whoever waits for a call learns of it behind the token, by which it knows that this is no failure.
    private void Cancel(Action then) =>
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                _cancellation.Cancel();
            }
            finally
            {
                then();
            }
        });
}
