namespace MdeHunting.Lab.Faults;

/// <summary>The true answer, of which the end is missing.</summary>
/// <param name="share">How much of the body is sent, from 0 to 1.</param>
/// <param name="end">How it ends then.</param>
/// <param name="pause">How long nothing comes before that.</param>
internal sealed class ShortBodyFault(double share, BodyEnd end, TimeSpan pause) : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
    {
        var bytes = await EncodedResponse.ReadAsync(exchange);
        var wait = Task.Delay(pause, exchange.Clock, exchange.Aborted);
        await exchange.Response.StartAsync(exchange.Aborted);
        await exchange.Response.Body.WriteAsync(EncodedResponse.Beginning(bytes, share), exchange.Aborted);
        await exchange.Response.Body.FlushAsync(exchange.Aborted);
        await wait;

        // An exception after the first byte is how the server is told to close the connection without ending the answer.
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
