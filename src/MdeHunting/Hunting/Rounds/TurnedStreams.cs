using MdeHunting.Pipeline;

namespace MdeHunting.Hunting.Rounds;

/// <summary>The output of one round, which waits for its turn.</summary>
internal sealed class TurnedStreams(PipelineStreams streams, Func<Task> turn)
{
    /// <summary>Writes one object to the output.</summary>
    public async Task WriteAsync(object value)
    {
        await turn().ConfigureAwait(false);
        await streams.WriteAsync(value).ConfigureAwait(false);
    }

    /// <summary>Writes the first <paramref name="count"/> objects of a batch to the output.</summary>
    public async Task WriteManyAsync(object[] values, int count)
    {
        await turn().ConfigureAwait(false);
        await streams.WriteManyAsync(values, count).ConfigureAwait(false);
    }
}
