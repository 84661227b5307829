using System.IO.Compression;

using Microsoft.Net.Http.Headers;

namespace MdeHunting.Lab.Faults;

/// <summary>The true answer, of which the end is missing.</summary>
internal sealed class ShortBodyFault(double share, bool breaks) : LabAnswerFault
{
    private const string Gzip = "gzip";

    internal override async Task AnswerAsync(FaultyExchange exchange)
    {
        var (context, response) = (exchange.Context, exchange.Context.Response);
        var bytes = await ReadAsync(exchange);
        response.ContentType = exchange.Dialect.ContentType;
        await response.StartAsync(context.RequestAborted);
        await response.Body.WriteAsync(bytes.AsMemory(0, (int)(bytes.Length * Math.Clamp(share, 0, 1))), context.RequestAborted);

        // An exception after the first byte is how the server is told to close the connection without ending the answer: unlike Abort, it sends what was written.
        if (breaks) throw new IOException("The lab breaks the connection, as it was told to.");
    }

    // Compressed here and not on the way out, so that it is the compressed bytes that are cut.
    private static async Task<byte[]> ReadAsync(FaultyExchange exchange)
    {
        using var body = exchange.Answer();
        using var bytes = new MemoryStream();
        if (!TakesGzip(exchange.Context))
        {
            await body.CopyToAsync(bytes, exchange.Context.RequestAborted);
            return bytes.ToArray();
        }
        exchange.Context.Response.Headers.ContentEncoding = Gzip;
        await using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) await body.CopyToAsync(gzip, exchange.Context.RequestAborted);
        return bytes.ToArray();
    }

    private static bool TakesGzip(HttpContext context) =>
        StringWithQualityHeaderValue.TryParseList(context.Request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value == Gzip && encoding.Quality is not 0);
}
