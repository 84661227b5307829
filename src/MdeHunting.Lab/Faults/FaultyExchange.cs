using MdeHunting.Lab.Web;
using Microsoft.AspNetCore.Connections.Features;

namespace MdeHunting.Lab.Faults;

/// <summary>A hunting request whose response a fault makes.</summary>
/// <param name="Context">Where the response goes.</param>
/// <param name="ContentType">The content type of the service's results.</param>
/// <param name="CreateBody">Makes the true response's body.</param>
/// <param name="RefuseAsync">Responses with an error, in the service's own envelope.</param>
/// <param name="Clock">The service's clock, which pauses go by too.</param>
internal sealed record FaultyExchange(
    HttpContext Context,
    string ContentType,
    Func<byte[]> CreateBody,
    Func<LabServiceError, Task> RefuseAsync,
    TimeProvider Clock
)
{
    public HttpResponse Response => Context.Response;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Whether the connection is this response's alone.</summary>
    public bool IsHttp1 => HttpProtocol.IsHttp11(Context.Request.Protocol);

    /// <summary>Sends bytes that the server itself would not: past it, right to a connection of HTTP/1.1.</summary>
    public async Task SendPastServerAsync(ReadOnlyMemory<byte> bytes) =>
        await Context.Features.Get<IConnectionTransportFeature>()!.Transport.Output.WriteAsync(bytes, Aborted);
}
