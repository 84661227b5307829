using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>A refusal that repeats the request's token, as programs on the way do that write what they were given into their errors.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="write">What becomes of the token in the message and in headers.</param>
internal sealed class EchoFault(int status, Func<string, string> write) : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange)
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
