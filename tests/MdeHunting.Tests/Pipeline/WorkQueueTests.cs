using MdeHunting.Pipeline;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

public class WorkQueueTests
{
    [Fact]
    public void Calls_come_out_in_their_order_and_those_from_before_the_end_still_do()
    {
        var queue = new WorkQueue();
        var made = new List<int>();
        queue.TryAdd(() => made.Add(1));
        queue.TryAdd(() => made.Add(2));
        queue.Complete();

        while (queue.Take() is { } call)
        {
            call();
        }

        Assert.Equal([1, 2], made);
    }

    [Fact]
    public void After_the_end_nothing_is_taken()
    {
        var queue = new WorkQueue();
        queue.Complete();

        Assert.False(queue.TryAdd(() => { }));
        Assert.Null(queue.Take());
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_call_and_by_the_end()
    {
        var queue = new WorkQueue();
        var taken = new TaskCompletionSource<Action?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Task.Factory.StartNew(
            () =>
            {
                taken.SetResult(queue.Take());
                return queue.Take();
            },
            TaskCreationOptions.LongRunning
        );
        Action call = () => { };

        queue.TryAdd(call);
        Assert.Same(call, await taken.Task);
        queue.Complete();

        Assert.Null(await waiting);
    }
}
