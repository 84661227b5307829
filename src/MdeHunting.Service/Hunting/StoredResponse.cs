using MdeHunting.Contract;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Hunting;

/// <summary>Reads a response that was stored as one that has just come is read: with the same validation, and the same reader of rows.</summary>
internal static class StoredResponse
{
    /// <summary>Reads it.</summary>
    /// <param name="source">Its content, as it came over the wire.</param>
    /// <param name="receiver">Where its rows go.</param>
    /// <param name="messages">Where what is odd in them is told.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="HuntingException">It is none that can be read, or an error of the service.</exception>
    public static async Task<StoredRows> ReadAsync(StoredContent source, IRowSink receiver, IMessageSink messages, CancellationToken token)
    {
        var api = HuntingService.Of(source.Api);
        using var body = new ResponseBody(source.ContentEncoding);
        await body.FillAsync(source.Content, token).ConfigureAwait(false);
        var validated = ResponseValidator.Validate(
            body,
            ResponseLimits.Wider(api.Limits, new ResponseLimits(source.RowLimit, source.ByteLimit)),
            token,
            isHashed: true
        );
        if (validated.Columns is { } columns)
        {
            await new RowDelivery(api, messages).WriteAsync(body, columns, Math.Min(source.MaxRows, validated.RowCount), receiver, token).ConfigureAwait(false);
        }

        return new StoredRows(validated.Columns is null ? null : validated.RowCount, validated.ContentSha256!, validated.ContentBytes);
    }
}
