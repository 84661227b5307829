using System.Net;
using System.Net.Sockets;

namespace MdeHunting.Lab.Hosting;

/// <summary>
/// One port of both loopback addresses, held before the server starts: the lab's address is in its tokens and its environment file,
/// and "localhost" must not lead to another program on the address that the lab does not have.
/// </summary>
internal sealed class LoopbackSockets
{
    private const int Attempts = 20;

    // Those of this process's labs so far. Clients keep what they know of a server by its address: accounts, quotas, refusals. A lab must not be taken for one
    // that is gone.
    private static readonly HashSet<int> Used = [];

    private readonly IReadOnlyList<Socket> _sockets;

    private LoopbackSockets(IReadOnlyList<Socket> sockets) => _sockets = sockets;

    public int Port => ((IPEndPoint)_sockets[0].LocalEndPoint!).Port;

    public IEnumerable<IPEndPoint> EndPoints => _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!);

    /// <exception cref="LabPortInUseException">The port is taken.</exception>
    public static LoopbackSockets Bind(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var sockets = BindBoth(port);
                if (port != 0 || attempt == Attempts || IsNew(sockets.Port))
                {
                    return sockets;
                }

                foreach (var socket in sockets._sockets)
                {
                    socket.Dispose();
                }
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // A free port of the one address may be taken on the other: then another is tried.
                if (port != 0 || attempt == Attempts)
                {
                    throw new LabPortInUseException(port, exception);
                }
            }
        }
    }

    public Socket Take(EndPoint endPoint) => _sockets.First(socket => socket.LocalEndPoint!.Equals(endPoint));

    private static bool IsNew(int port)
    {
        lock (Used)
        {
            return Used.Add(port);
        }
    }

    private static LoopbackSockets BindBoth(int port)
    {
        var first = Bind(IPAddress.Loopback, port);
        if (!Socket.OSSupportsIPv6)
        {
            return new([first]);
        }

        try
        {
            return new([first, Bind(IPAddress.IPv6Loopback, ((IPEndPoint)first.LocalEndPoint!).Port)]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return new([first]);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Something else listens on the port that the lab was to have.</summary>
public sealed class LabPortInUseException(int port, Exception innerException) : Exception($"Port {port} on localhost is in use.", innerException)
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
