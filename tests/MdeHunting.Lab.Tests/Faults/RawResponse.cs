using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MdeHunting.Lab.Hosting;

namespace MdeHunting.Lab.Tests.Faults;

/// <summary>What comes back over a connection of its own, byte by byte, until it ends.</summary>
internal sealed record RawResponse(string Text, bool IsReset)
{
    public string Headers => Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    public string Body => Text[(Headers.Length + 4)..];

    public static async Task<RawResponse> ReadAsync(LabServer server, HttpRequestMessage request)
    {
        var content = await request.Content!.ReadAsStringAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", server.BaseAddress.Port);
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"POST {request.RequestUri!.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {request.Headers.Authorization}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}"
            )
        );
        var response = new MemoryStream();
        try
        {
            await stream.CopyToAsync(response);
            return new(Encoding.UTF8.GetString(response.ToArray()), false);
        }
        catch (IOException)
        {
            return new(Encoding.UTF8.GetString(response.ToArray()), true);
        }
    }
}
