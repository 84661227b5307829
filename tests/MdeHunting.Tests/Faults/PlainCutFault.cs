using MdeHunting.Lab.Faults;

namespace MdeHunting.Tests.Faults;

/// <summary>The true answer cut short, and not compressed though the module asks for that, as a proxy that unpacks sends it.</summary>
internal sealed class PlainCutFault : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange)
    {
        exchange.Context.Request.Headers.AcceptEncoding = default;
        return CutBody().AnswerAsync(exchange);
    }
}
