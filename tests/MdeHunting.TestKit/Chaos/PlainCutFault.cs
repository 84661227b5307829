using MdeHunting.Lab.Faults;

namespace MdeHunting.TestKit.Chaos;

/// <summary>The true response cut short, and not compressed though the module asks for that, as a proxy that unpacks sends it.</summary>
internal sealed class PlainCutFault : LabResponseFault
{
    internal override Task RespondAsync(FaultyExchange exchange)
    {
        exchange.Context.Request.Headers.AcceptEncoding = default;
        return CutBody().RespondAsync(exchange);
    }
}
