namespace MdeHunting.Service.Sending;

/// <summary>Notes how far this machine's clock is from that of the servers, by the Date header of their responses (RFC 9110, section 6.6.1).</summary>
internal sealed class ClockHandler(TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Ticks, since a TimeSpan cannot be read and written in one piece everywhere.
    private long _offset;

    /// <summary>How far this machine's clock is ahead (positive) or behind (negative), as of the latest response.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        if (response.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _offset, (clock.GetUtcNow() - date).Ticks);
        }

        return response;
    }
}
