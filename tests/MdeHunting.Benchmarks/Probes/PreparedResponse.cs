using System.IO.Compression;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>The bytes of a response, made once and sent as often as they are asked for.</summary>
internal sealed class PreparedResponse : LabResponseFault
{
    private readonly byte[] _body;
    private readonly bool _isGzip;

    private PreparedResponse(byte[] body, bool isGzip, long contentLength)
    {
        _body = body;
        _isGzip = isGzip;
        ContentLength = contentLength;
    }

    /// <summary>How many bytes go over the wire.</summary>
    public int Length => _body.Length;

    /// <summary>How many bytes of JSON they are.</summary>
    public long ContentLength { get; }

    /// <summary>The response with these rows, as the service writes it.</summary>
    public static async Task<PreparedResponse> CreateAsync(HuntingDialect dialect, KqlTable table, bool isGzip, CancellationToken token)
    {
        using var json = HuntingResponseBody.Write(dialect, new HuntingResult(table, TimeSpan.FromSeconds(1), 0), long.MaxValue, token);
        using var bytes = new MemoryStream();
        if (isGzip)
        {
            await using var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true);
            await json.CopyToAsync(gzip, token);
        }
        else
        {
            await json.CopyToAsync(bytes, token);
        }

        return new PreparedResponse(bytes.ToArray(), isGzip, json.Length);
    }

    /// <inheritdoc/>
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        exchange.Response.ContentType = exchange.ContentType;
        exchange.Response.ContentLength = _body.Length;

        // Said even where it is none, or the lab would compress the response anew each time.
        exchange.Response.Headers.ContentEncoding = _isGzip ? "gzip" : "identity";
        await exchange.Response.Body.WriteAsync(_body, exchange.Aborted);
    }
}
