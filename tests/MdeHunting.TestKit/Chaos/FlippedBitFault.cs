using MdeHunting.Lab.Faults;

namespace MdeHunting.TestKit.Chaos;

/// <summary>The true response, of which one bit was flipped on the way, so that it is no JSON.</summary>
internal sealed class FlippedBitFault : LabResponseFault
{
    internal override async Task RespondAsync(FaultyExchange exchange)
    {
        var body = exchange.CreateBody();
        body[Array.LastIndexOf(body, (byte)'}')] ^= 1;
        exchange.Context.Response.ContentType = exchange.ContentType;
        exchange.Context.Response.ContentLength = body.Length;
        await exchange.Context.Response.Body.WriteAsync(body);
    }
}
