using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>The true response, of which the end is missing.</summary>
/// <param name="share">How much of the body is sent, from 0 to 1.</param>
/// <param name="end">How it ends then.</param>
/// <param name="pause">How long nothing comes before that.</param>
internal sealed class ShortBodyFault(double share, BodyEnd end, TimeSpan pause) : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var bytes = await EncodedResponse.ReadAsync(exchange);
        var wait = Task.Delay(pause, exchange.Clock, exchange.Aborted);
        await exchange.Response.StartAsync(exchange.Aborted);
        await exchange.Response.Body.WriteAsync(EncodedResponse.Beginning(bytes, share), exchange.Aborted);
        await exchange.Response.Body.FlushAsync(exchange.Aborted);
        await wait;

        // An exception after the first byte is how the server is told to close the connection without ending the response.
        if (end == BodyEnd.Closed)
        {
            throw new IOException("The lab breaks the connection, as it was told to.");
        }

        if (end == BodyEnd.Reset)
        {
            exchange.Context.Abort();
        }
    }
}

/// <summary>How a body ends that is not whole.</summary>
internal enum BodyEnd
{
    /// <summary>As HTTP ends a whole one.</summary>
    AsIfWhole,

    /// <summary>The connection is closed.</summary>
    Closed,

    /// <summary>The connection is reset.</summary>
    Reset,
}

/// <summary>The true response, a few bytes at a time.</summary>
internal sealed class SlowBodyFault(int size, TimeSpan pause) : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var bytes = await EncodedResponse.ReadAsync(exchange);
        for (var rest = bytes; rest.Length > 0; rest = rest[Math.Min(size, rest.Length)..])
        {
            // Begun before the piece is sent: whoever has the piece can move the clock.
            var next = rest.Length > size ? Task.Delay(pause, exchange.Clock, exchange.Aborted) : Task.CompletedTask;
            await exchange.Response.Body.WriteAsync(rest[..Math.Min(size, rest.Length)], exchange.Aborted);
            await exchange.Response.Body.FlushAsync(exchange.Aborted);
            await next;
        }
    }
}

/// <summary>The true response, in which the server falls silent.</summary>
/// <param name="share">How much of the body is sent first; null where not even the headers are.</param>
/// <param name="duration">How long the silence lasts; null for ever.</param>
internal sealed class SilenceFault(double? share, TimeSpan? duration) : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var bytes = await EncodedResponse.ReadAsync(exchange);
        var silence = Task.Delay(duration ?? Timeout.InfiniteTimeSpan, exchange.Clock, exchange.Aborted);
        var beginning = EncodedResponse.Beginning(bytes, share ?? 0);
        if (share is not null)
        {
            await exchange.Response.StartAsync(exchange.Aborted);
            await exchange.Response.Body.WriteAsync(beginning, exchange.Aborted);
            await exchange.Response.Body.FlushAsync(exchange.Aborted);
        }
        else if (duration is null)
        {
            RequestNote.Of(exchange.Context).RecordWithoutResponse();
        }
        await silence;
        await exchange.Response.Body.WriteAsync(bytes[beginning.Length..], exchange.Aborted);
    }
}

/// <summary>The true response under a Content-Length that is not its own.</summary>
/// <param name="difference">How many bytes the header tells too many, or too few where it is negative.</param>
internal sealed class WrongLengthFault(int difference) : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var (response, aborted) = (exchange.Response, exchange.Aborted);
        var bytes = await EncodedResponse.ReadAsync(exchange);
        var told = Math.Max(0, bytes.Length + difference);
        response.ContentLength = told;
        if (exchange.IsHttp1)
        {
            response.Headers.Connection = "close";
        }

        await response.StartAsync(aborted);
        await response.Body.WriteAsync(bytes[..Math.Min(told, bytes.Length)], aborted);
        await response.Body.FlushAsync(aborted);
        if (told > bytes.Length)
        {
            throw new IOException("The lab ends the response before the length that it told, as it was told to.");
        }

        // The server sends no byte beyond the length that was told: these go past it. HTTP/2 has no place for them.
        if (exchange.IsHttp1)
        {
            await exchange.SendPastServerAsync(bytes[told..]);
        }
    }
}
