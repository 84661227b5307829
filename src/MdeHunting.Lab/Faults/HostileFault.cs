using System.IO.Compression;
using System.Text;

namespace MdeHunting.Lab.Faults;

/// <summary>An answer that wears a client out, made while it is sent.</summary>
internal sealed class HostileFault(HostileAnswer answer) : LabAnswerFault
{
    private const int BlockSize = 100_000;

    internal override async Task AnswerAsync(FaultyExchange exchange)
    {
        exchange.Response.StatusCode = answer.Status;
        exchange.Response.ContentType = exchange.ContentType;
        if (!answer.IsCompressed)
        {
            await WriteAsync(exchange.Response.Body, exchange.Aborted);
            return;
        }

        exchange.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(exchange.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await WriteAsync(packed, exchange.Aborted);
    }

    private async Task WriteAsync(Stream body, CancellationToken token)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(answer.Head), token);
        var size = Encoding.UTF8.GetByteCount(answer.Filler);
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(answer.Filler, BlockSize / size)));
        for (var left = (answer.Times * size) ?? long.MaxValue; left > 0; left -= Math.Min(left, block.Length))
        {
            await body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), token);
        }

        await body.WriteAsync(Encoding.UTF8.GetBytes(answer.Tail), token);
    }
}
