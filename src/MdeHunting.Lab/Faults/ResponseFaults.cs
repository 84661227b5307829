using System.IO.Compression;
using System.Text;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>An error in the service's own envelope.</summary>
/// <param name="error">The error.</param>
/// <param name="retryAfter">The Retry-After header by what the service's clock says; null for none.</param>
internal sealed class RefusalFault(LabServiceError error, Func<DateTimeOffset, string?> retryAfter) : LabResponseFault
{
    internal override Task RespondAsync(FaultyExchange exchange) => exchange.RefuseAsync(error with { RetryAfter = retryAfter(exchange.Clock.GetUtcNow()) });
}

/// <summary>A refusal that repeats the request's token, as programs on the way do that write what they were given into their errors.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="write">What becomes of the token in the message and in headers.</param>
internal sealed class EchoFault(int status, Func<string, string> write) : LabResponseFault
{
    internal override Task RespondAsync(FaultyExchange exchange)
    {
        var token = exchange.Context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var line = Uri.EscapeDataString(write(token));
        exchange.Response.Headers["X-Debug"] = line;
        exchange.Response.Headers["X-Original-Authorization"] = $"Bearer {token}";
        exchange.Response.Headers["request-id"] = line;
        exchange.Response.Headers.SetCookie = $"session={line}; secure";
        return exchange.RefuseAsync(new LabServiceError(status, "Echo", $"Nothing for {write(token)} here"));
    }
}

/// <summary>A response that is not the service's.</summary>
internal sealed class PageFault(int status, string? contentType, string text) : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var body = Encoding.UTF8.GetBytes(text);
        if (contentType is not null)
        {
            // A program on the way knows nothing of the service's headers.
            exchange.Context.Response.Headers.Clear();
            exchange.Context.Response.Headers.Server = "gateway";
        }

        exchange.Context.Response.StatusCode = status;
        exchange.Context.Response.ContentType = contentType;
        exchange.Context.Response.ContentLength = body.Length;
        await exchange.Context.Response.Body.WriteAsync(body, exchange.Context.RequestAborted);
    }
}

/// <summary>A response that sends the client elsewhere.</summary>
internal sealed class RedirectFault(int status, string location) : LabResponseFault
{
    internal override Task RespondAsync(FaultyExchange exchange)
    {
        exchange.Response.StatusCode = status;
        exchange.Response.Headers.Location = location;
        exchange.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

/// <summary>A connection that breaks before there is a response.</summary>
internal sealed class BrokenConnectionFault : LabResponseFault
{
    internal override Task RespondAsync(FaultyExchange exchange)
    {
        RequestNote.Of(exchange.Context).RecordWithoutResponse();
        exchange.Context.Abort();
        return Task.CompletedTask;
    }
}

/// <summary>
/// A connection that is reset in the middle of the response's headers. The server sends headers whole, so these bytes go past it, right to the connection;
/// HTTP/2 shares one among many responses, and there the stream is reset before its headers.
/// </summary>
internal sealed class BrokenHeadersFault : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        RequestNote.Of(exchange.Context).RecordWithoutResponse();
        if (exchange.IsHttp1)
        {
            await exchange.SendPastServerAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {exchange.ContentType}\r\nCache-Con"));
        }

        exchange.Context.Abort();
    }
}

/// <summary>A response that wears a client out, made while it is sent.</summary>
internal sealed class HostileFault(HostileResponse response) : LabResponseFault
{
    private const int BlockSize = 100_000;

    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        exchange.Response.StatusCode = response.Status;
        exchange.Response.ContentType = exchange.ContentType;
        if (!response.IsCompressed)
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
        await body.WriteAsync(Encoding.UTF8.GetBytes(response.Head), token);
        var size = Encoding.UTF8.GetByteCount(response.Filler);
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(response.Filler, BlockSize / size)));
        for (var left = (response.Times * size) ?? long.MaxValue; left > 0; left -= Math.Min(left, block.Length))
        {
            await body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), token);
        }

        await body.WriteAsync(Encoding.UTF8.GetBytes(response.Tail), token);
    }
}
