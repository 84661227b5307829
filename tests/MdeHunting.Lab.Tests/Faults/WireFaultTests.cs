using System.Net.Http.Headers;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Faults;

public sealed class WireFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(7);

    private readonly WatchedClock _clock = new(Pause);
    private TestLab _lab = null!;

    private LabFaults Faults => _lab.Server.State.Faults;

    public async ValueTask InitializeAsync() => _lab = await TestLab.StartAsync(options => options with { Clock = _clock });

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_connection_breaks_in_the_headers(string version)
    {
        Meet(LabResponseFault.BreakInHeaders());
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(version));
        Assert.Equal([LabRequest.NoResponse], _lab.Server.State.Requests.Select(request => request.Status));
        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner")).Status);
    }

    [Fact]
    public async Task A_part_of_the_headers_comes_before_the_connection_is_reset()
    {
        Meet(LabResponseFault.BreakInHeaders());
        var response = await RawResponse.ReadAsync(_lab.Server, _lab.Hunt("Graph", "Owner"));
        Assert.True(response.IsReset);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Other systems throw away what came before a reset and was not read yet.
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json", response.Text);
        Assert.DoesNotContain("\r\n\r\n", response.Text);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_connection_is_reset_in_the_body_behind_what_was_sent(string version, bool packed)
    {
        var whole = await (await Send(version, packed)).Content.ReadAsByteArrayAsync();
        Meet(LabResponseFault.ResetInBody(pause: Pause));
        using var response = await Send(version, packed);
        Assert.Equal(200, (int)response.StatusCode);
        var part = new MemoryStream();
        var body = await response.Content.ReadAsStreamAsync();
        var beginning = new byte[(int)(whole.Length * 0.4)];
        await body.ReadExactlyAsync(beginning);
        part.Write(beginning);
        _clock.Advance(Pause);
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(part));
        Assert.InRange(part.Length, (int)(whole.Length * 0.4), (int)(whole.Length * 0.6));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task A_connection_that_is_reset_at_once_has_still_sent_its_bytes(double share)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems throw away what came before a reset and was not read yet.");
        var whole = await (await Send("1.1")).Content.ReadAsByteArrayAsync();
        Meet(LabResponseFault.ResetInBody(share));
        using var response = await Send("1.1");
        var part = new MemoryStream();
        var body = await response.Content.ReadAsStreamAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(part));
        Assert.Equal((int)(share * whole.Length), part.Length);
    }

    [Fact]
    public async Task A_reset_connection_is_told_from_a_closed_one()
    {
        Meet(LabResponseFault.ResetInBody());
        Assert.True((await RawResponse.ReadAsync(_lab.Server, _lab.Hunt("Graph", "Owner"))).IsReset);
        Meet(LabResponseFault.BreakInBody());
        Assert.False((await RawResponse.ReadAsync(_lab.Server, _lab.Hunt("Graph", "Owner"))).IsReset);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_slow_body_comes_in_pieces_as_the_clock_goes(string version, bool packed)
    {
        var whole = await (await Send(version, packed, "Owner")).Content.ReadAsByteArrayAsync();
        Meet(LabResponseFault.SlowBody(100, Pause));
        using var response = await Send(version, packed, "Owner");
        await using var body = await response.Content.ReadAsStreamAsync();
        var come = new List<byte>();
        for (var left = whole.Length; left > 0; left -= 100)
        {
            var piece = new byte[Math.Min(100, left)];
            await body.ReadExactlyAsync(piece);
            come.AddRange(piece);
            if (left <= 100)
            {
                break;
            }

            var next = body.ReadAsync(Memory<byte>.Empty);
            Assert.False(next.IsCompleted);
            _clock.Advance(Pause);
            await next;
        }
        Assert.Equal(0, await body.ReadAsync(new byte[1]));
        if (!packed)
        {
            Assert.Equal(whole.Length, come.Count);
        }
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_answer_comes_after_a_silence(string version)
    {
        Meet(LabResponseFault.SilenceBeforeResponse(Pause));
        var response = Send(version, query: "Owner");
        await _clock.Begun;
        _clock.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.False(response.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("contoso", await (await response).Content.ReadAsStringAsync());
        Assert.Equal([200], _lab.Server.State.Requests.Select(request => request.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_can_leave_a_silence_and_its_request_is_logged(bool isEndless)
    {
        var lab = await TestLab.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Server.State.Faults.OnQuery(_ => arrived.TrySetResult(), LabResponseFault.SilenceBeforeResponse(isEndless ? null : Pause));
        using var leave = new CancellationTokenSource();
        var response = lab.Http.SendAsync(lab.Hunt("Graph", "Owner"), leave.Token);
        await arrived.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
        await lab.DisposeAsync();
        Assert.Equal([LabRequest.NoResponse], lab.Server.State.Requests.Select(request => request.Status));
    }

    [Theory]
    [InlineData("1.1", 0)]
    [InlineData("1.1", 0.5)]
    [InlineData("2.0", 0)]
    public async Task A_body_goes_on_after_a_silence(string version, double share)
    {
        var whole = await (await Send(version)).Content.ReadAsByteArrayAsync();
        Meet(LabResponseFault.SilenceInBody(share, Pause));
        using var response = await Send(version);
        Assert.Equal(200, (int)response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync();
        var beginning = new byte[(int)(whole.Length * share)];
        await body.ReadExactlyAsync(beginning);
        var next = body.ReadAsync(Memory<byte>.Empty);
        Assert.False(next.IsCompleted);
        _clock.Advance(Pause);
        await next;
        var rest = new MemoryStream();
        await body.CopyToAsync(rest);
        Assert.Equal(whole, beginning.Concat(rest.ToArray()));
    }

    [Theory]
    [InlineData("1.1", 0)]
    [InlineData("1.1", 0.5)]
    [InlineData("2.0", 0.5)]
    public async Task A_body_that_falls_silent_stays_so(string version, double share)
    {
        Meet(LabResponseFault.SilenceInBody(share));
        using var response = await Send(version);
        using var leave = new CancellationTokenSource();
        var body = response.Content.ReadAsByteArrayAsync(leave.Token);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.False(body.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body);
        Assert.Equal(200, (await _lab.HuntAsync("Endpoint", "Owner")).Status);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_length_that_is_too_long_leaves_bytes_missing(string version, bool packed)
    {
        Meet(LabResponseFault.WrongLength(+10));
        using var response = await Send(version, packed);
        var told = response.Content.Headers.ContentLength;
        var part = new MemoryStream();
        var body = await response.Content.ReadAsStreamAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(part));
        // With HTTP/2, the client may throw away what it has not read when the stream is reset.
        if (version == "1.1")
        {
            Assert.Equal(told - 10, part.Length);
        }
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_length_that_is_too_short_hides_the_end(string version, bool packed)
    {
        Meet(LabResponseFault.WrongLength(-10));
        using var response = await Send(version, packed);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(response.Content.Headers.ContentLength, bytes.Length);
        if (!packed)
        {
            Assert.NotEqual((byte)'}', bytes[^1]);
        }

        Assert.Equal(200, (await _lab.HuntAsync("Graph", "Owner")).Status);
    }

    [Fact]
    public async Task The_bytes_beyond_a_length_that_is_too_short_follow_all_the_same()
    {
        Meet(LabResponseFault.WrongLength(-10));
        var response = await RawResponse.ReadAsync(_lab.Server, _lab.Hunt("Endpoint", "Numbers"));
        Assert.Contains($"Content-Length: {response.Body.Length - 10}", response.Headers);
        Assert.EndsWith("""{"N":4999}]}""", response.Body);
    }

    [Fact]
    public void A_right_length_is_no_fault() => Assert.Throws<ArgumentOutOfRangeException>(() => LabResponseFault.WrongLength(0));

    [Theory]
    [InlineData("Graph", 302)]
    [InlineData("Endpoint", 307)]
    public async Task A_redirect_names_another_host(string service, int status)
    {
        Meet(LabResponseFault.Redirect("https://elsewhere.example/hunt", status));
        var response = await _lab.HuntAsync(service, "Owner");
        Assert.Equal((status, "https://elsewhere.example/hunt", ""), (response.Status, response.Headers["Location"], response.Text));
    }

    private void Meet(LabResponseFault fault) => Faults.OnQuery(_ => true, fault, times: 1);

    private Task<HttpResponseMessage> Send(string version, bool packed = false, string query = "Numbers")
    {
        var request = _lab.Hunt("Graph", query);
        request.Version = new Version(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (packed)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        return _lab.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
