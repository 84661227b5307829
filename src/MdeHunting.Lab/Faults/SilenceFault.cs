using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>The true answer, in which the server falls silent.</summary>
/// <param name="share">How much of the body is sent first; null where not even the headers are.</param>
/// <param name="duration">How long the silence lasts; null for ever.</param>
internal sealed class SilenceFault(double? share, TimeSpan? duration) : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
    {
        var bytes = await EncodedResponse.ReadAsync(exchange);
        var silence = Task.Delay(duration ?? Timeout.InfiniteTimeSpan, exchange.Clock, exchange.Aborted);
        var beginning = EncodedResponse.Beginning(bytes, share ?? 0);
        if (share is not null)
        {
            await exchange.Response.StartAsync(exchange.Aborted);
            await exchange.Response.Body.WriteAsync(beginning, exchange.Aborted);
            await exchange.Response.Body.FlushAsync(exchange.Aborted);
        }
        else if (duration is null)
        {
            RequestNote.Of(exchange.Context).RecordWithoutAnswer();
        }
        await silence;
        await exchange.Response.Body.WriteAsync(bytes[beginning.Length..], exchange.Aborted);
    }
}
