namespace MdeHunting.Service.Sending;

/// <summary>
/// Carries requests over connections that can all be left behind at once: what has gone silent is not offered again, and what still comes over it goes on.
/// </summary>
/// <param name="create">Makes what carries them, with connections of its own.</param>
internal sealed class RenewableHandler(Func<HttpMessageHandler> create) : HttpMessageHandler
{
    private readonly object _gate = new();
    private HttpMessageInvoker _current = new(create());
    private HttpMessageInvoker? _left;

    /// <summary>Leaves all connections behind.</summary>
    public void Renew()
    {
        HttpMessageInvoker? forgotten;
        lock (_gate)
        {
            // Whoever just now takes the one before may still send over it; the one before that has been nobody's for long.
            forgotten = _left;
            _left = _current;
            _current = new HttpMessageInvoker(create());
        }

        forgotten?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        try
        {
            return await Volatile.Read(ref _current).SendAsync(request, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!token.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            // The limit of SocketsHttpHandler.ConnectTimeout, which is no cancellation of ours.
            throw new HttpRequestException("no connection was established in time");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current.Dispose();
            _left?.Dispose();
        }

        base.Dispose(disposing);
    }
}
