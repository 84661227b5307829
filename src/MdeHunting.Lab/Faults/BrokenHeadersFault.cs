using System.Text;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>
/// A connection that is reset in the middle of the answer's headers. The server sends headers whole, so these bytes go past it, right to the connection;
/// HTTP/2 shares one among many answers, and there the stream is reset before its headers.
/// </summary>
internal sealed class BrokenHeadersFault : LabAnswerFault
{
    internal override async Task AnswerAsync(FaultyExchange exchange)
    {
        RequestNote.Of(exchange.Context).RecordWithoutAnswer();
        if (exchange.IsHttp1)
        {
            await exchange.SendPastServerAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {exchange.ContentType}\r\nCache-Con"));
        }

        exchange.Context.Abort();
    }
}
