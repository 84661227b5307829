namespace MdeHunting.Lab.Faults;

/// <summary>An answer that sends the client elsewhere.</summary>
internal sealed class RedirectFault(int status, string location) : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange)
    {
        exchange.Response.StatusCode = status;
        exchange.Response.Headers.Location = location;
        exchange.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
