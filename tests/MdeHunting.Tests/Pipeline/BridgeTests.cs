using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

public sealed class BridgeTests : IDisposable
{
    private readonly Shell _shell = new(("Test-Bridge", typeof(TestBridgeCommand)));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void What_is_written_comes_out_in_one_order_across_all_streams()
    {
        var body = Body(
            async (streams, _) =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await streams.WriteAsync($"output {i}");
                    await streams.WarnAsync($"warning {i}");
                    await streams.VerboseAsync($"verbose {i}");
                    await streams.WriteHostAsync($"host {i}");
                    await Task.Yield();
                }
            }
        );

        var result = _shell.Run("Test-Bridge $args[0] -Verbose *>&1", body).ThrowIfFailed();

        var expected = Enumerable.Range(0, 50).SelectMany(i => new[] { $"output {i}", $"warning {i}", $"verbose {i}", $"host {i}" });
        Assert.Equal(expected, result.Output.Select(o => o.BaseObject.ToString()));
    }

    [Fact]
    public void Every_write_is_made_on_the_pipeline_thread()
    {
        var threads = new List<int>();
        var body = Body(
            async (streams, _) =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await Task.Yield();
                    threads.Add(await streams.InvokeAsync(() => Environment.CurrentManagedThreadId));
                }
            }
        );

        var pipeline = _shell.Run("[Environment]::CurrentManagedThreadId; Test-Bridge $args[0]", body).ThrowIfFailed().Output.Single().BaseObject;

        Assert.All(threads, t => Assert.Equal(pipeline, t));
    }

    [Fact]
    public void A_stopped_downstream_ends_the_body_and_nothing_more_comes()
    {
        var written = 0;
        var unwound = false;
        var body = Body(
            async (streams, token) =>
            {
                try
                {
                    while (true)
                    {
                        await streams.WriteAsync(++written);
                        token.ThrowIfCancellationRequested();
                    }
                }
                finally
                {
                    unwound = true;
                }
            }
        );

        var result = _shell.Run("foreach ($once in 1) { Test-Bridge $args[0] | ForEach-Object { $_; if ($_ -eq 3) { break } } }", body);

        Assert.Null(result.Thrown);
        Assert.Equal([1, 2, 3], result.Output.Select(o => (int)o.BaseObject));
        Assert.True(unwound);
        Assert.InRange(written, 3, 4);
    }

    [Fact]
    public void A_downstream_that_throws_is_rethrown_as_it_was_whatever_the_body_catches()
    {
        var body = Body(
            async (streams, _) =>
            {
                try
                {
                    await streams.WriteAsync(1);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException("the body's own", e);
                }
            }
        );

        var result = _shell.Run("Test-Bridge $args[0] | ForEach-Object { throw 'from downstream' }", body);

        Assert.Equal("from downstream", result.Thrown!.Message);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_body_at_its_first_error()
    {
        var reached = false;
        var body = Body(
            async (streams, _) =>
            {
                await streams.WriteErrorAsync(new ConnectionException(ConnectionFailure.NotConnected, "First.", "Next."));
                reached = true;
            }
        );

        var result = _shell.Run("Test-Bridge $args[0] -ErrorAction Stop", body);

        Assert.IsType<ActionPreferenceStopException>(result.Thrown);
        Assert.Equal("NotConnected", result.ErrorId);
        Assert.False(reached);
    }

    [Fact]
    public void WarningAction_Stop_ends_the_body_at_its_first_warning()
    {
        var reached = false;
        var body = Body(
            async (streams, _) =>
            {
                await streams.WarnAsync("careful");
                reached = true;
            }
        );

        Assert.IsType<ActionPreferenceStopException>(_shell.Run("Test-Bridge $args[0] -WarningAction Stop", body).Thrown);
        Assert.False(reached);
    }

    [Fact]
    public async Task Stopping_cancels_the_body_and_waits_for_its_end()
    {
        var begun = new TaskCompletionSource();
        var unwound = false;
        var body = Body(
            async (_, token) =>
            {
                begun.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    unwound = true;
                }
            }
        );

        using var shell = _shell.Prepare("Test-Bridge $args[0]", body);
        var running = shell.InvokeAsync();
        await begun.Task;
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.True(unwound);
    }

    [Fact]
    public async Task Stopping_while_the_consumer_works_ends_the_body_too()
    {
        var written = 0;
        var consuming = new TaskCompletionSource();
        var body = Body(
            async (streams, token) =>
            {
                while (!token.IsCancellationRequested)
                {
                    await streams.WriteAsync(++written);
                }
            }
        );

        using var shell = _shell.Prepare("Test-Bridge $args[0] | ForEach-Object { $args[0].Invoke() }".Replace("$args[0].Invoke()", "$consume.Invoke()"), body);
        _shell.Runspace.SessionStateProxy.SetVariable("consume", (Action)(() => consuming.TrySetResult()));
        var running = shell.InvokeAsync();
        await consuming.Task;
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
    }

    [Fact]
    public void An_exception_of_the_body_is_the_one_that_ends_the_cmdlet()
    {
        var original = new SignInException(SignInFailure.SignInDeclined, "Declined.", "Try again.") { Target = "who" };

        var result = _shell.Run("Test-Bridge $args[0]", Body((_, _) => throw original));

        Assert.Same(original, result.Error.Exception);
        Assert.Equal("SignInDeclined,MdeHunting.Tests.Pipeline.TestBridgeCommand", result.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, result.Error.CategoryInfo.Category);
        Assert.Equal("who", result.Error.TargetObject);
        Assert.Equal("Declined. Try again.", result.Error.ToString());
    }

    [Fact]
    public void An_unforeseen_exception_has_an_id_and_a_category_too()
    {
        var original = new FormatException("odd");

        var result = _shell.Run(
            "Test-Bridge $args[0]",
            Body(
                async (_, _) =>
                {
                    await Task.Yield();
                    throw original;
                }
            )
        );

        Assert.Equal("odd", result.Error.Exception.Message);
        Assert.StartsWith("System.FormatException: odd", result.Error.Exception.ToString());
        Assert.Equal("FormatException", result.Error.CategoryInfo.Reason);
        Assert.Equal("UnexpectedFailure", result.ErrorId);
        Assert.NotEqual(ErrorCategory.NotSpecified, result.Error.CategoryInfo.Category);
    }

    [Fact]
    public void A_terminating_error_can_be_caught_and_the_script_goes_on()
    {
        var failing = Body((_, _) => throw new ConnectionException(ConnectionFailure.NotConnected, "What.", "Next."));

        var result = _shell.Run("try { Test-Bridge $args[0] } catch { $_.FullyQualifiedErrorId }; 'after'", failing).ThrowIfFailed();

        Assert.Equal(["NotConnected,MdeHunting.Tests.Pipeline.TestBridgeCommand", "after"], result.Output.Select(o => o.ToString()));
    }

    [Fact]
    public void One_bridge_works_inside_the_output_of_another()
    {
        var outer = Body(
            async (streams, _) =>
            {
                await streams.WriteAsync("a");
                await streams.WriteAsync("b");
            }
        );
        var inner = Body(async (streams, _) => await streams.WriteAsync("inner"));

        var result = _shell.Run("$inner = $args[1]; Test-Bridge $args[0] | ForEach-Object { $_; Test-Bridge $inner }", outer, inner).ThrowIfFailed();

        Assert.Equal(["a", "inner", "b", "inner"], result.Output.Select(o => o.ToString()));
    }

    [Fact]
    public void Each_input_has_its_block_and_the_next_one_begins_after_its_end()
    {
        var running = 0;
        var most = 0;
        var body = Body(
            async (streams, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await streams.WriteAsync("row");
                await Task.Yield();
                Interlocked.Decrement(ref running);
            }
        );

        var result = _shell.Run("1..20 | Test-Bridge $args[0]", body).ThrowIfFailed();

        Assert.Equal(20, result.Output.Count);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_outlives_its_block_can_write_no_more()
    {
        Task? stray = null;
        var gate = new TaskCompletionSource();
        var body = Body(
            (streams, _) =>
            {
                stray = Task.Run(async () =>
                {
                    await gate.Task;
                    await streams.WriteAsync("late");
                });
                return Task.CompletedTask;
            }
        );

        var result = _shell.Run("Test-Bridge $args[0]", body).ThrowIfFailed();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stray!);
        Assert.Empty(result.Output);
    }

    private static object Body(Func<PipelineStreams, CancellationToken, Task> body) => body;
}
