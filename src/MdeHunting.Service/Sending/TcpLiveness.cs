#if NET
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Has the system find out within half a minute that the other side of a connection is gone: a computer that slept, a VPN that changed. Without it, what was
/// sent is sent again for a quarter of an hour, and what is awaited is awaited for ever.
/// </summary>
internal static class TcpLiveness
{
    // The first probe after ten seconds in which nothing came, and three of them lost.
    private const int IdleSeconds = 10;
    private const int IntervalSeconds = 5;
    private const int Probes = 3;

    /// <summary>How long the other side may leave anything without an answer.</summary>
    public const int LimitSeconds = IdleSeconds + IntervalSeconds * Probes;

    // Probes are for a connection on which nothing is under way; what was sent and not received is a limit of each system's own:
    // TCP_USER_TIMEOUT (tcp(7)), TCP_RXT_CONNDROPTIME (netinet/tcp.h), TCP_MAXRT (ws2ipdef.h).
    private const int LinuxUserTimeout = 18;
    private const int MacConnectionDropTime = 0x80;
    private const int WindowsMostRetransmissionTime = 5;

    /// <summary>Asks it of a socket. A system that does not know one of it finds out later.</summary>
    public static void Watch(Socket socket)
    {
        Try(() => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true));
        Try(() => socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds));
        Try(() => socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds));
        Try(() => socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes));
        if (Unanswered is var (option, value) && option != 0)
        {
            Try(() => socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, option, BitConverter.GetBytes(value)));
        }
    }

    private static (int Option, int Value) Unanswered =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? (LinuxUserTimeout, LimitSeconds * 1000)
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? (MacConnectionDropTime, LimitSeconds)
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? (WindowsMostRetransmissionTime, LimitSeconds)
        : default;

    private static void Try(Action set)
    {
        try
        {
            set();
        }
        catch (Exception e) when (e is SocketException or PlatformNotSupportedException)
        {
            // It is found by the time limit of the request.
        }
    }
}
#endif
