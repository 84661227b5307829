using MdeHunting.Contract;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Responses;

/// <summary>Hands the rows of a validated response on, batch by batch, and tells what is odd in them.</summary>
/// <param name="api">The service that the response is of.</param>
/// <param name="messages">Where it is told.</param>
internal sealed class RowDelivery(HuntingService api, IMessageSink messages)
{
    private readonly List<string> _warnings = [];

    /// <summary>What was told.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Warns.</summary>
    public Task WarnAsync(string warning)
    {
        _warnings.Add(warning);
        return messages.WarnAsync(warning);
    }

    /// <summary>Hands rows on.</summary>
    /// <param name="body">The response.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="left">How many rows, at the most.</param>
    /// <param name="receiver">Where they go.</param>
    /// <param name="token">Ends it.</param>
    public async Task WriteAsync(ResponseBody body, IReadOnlyList<ResponseColumn> columns, int left, IRowSink receiver, CancellationToken token)
    {
        receiver.Begin([.. columns.Select(c => c.Column)]);
        using var reader = new RowReader(body, columns, receiver, api.HasAnnotations, token);
        var pipeline = new RowBatchPipeline(receiver, columns.Count);
        try
        {
            while (left > 0)
            {
                var batch = await pipeline.RentAsync().ConfigureAwait(false);
                var count = reader.Read(batch.Cells, Math.Min(batch.Cells.Length, left));
                foreach (var warning in reader.TakeWarnings())
                {
                    await pipeline.CompleteAsync().ConfigureAwait(false);
                    await WarnAsync(warning).ConfigureAwait(false);
                }

                token.ThrowIfCancellationRequested();
                pipeline.Write(batch, count);
                left -= count;
            }
        }
        finally
        {
            await pipeline.CompleteAsync().ConfigureAwait(false);
        }
    }
}
