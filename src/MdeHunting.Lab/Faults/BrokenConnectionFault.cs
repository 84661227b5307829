using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>A connection that breaks before there is an answer.</summary>
internal sealed class BrokenConnectionFault : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange)
    {
        RequestNote.Of(exchange.Context).RecordWithoutAnswer();
        exchange.Context.Abort();
        return Task.CompletedTask;
    }
}
