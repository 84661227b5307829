using System.Text;

namespace MdeHunting.Lab.Faults;

/// <summary>An answer that is not the service's.</summary>
internal sealed class PageFault(int status, string? contentType, string text) : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
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
