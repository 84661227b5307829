using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>
/// The connections that requests go over are watched by the system, so that one whose other side is gone is found within half a minute. To see it found takes
/// a network that drops packets, which is an administrator's to make.
/// </summary>
public sealed class LivenessTests
{
    [Fact]
    public void The_other_side_is_given_up_within_half_a_minute()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

        TcpLiveness.Watch(socket);

        var idle = Option(SocketOptionName.TcpKeepAliveTime);
        Assert.NotEqual(0, (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!);
        Assert.InRange(idle + Option(SocketOptionName.TcpKeepAliveInterval) * Option(SocketOptionName.TcpKeepAliveRetryCount), 10, 30);

        int Option(SocketOptionName name) => (int)socket.GetSocketOption(SocketOptionLevel.Tcp, name)!;
    }

    [Fact]
    public async Task A_connection_of_a_carrier_is_watched_while_it_waits_for_its_response()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the timers of its connections, in /proc/net.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new HttpClient(Carrier.Of(EnvironmentReader.ReadCloud(MdeCloud.Public), null));
        using var stop = new CancellationTokenSource();
        var asked = client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), stop.Token);
        using var peer = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await peer.GetStream().ReadAsync(new byte[1000], TestContext.Current.CancellationToken));

        // Until what was sent is acknowledged, the timer is that of sending it again.
        (string Kind, double Seconds) timer;
        while ((timer = Timer(port)).Kind == "01")
        {
            await Task.Yield();
        }

        Assert.Equal("02", timer.Kind);
        Assert.InRange(timer.Seconds, 0, 10);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    // https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html: the third field is the other side's address, the sixth the timer (2 for probes) and
    // when it is due, in hundredths of a second.
    private static (string Kind, double Seconds) Timer(int port)
    {
        var timer = File.ReadLines("/proc/net/tcp")
            .Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[2].EndsWith($":{port:X4}", StringComparison.Ordinal))[5]
            .Split(':');
        return (timer[0], long.Parse(timer[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 100.0);
    }
}
