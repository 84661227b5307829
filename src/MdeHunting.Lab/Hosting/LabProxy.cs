using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MdeHunting.Lab.Hosting;

/// <summary>
/// A proxy on this machine: it opens tunnels (CONNECT, RFC 9110 section 9.3.6) for whoever has its password, or for nobody, and answers every other request
/// itself. It knows what it was asked.
/// </summary>
public sealed class LabProxy : IAsyncDisposable
{
    private const int MostBytesOfHead = 65_536;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly string? _password;
    private readonly Func<string, string?> _refuse;
    private readonly Task _accepting;

    /// <param name="password">Who is let through, as <c>user:password</c>; null for everybody.</param>
    /// <param name="refuse">The status line and headers that it answers a request with, given the request as it came; null where it is let through.</param>
    public LabProxy(string? password = null, Func<string, string?>? refuse = null)
    {
        _password = password;
        _refuse = refuse ?? (_ => null);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The host and port.</summary>
    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Each request as it came, without its body.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            while (await ReadHeadAsync(stream) is { Length: > 0 } head)
            {
                _requests.Enqueue(head);
                if (_refuse(head) is { } refusal)
                {
                    await RespondAsync(stream, refusal);
                }
                else if (
                    _password is not null
                    && !head.Contains($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(_password))}\r\n", StringComparison.Ordinal)
                )
                {
                    await RespondAsync(stream, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"lab\"");
                }
                else if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
                {
                    await TunnelAsync(stream, head.Split(' ')[1]);
                    return;
                }
                else
                {
                    await RespondAsync(stream, "502 Bad Gateway");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client has gone, or the proxy ends.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < MostBytesOfHead && await stream.ReadAsync(one, _ending.Token) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }

        return string.Empty;
    }

    private async Task RespondAsync(NetworkStream stream, string statusAndHeaders) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {statusAndHeaders}\r\nContent-Length: 0\r\n\r\n"), _ending.Token);

    private async Task TunnelAsync(NetworkStream client, string target)
    {
        var end = target.LastIndexOf(':');
        using var server = new TcpClient();
        await server.ConnectAsync(target[..end].Trim('[', ']'), int.Parse(target[(end + 1)..], null), _ending.Token);
        await using var there = server.GetStream();
        await client.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _ending.Token);
        await Task.WhenAny(client.CopyToAsync(there, _ending.Token), there.CopyToAsync(client, _ending.Token));
    }
}
