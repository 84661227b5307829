namespace MdeHunting.Lab.Faults;

/// <summary>The true answer, a few bytes at a time.</summary>
internal sealed class SlowBodyFault(int size, TimeSpan pause) : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
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
