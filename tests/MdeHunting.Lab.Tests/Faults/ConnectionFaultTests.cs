using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Faults;

public sealed class ConnectionFaultTests : IAsyncLifetime
{
    private TestLab _lab = null!;

    private LabFaults Faults => _lab.Server.State.Faults;

    public async ValueTask InitializeAsync() => _lab = await TestLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(LabConnectionFault.Reset)]
    [InlineData(LabConnectionFault.Close)]
    public async Task The_handshakes_of_so_many_new_connections_break(LabConnectionFault fault)
    {
        Faults.BreakConnections(fault, times: 2);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _lab.HuntAsync("Graph", "Owner"));
            Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
            Assert.Equal(
                fault == LabConnectionFault.Reset,
                failure.InnerException?.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset }
            );
        }
        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner")).Status);
        Assert.Equal([200], _lab.Server.State.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task Connections_that_are_open_stay_good()
    {
        await _lab.HuntAsync("Graph", "Owner");
        Faults.BreakConnections(LabConnectionFault.Reset);
        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner")).Status);
        using var another = _lab.Server.CreateClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => _lab.HuntAsync("Graph", "Owner", http: another));
    }

    [Fact]
    public async Task Open_connections_can_be_reset()
    {
        Faults.OnQuery(_ => true, LabResponseFault.SilenceInBody(), times: 1);
        using var response = await _lab.Http.SendAsync(_lab.Hunt("Graph", "Owner"), HttpCompletionOption.ResponseHeadersRead);
        Faults.ResetConnections();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner")).Status);
    }

    [Fact]
    public void Breaking_no_connection_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Faults.BreakConnections(LabConnectionFault.Reset, 0));

    [Theory]
    [InlineData("Identity")]
    [InlineData("Graph")]
    [InlineData("Endpoint")]
    [InlineData("Xdr")]
    public async Task An_environment_can_name_a_host_without_an_address(string service)
    {
        var changed = JsonNode.Parse(_lab.Server.EnvironmentJsonWith(service, LabServer.UnknownHost))!;
        var address = Address(changed);
        Assert.Equal("https://nowhere.invalid", (string)address!);
        using var request = new HttpRequestMessage(HttpMethod.Get, (string)address!);
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _lab.Http.SendAsync(request));
        Assert.Equal(HttpRequestError.NameResolutionError, failure.HttpRequestError);

        address.ReplaceWith(_lab.Server.BaseAddress.GetLeftPart(UriPartial.Authority));
        Assert.Equal(_lab.Server.EnvironmentJson, changed.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        JsonNode Address(JsonNode environment) => service == "Identity" ? environment["authority"]! : environment["apis"]![service]!["baseAddress"]!;
    }

    [Fact]
    public void An_environment_has_no_other_services() =>
        Assert.Throws<ArgumentException>(() => _lab.Server.EnvironmentJsonWith("Sentinel", LabServer.UnknownHost));
}
