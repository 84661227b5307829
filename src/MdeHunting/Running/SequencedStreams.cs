using MdeHunting.Pipeline;

namespace MdeHunting.Running;

/// <summary>The output of one job, which waits for its turn.</summary>
internal sealed class SequencedStreams(PipelineStreams streams, Func<Task> turn)
{
    /// <summary>Warns of what the turn finds to be told; does nothing where that is null.</summary>
    public async Task WarnAsync(Func<string?> find)
    {
        await turn().ConfigureAwait(false);
        if (find() is { } message)
        {
            await streams.WarnAsync(message).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one object to the output.</summary>
    public async Task WriteAsync(object value)
    {
        await turn().ConfigureAwait(false);
        await streams.WriteAsync(value).ConfigureAwait(false);
    }

    /// <summary>Writes the first <paramref name="count"/> objects of a batch to the output, and tells how many the pipeline took.</summary>
    public async Task WriteManyAsync(object[] values, int count, Action<int> written)
    {
        await turn().ConfigureAwait(false);
        await streams.WriteManyAsync(values, count, written).ConfigureAwait(false);
    }
}
