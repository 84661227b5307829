namespace MdeHunting.Lab.Faults;

/// <summary>The true answer under a Content-Length that is not its own.</summary>
/// <param name="difference">How many bytes the header tells too many, or too few where it is negative.</param>
internal sealed class WrongLengthFault(int difference) : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
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
            throw new IOException("The lab ends the answer before the length that it told, as it was told to.");
        }

        // The server sends no byte beyond the length that was told: these go past it. HTTP/2 has no place for them.
        if (exchange.IsHttp1)
        {
            await exchange.SendPastServerAsync(bytes[told..]);
        }
    }
}
