using MdeHunting.Contract;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Sending;

/// <summary>A request to a service, as <see cref="AuthorizedSender"/> sends it: without its token and its id.</summary>
/// <param name="timeLimit">How long sending it and reading its response may take.</param>
internal abstract class ServiceCall<T>(TimeSpan timeLimit)
    where T : class, IReceived
{
    /// <summary>How long sending it and reading its response may take.</summary>
    public TimeSpan TimeLimit => timeLimit;

    /// <summary>How patiently the token for it is renewed.</summary>
    public abstract SendingOptions Sending { get; }

    /// <summary>The request; called again where it is sent again.</summary>
    /// <param name="requestId">The id that it is sent with.</param>
    public abstract HttpRequestMessage CreateRequest(string requestId);

    /// <summary>Reads a response of whatever status.</summary>
    public abstract Task<T> ReadAsync(Exchange exchange, HttpResponseMessage response, CancellationToken token);

    /// <summary>Takes note that no response came to a request.</summary>
    public abstract void EndWithoutResponse(Exchange exchange, HttpRequestMessage sent);

    /// <summary>The failure of a request that found no response.</summary>
    public abstract MdeException Explain(HttpRequestException exception);
}

/// <summary>One sending of a request, with a token that it keeps to itself.</summary>
/// <param name="clock">The time.</param>
internal abstract class Exchange(TimeProvider clock)
{
    /// <summary>The id that it was sent with.</summary>
    public string SentId { get; } = Guid.NewGuid().ToString("D");

    /// <summary>When it was sent (UTC).</summary>
    public DateTime StartedAt { get; } = clock.GetUtcNow().UtcDateTime;

    /// <summary>The same as the clock's time stamp.</summary>
    public long Started { get; } = clock.GetTimestamp();

    /// <summary>What the token that it was sent with says of the right to hunt; null where the token cannot be read.</summary>
    public abstract MdeHuntingRight? ReadRight(HuntingService api, ApiEndpoint endpoint);
}

/// <summary>A response that was read.</summary>
internal interface IReceived : IDisposable
{
    /// <summary>How many bytes its body has, as they came.</summary>
    long ByteCount { get; }

    /// <summary>The service's id of the request, or the one that it was sent with.</summary>
    string RequestId { get; }
}
