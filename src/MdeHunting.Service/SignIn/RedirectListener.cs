using System.Net;
using System.Net.Sockets;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Waits on a port of this machine for the authorization response of a sign-in (RFC 8252, section 7.3), which comes as a form, so that its code is in no
/// address (OAuth 2.0 Form Post Response Mode). Only the form with the sign-in's own state is the response. Whatever else comes is refused, and waited on: a
/// page in the browser can send requests here too.
/// </summary>
internal sealed class RedirectListener : IDisposable
{
    // A connection that says nothing makes room for newer ones, so that the response always gets through.
    private const int MostConnections = 128;
    private const int MostTries = 20;

    private readonly IReadOnlyList<TcpListener> _listeners;
    private readonly LinkedList<TcpClient> _open = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isCompleted;

    private RedirectListener(IReadOnlyList<TcpListener> listeners)
    {
        _listeners = listeners;
        Address = new Uri(FormattableString.Invariant($"http://localhost:{((IPEndPoint)listeners[0].LocalEndpoint).Port}"));
    }

    /// <summary>Where the response is to go.</summary>
    public Uri Address { get; }

    /// <summary>Listens on a free port, of the loopback addresses alone.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    public static RedirectListener Start()
    {
        for (var tries = 1; ; tries++)
        {
            var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            try
            {
                return new RedirectListener(Socket.OSSupportsIPv6 && Second(first) is { } second ? [first, second] : [first]);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse && tries < MostTries)
            {
                // Somebody else has the port at ::1, where a browser may look first.
                first.Stop();
            }
        }
    }

    /// <summary>Waits for the response, and gives its fields.</summary>
    /// <param name="state">The state that the sign-in was begun with.</param>
    /// <param name="token">Gives up.</param>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(string state, CancellationToken token)
    {
        using var ending = token.Register(() => _response.TrySetCanceled(token));
        foreach (var listener in _listeners)
        {
            _ = AcceptAsync(listener, state);
        }

        return await _response.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _response.TrySetCanceled();
        foreach (var listener in _listeners)
        {
            listener.Stop();
        }

        lock (_open)
        {
            foreach (var client in _open)
            {
                client.Dispose();
            }
        }
    }

    private static TcpListener? Second(TcpListener first)
    {
        var second = new TcpListener(IPAddress.IPv6Loopback, ((IPEndPoint)first.LocalEndpoint).Port);
        try
        {
            second.Start();
            return second;
        }
        catch (SocketException e) when (e.SocketErrorCode is not SocketError.AddressAlreadyInUse)
        {
            // No such address here.
            return null;
        }
    }

    private async Task AcceptAsync(TcpListener listener, string state)
    {
        while (!_response.Task.IsCompleted)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                _ = RespondAsync(client, Add(client), state);
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException || (e is SocketException && _response.Task.IsCompleted))
            {
                return;
            }
            catch (SocketException)
            {
                // That client is gone already.
            }
        }
    }

    private LinkedListNode<TcpClient> Add(TcpClient client)
    {
        lock (_open)
        {
            if (_open.Count >= MostConnections)
            {
                _open.First!.Value.Dispose();
                _open.RemoveFirst();
            }

            return _open.AddLast(client);
        }
    }

    private async Task RespondAsync(TcpClient client, LinkedListNode<TcpClient> place, string state)
    {
        try
        {
            using var stream = client.GetStream();
            var request = await RedirectRequest.ReadAsync(stream).ConfigureAwait(false);
            var isResponse = request is not null && IsResponse(request, state) && Interlocked.Exchange(ref _isCompleted, 1) == 0;
            try
            {
                var page =
                    isResponse ? (request!.Form!.ContainsKey("error") ? RedirectPage.NotSignedIn : RedirectPage.SignedIn)
                    : request is { Method: "POST", Target: "/" } || request is null ? RedirectPage.NotTheResponse
                    : RedirectPage.NotFound;
                await stream.WriteAsync(page, 0, page.Length).ConfigureAwait(false);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            finally
            {
                // Also where the browser did not wait for the page.
                if (isResponse)
                {
                    _response.TrySetResult(request!.Form!);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side left, or had to make room.
        }
        finally
        {
            client.Dispose();
            lock (_open)
            {
                if (place.List is not null)
                {
                    _open.Remove(place);
                }
            }
        }
    }

    // Under another name (DNS rebinding) this port could be asked by a page that may read what comes.
    private bool IsResponse(RedirectRequest request, string state) =>
        request.Target == "/"
        && string.Equals(request.Host, Address.Authority, StringComparison.OrdinalIgnoreCase)
        && request.Form is { } form
        && form.TryGetValue("state", out var given)
        && string.Equals(given, state, StringComparison.Ordinal)
        && (form.ContainsKey("code") || form.ContainsKey("error"));
}
