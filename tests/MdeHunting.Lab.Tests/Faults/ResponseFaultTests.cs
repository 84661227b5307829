using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Faults;

public sealed class ResponseFaultTests : IAsyncLifetime
{
    private TestLab _lab = null!;

    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    public async ValueTask InitializeAsync() => _lab = await TestLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Graph", 400, "BadRequest", "The query is too long.")]
    [InlineData("Graph", 403, "Forbidden", "Missing application roles.")]
    [InlineData("Endpoint", 500, "InternalServerError", "Something broke.")]
    [InlineData("Xdr", 502, "BadGateway", "Bad gateway.")]
    [InlineData("Graph", 503, "ServiceUnavailable", "Later.")]
    public async Task A_refusal_comes_in_the_services_own_envelope(string service, int status, string code, string message)
    {
        var response = await Meet(LabResponseFault.Refuse(status, code, message), service);
        Assert.Equal((status, code, message), (response.Status, (string)response.Json["error"]!["code"]!, (string)response.Json["error"]!["message"]!));
        Assert.NotNull(response.Json["error"]![service == "Graph" ? "innerError" : "target"]);
        Assert.DoesNotContain("Retry-After", response.Headers.Keys);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_gateways_timeout_has_no_words(string service)
    {
        var response = await Meet(LabResponseFault.GatewayTimeout(), service);
        Assert.Equal((504, "UnknownError", ""), (response.Status, (string)response.Json["error"]!["code"]!, (string)response.Json["error"]!["message"]!));
    }

    [Theory]
    [InlineData("Graph", null)]
    [InlineData("Endpoint", "30")]
    [InlineData("Xdr", "Mon, 23 Nov 2026 21:00:30 GMT")]
    [InlineData("Graph", "soon")]
    public async Task A_throttled_request_is_told_when_to_come_back_or_not(string service, string? retryAfter)
    {
        var response = await Meet(LabResponseFault.TooManyRequests(retryAfter), service);
        Assert.Equal((429, "TooManyRequests"), (response.Status, (string)response.Json["error"]!["code"]!));
        Assert.Equal(retryAfter, response.Headers.GetValueOrDefault("Retry-After"));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(200)]
    public async Task A_proxys_page_is_HTML(int status)
    {
        var response = await Meet(LabResponseFault.Page(status));
        Assert.Equal((status, "text/html"), (response.Status, response.Headers["Content-Type"]));
        Assert.StartsWith("<html>", response.Text);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task An_empty_answer_has_no_byte(int status)
    {
        var response = await Meet(LabResponseFault.Empty(status));
        Assert.Equal((status, ""), (response.Status, response.Text));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_connection_breaks_before_any_byte(string service) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => Meet(LabResponseFault.BreakBeforeResponse(), service));

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    [InlineData("2.0", true)]
    public async Task A_connection_breaks_in_the_middle_of_the_body(string version, bool packed)
    {
        var whole = await Bytes(version, packed);
        var pause = TimeSpan.FromSeconds(1);
        _lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.BreakInBody(pause: pause), times: 1);
        using var response = await Send(version, packed);
        Assert.Equal(200, (int)response.StatusCode);

        await using var body = await response.Content.ReadAsStreamAsync();
        var part = new MemoryStream();
        var beginning = new byte[(int)(whole.Length * 0.4)];
        await body.ReadExactlyAsync(beginning);
        part.Write(beginning);
        _lab.Clock.Advance(pause);
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(part));
        AssertHalf(whole, part.ToArray());
        Assert.Equal(whole.Length, (await Bytes(version, packed)).Length);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", true)]
    public async Task A_body_is_cut_and_nothing_but_its_bytes_shows_it(string version, bool packed)
    {
        var whole = await Bytes(version, packed);
        _lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.CutBody(), times: 1);
        var part = await Bytes(version, packed);
        AssertHalf(whole, part);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_connection_breaks_at_either_end_of_the_body_too(double share)
    {
        var whole = await Bytes("1.1", false);
        _lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.BreakInBody(share), times: 1);
        using var response = await Send("1.1", false);
        await using var body = await response.Content.ReadAsStreamAsync();
        var part = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(part));
        Assert.Equal((int)(share * whole.Length), part.Length);
    }

    [Fact]
    public async Task A_packed_body_that_was_cut_unpacks_to_the_beginning_of_the_true_one()
    {
        _lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.CutBody(), times: 1);
        await using var unpacked = new GZipStream(new MemoryStream(await Bytes("1.1", packed: true)), CompressionMode.Decompress);
        var text = new byte[200];
        await unpacked.ReadExactlyAsync(text);
        Assert.Equal(Encoding.UTF8.GetString((await Bytes("1.1", packed: false))[..200]), Encoding.UTF8.GetString(text));
    }

    [Fact]
    public async Task A_wrong_query_is_refused_as_ever_by_a_fault_of_its_answer()
    {
        var response = await Meet(LabResponseFault.CutBody(), query: "Nope");
        Assert.Equal((400, "BadRequest"), (response.Status, (string)response.Json["error"]!["code"]!));
    }

    private Task<ReadResponse> Meet(LabResponseFault fault, string service = "Graph", string query = "Numbers")
    {
        _lab.Server.State.Faults.OnQuery(_ => true, fault, times: 1);
        return _lab.HuntAsync(service, query);
    }

    private async Task<byte[]> Bytes(string version, bool packed)
    {
        using var response = await Send(version, packed);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private Task<HttpResponseMessage> Send(string version, bool packed)
    {
        var request = _lab.Hunt("Graph", "Numbers");
        request.Version = new Version(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (packed)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        return _lab.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // Packed bytes can differ a little from response to response, since the way out packs them piece by piece.
    private static void AssertHalf(byte[] whole, byte[] part) => Assert.InRange(part.Length, (int)(whole.Length * 0.4), (int)(whole.Length * 0.6));
}
