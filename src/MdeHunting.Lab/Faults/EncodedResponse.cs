using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace MdeHunting.Lab.Faults;

/// <summary>The bytes of a true response as they go over the wire.</summary>
internal static class EncodedResponse
{
    private const string Gzip = "gzip";

    /// <summary>
    /// Makes the response, and sets the headers that tell its type and its encoding. Packed here and not on the way out, so that a fault can tell the wire's
    /// bytes.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(FaultyExchange exchange)
    {
        var body = exchange.CreateBody();
        exchange.Response.ContentType = exchange.ContentType;
        if (!TakesGzip(exchange.Context))
        {
            return body;
        }

        exchange.Response.Headers.ContentEncoding = Gzip;
        using var bytes = new MemoryStream();
        await using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(body, exchange.Aborted);
        }

        return bytes.ToArray();
    }

    /// <summary>The first part of some bytes.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="share">How much of them, from 0 to 1.</param>
    public static ReadOnlyMemory<byte> Beginning(ReadOnlyMemory<byte> bytes, double share) => bytes[..(int)(bytes.Length * Math.Clamp(share, 0, 1))];

    private static bool TakesGzip(HttpContext context) =>
        StringWithQualityHeaderValue.TryParseList(context.Request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value == Gzip && encoding.Quality is not 0);
}
