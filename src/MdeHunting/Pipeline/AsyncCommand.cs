using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Internal;

/// <summary>
/// A cmdlet whose work is asynchronous: each block runs its body beside the pipeline thread and ends with it, so that nothing outlives its block.
/// </summary>
public abstract class AsyncCommand : PSCmdlet
{
    private readonly object _gate = new();
    private PipelinePump? _pump;
    private bool _stopped;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        ScreenWidth.Remember(Host);
        Run(BeginProcessingAsync);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessRecordAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndProcessingAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        lock (_gate)
        {
            _stopped = true;
            _pump?.Stop();
        }
    }

    private protected virtual Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token) => Task.CompletedTask;

    private protected virtual Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token) => Task.CompletedTask;

    private protected virtual Task EndProcessingAsync(PipelineStreams streams, CancellationToken token) => Task.CompletedTask;

    private void Run(Func<PipelineStreams, CancellationToken, Task> body)
    {
        var pump = new PipelinePump();
        lock (_gate)
        {
            if (_stopped)
            {
                throw new PipelineStoppedException();
            }

            _pump = pump;
        }

        try
        {
            pump.Run(token => body(new PipelineStreams(this, pump), token));
        }
        catch (OperationCanceledException) when (pump.IsStopping && !pump.HasFault)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (!pump.HasFault)
        {
            ThrowTerminatingError(ErrorRecords.Of(e, this));
        }
        finally
        {
            lock (_gate)
            {
                _pump = null;
            }
        }
    }
}
