using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using MdeHunting.Service.SignIn;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>The port that a sign-in in the browser waits on, and what else may come to it.</summary>
public sealed class RedirectListenerTests : IDisposable
{
    private const string State = "the-state";
    private readonly RedirectListener _listener = RedirectListener.Start();
    private readonly Task<IReadOnlyDictionary<string, string>> _response;

    public RedirectListenerTests() => _response = _listener.WaitAsync(State, TestContext.Current.CancellationToken);

    private int Port => _listener.Address.Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task The_form_with_the_right_state_is_the_answer_and_the_page_repeats_nothing_of_it()
    {
        var page = await SendAsync(Post("code=a%2Bb+c&state=the-state&session_state=%3Cscript%3E"));

        var fields = await _response;
        Assert.Equal("a+b c", fields["code"]);
        Assert.StartsWith("HTTP/1.1 200 ", page, StringComparison.Ordinal);
        Assert.Contains("You have signed in", page);
        Assert.Contains("default-src 'none'", page);
        Assert.DoesNotContain("script", page);
    }

    [Fact]
    public async Task A_refusal_with_the_right_state_is_an_answer_too()
    {
        var page = await SendAsync(Post("error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=the-state"));

        Assert.Equal("access_denied", (await _response)["error"]);
        Assert.Contains("You aren't signed in", page);
        Assert.DoesNotContain("script", page);
        Assert.DoesNotContain("access_denied", page);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", "")]
    [InlineData("GET /favicon.ico HTTP/1.1", "")]
    [InlineData("GET /?code=x&state=the-state HTTP/1.1", "")]
    [InlineData("OPTIONS / HTTP/1.1", "")]
    [InlineData("POST / HTTP/1.1", "")]
    [InlineData("POST / HTTP/1.1", "code=x")]
    [InlineData("POST / HTTP/1.1", "error=access_denied&error_description=%3Cscript%3E")]
    [InlineData("POST / HTTP/1.1", "code=x&state=other")]
    [InlineData("POST / HTTP/1.1", "code=x&state=THE-STATE")]
    [InlineData("POST / HTTP/1.1", "code=x&state=other&state=the-state")]
    [InlineData("POST / HTTP/1.1", "state=the-state")]
    [InlineData("POST /elsewhere HTTP/1.1", "code=x&state=the-state")]
    [InlineData("POST /?state=the-state HTTP/1.1", "code=x")]
    [InlineData("POST http://localhost/ HTTP/1.1", "code=x&state=the-state")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Host: attacker.example")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Host: localhost")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "X: none")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Content-Type: text/plain")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Content-Length: 99999999999")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Content-Length: -1")]
    [InlineData("POST / HTTP/1.1", "code=x&state=the-state", "Content-Length: 1000000")]
    [InlineData("PRI * HTTP/2.0", "")]
    [InlineData("\u0016\u0003\u0001\u0002", "")]
    [InlineData("nonsense", "")]
    public async Task Whatever_else_comes_is_refused_and_the_sign_in_is_waited_for(string line, string body, string? other = null)
    {
        var host = other switch
        {
            "X: none" => null,
            not null when other.StartsWith("Host", StringComparison.Ordinal) => other,
            _ => $"Host: localhost:{Port}",
        };
        var type = other?.StartsWith("Content-Type", StringComparison.Ordinal) == true ? other : "Content-Type: application/x-www-form-urlencoded";
        var length = other?.StartsWith("Content-Length", StringComparison.Ordinal) == true ? other : $"Content-Length: {body.Length}";
        string?[] head = [line, host, type, length];

        var page = await SendAsync($"{string.Join("\r\n", head.OfType<string>())}\r\n\r\n{body}");

        Assert.Matches("^HTTP/1.1 40[04] ", page);
        Assert.DoesNotContain("script", page);
        Assert.False(_response.IsCompleted);
        await SendAsync(Post("code=right&state=the-state"));
        Assert.Equal("right", (await _response)["code"]);
    }

    [Fact]
    public async Task Silent_slow_and_endless_connections_are_in_nobodys_way()
    {
        var others = new List<TcpClient>();
        for (var i = 0; i < 300; i++)
        {
            others.Add(await ConnectAsync(i % 2 == 0 ? "" : "POST / HTTP/1.1\r\nHost: localhost\r\n"));
        }

        var endless = await ConnectAsync($"GET / HTTP/1.1\r\nCookie: {new string('a', 200_000)}");
        await SendAsync(Post("code=right&state=the-state"));

        Assert.Equal("right", (await _response)["code"]);
        others.ForEach(other => other.Dispose());
        endless.Dispose();
    }

    [Fact]
    public async Task A_browser_that_sends_in_pieces_and_with_many_cookies_is_understood()
    {
        var request = Post("code=right&state=the-state").Replace("Host:", $"Cookie: {new string('c', 30_000)}\r\nHost:", StringComparison.Ordinal);
        using var client = await ConnectAsync("");
        foreach (var piece in request.Chunk(1000))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(piece), TestContext.Current.CancellationToken);
            await client.GetStream().FlushAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("right", (await _response)["code"]);
    }

    [Fact]
    public async Task Only_this_machine_can_reach_it_by_either_loopback_address()
    {
        foreach (var address in NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address))
        {
            using var client = new TcpClient(address.AddressFamily);
            if (IPAddress.IsLoopback(address))
            {
                await client.ConnectAsync(address, Port, TestContext.Current.CancellationToken);
            }
            else
            {
                await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address, Port));
            }
        }
    }

    private string Post(string body) =>
        $"POST / HTTP/1.1\r\nHost: localhost:{Port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private async Task<TcpClient> ConnectAsync(string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return client;
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = await ConnectAsync(request);
        using var reader = new StreamReader(client.GetStream());
        client.Client.Shutdown(SocketShutdown.Send);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
