using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>What a recorder gets of responses, whole ones and others.</summary>
public class BodyRecordingTests
{
    // Short responses are validated when they are there, long ones while they come.
    public static TheoryData<int, string> Contents => new MatrixTheoryData<int, string>([1, 20_000], ["none", "gzip", "br"]);

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task The_bytes_of_the_wire_are_recorded_and_end_with_their_hash_and_that_of_the_JSON_before_the_first_row(int rows, string encoding)
    {
        var content = Encoding.UTF8.GetBytes($"\uFEFF {Response(rows)}\r\n");
        var packed = Packed(content, encoding);
        var recorder = new TestRecorder();
        var stub = Stub(new TricklingContent(packed, encoding), recorder);
        var rowsAtEnd = -1;
        recorder.OnEnd = () => rowsAtEnd = stub.Rows.Count;

        await stub.HuntAsync("T | where A > 0");

        var recording = recorder.Single();
        Assert.Equal(packed, recording.Content);
        Assert.Equal((RecordingOutcome.Complete, null), (recording.End!.Outcome, recording.End.Why));
        Assert.Equal((content.LongLength, packed.LongLength), (recording.End.ContentBytes, recording.End.WireBytes));
        Assert.Equal((Hash(content), Hash(packed)), (recording.End.ContentSha256, recording.End.WireSha256));
        Assert.Equal((Hash(content), packed.LongLength), (stub.Response!.ContentSha256, stub.Response.Bytes));
        Assert.Equal((0, rows), (rowsAtEnd, stub.Rows.Count));
        Assert.Equal("T | where A > 0", recording.Head.SentQuery);
        Assert.Equal(encoding == "none" ? (null, null) : (encoding, encoding), (recording.Head.ContentEncoding, recording.Head.DecodedFrom));
    }

    [Fact]
    public async Task What_is_known_before_the_content_is_told_with_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.FromHours(2)));
        var recorder = new TestRecorder();
        var stub = new StubService(Json("""{"Schema":[],"Results":[]}"""))
        {
            Clock = clock,
            ServiceRequestId = "service-id",
            Server = "Stub/1.0",
            Challenge = "Bearer secret-of-the-challenge",
            Asked = new HuntingRequest("T") { Timespan = "P1D", Recorder = recorder },
        };

        await stub.HuntAsync();

        var head = recorder.Single().Head;
        Assert.Equal(("T", "P1D", 200), (head.SentQuery, head.SentTimespan, head.Status));
        Assert.Equal(stub.Request!.RequestUri, head.Address);
        Assert.Equal(stub.Request.Headers.GetValues("client-request-id").Single(), head.SentRequestId);
        Assert.Equal(new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), head.SentAt);
        var headers = head.Headers.ToDictionary(header => header.Key, header => header.Value);
        Assert.Equal(("service-id", "Stub/1.0"), (headers["request-id"], headers["Server"]));
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Null(headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150_000)]
    public async Task Bytes_are_recorded_while_more_of_them_are_still_to_come(int place)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new TestRecorder();
        recorder.OnWrite = () =>
        {
            if (recorder.Single().Length > place)
            {
                came.TrySetResult();
            }
        };
        var content = new TricklingContent(Encoding.UTF8.GetBytes(Response(30_000)), "none")
        {
            // The next piece comes only once one from before it has been recorded.
            OnPiece = (at, token) => at > place + 40_000 ? came.Task.WaitAsync(token) : Task.CompletedTask,
        };

        await Stub(content, recorder).HuntAsync();

        Assert.Equal(RecordingOutcome.Complete, recorder.Single().End!.Outcome);
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Of_a_response_that_breaks_off_all_is_recorded_that_came_and_why_there_is_no_more(int rows, string encoding)
    {
        var content = Encoding.UTF8.GetBytes(Response(rows));
        var packed = Packed(content, encoding);
        var recorder = new TestRecorder();
        var trickling = new TricklingContent(packed[..^3], encoding)
        {
            OnPiece = (at, _) => at == packed.Length - 3 ? throw new IOException("The line went dead.") : Task.CompletedTask,
        };

        Assert.Equal(HuntingFailure.AnswerTruncated, (await Stub(trickling, recorder).FailAsync()).Failure);

        var recording = recorder.Single();
        Assert.Equal(RecordingOutcome.BrokenOff, recording.End!.Outcome);
        Assert.Contains("The line went dead.", recording.End.Why, StringComparison.Ordinal);
        Assert.Equal(packed[..^3], recording.Content);
        Assert.Equal((packed.Length - 3, Hash(packed[..^3])), ((int)recording.End.WireBytes, recording.End.WireSha256));
        Assert.Equal(Hash(content[..(int)recording.End.ContentBytes]), recording.End.ContentSha256);
        Assert.True(rows == 1 || recording.End.ContentBytes > content.Length / 2, $"{recording.End.ContentBytes} of {content.Length} bytes were hashed.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_ends_as_compressed_before_the_connection_breaks_off_is_not_complete(string encoding)
    {
        var packed = Packed(Encoding.UTF8.GetBytes(Response(20_000)), encoding);
        var recorder = new TestRecorder();
        var trickling = new TricklingContent(packed, encoding)
        {
            OnPiece = (at, _) => at == packed.Length ? throw new IOException("The last chunk did not come.") : Task.CompletedTask,
        };

        await Stub(trickling, recorder).FailAsync();

        Assert.Equal(RecordingOutcome.BrokenOff, recorder.Single().End!.Outcome);
    }

    [Theory]
    [InlineData("", 0, "", HuntingFailure.AnswerEmpty)]
    [InlineData("<html>It is late.</html>", 0, "", HuntingFailure.AnswerNotJson)]
    [InlineData("""{"Schema":[],"Results":[""", 0, "", HuntingFailure.AnswerTruncated)]
    [InlineData("""{"Results":[]}""", 0, "", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[],"Results":[}""", 300_000, "the end", HuntingFailure.AnswerMalformed)]
    [InlineData("<html>", 300_000, "</html>", HuntingFailure.AnswerNotJson)]
    public async Task A_response_that_is_none_is_recorded_to_its_end(string head, int fill, string tail, HuntingFailure expected)
    {
        var text = head + new string('x', fill) + tail;
        var recorder = new TestRecorder();

        Assert.Equal(expected, (await Stub(Json(text), recorder).FailAsync()).Failure);

        Assert.Equal(text, Encoding.UTF8.GetString(recorder.Single().Content));
        Assert.Equal(RecordingOutcome.Complete, recorder.Single().End!.Outcome);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(302)]
    public async Task A_refusal_is_recorded_with_its_status(int status)
    {
        const string text = """{"error":{"code":"No","message":"Not so."}}""";
        var recorder = new TestRecorder();
        var stub = new StubService(Json(text), (HttpStatusCode)status)
        {
            RetryAfter = "7",
            Asked = new HuntingRequest("T") { Recorder = recorder },
        };

        await stub.FailAsync();

        var recording = recorder.Single();
        Assert.Equal(status, recording.Head.Status);
        Assert.Contains(new KeyValuePair<string, string?>("Retry-After", "7"), recording.Head.Headers);
        Assert.Equal(text, Encoding.UTF8.GetString(recording.Content));
        Assert.Equal((RecordingOutcome.Complete, Hash(recording.Content)), (recording.End!.Outcome, recording.End.ContentSha256));
    }

    [Fact]
    public async Task What_does_not_decompress_is_told_as_that_and_kept_as_it_came()
    {
        var recorder = new TestRecorder();
        var bytes = Encoding.UTF8.GetBytes(Response(20_000));

        await Stub(new TricklingContent(bytes, "gzip"), recorder).FailAsync();

        Assert.Equal((RecordingOutcome.NotDecoded, 0), (recorder.Single().End!.Outcome, recorder.Single().End!.ContentBytes));
        Assert.Equal(bytes, recorder.Single().Content);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, false)]
    [InlineData(HttpStatusCode.OK, true)]
    [InlineData(HttpStatusCode.BadRequest, false)]
    [InlineData(HttpStatusCode.BadRequest, true)]
    public async Task Of_a_response_without_end_no_more_is_recorded_than_is_read(HttpStatusCode status, bool isPacked)
    {
        var recorder = new TestRecorder { KeepsContent = false };
        // Of gzip, several one after the other are one as well (RFC 1952, section 2.2).
        HttpContent content = isPacked
            ? new TricklingContent(
                [.. Enumerable.Repeat(StubService.Gzip(Encoding.UTF8.GetBytes(new string(' ', 1_000_000))), 500).SelectMany(part => part)],
                "gzip"
            )
            : new FloodContent("{", " ");

        await new StubService(content, status) { Asked = new HuntingRequest("T") { Recorder = recorder } }.FailAsync();

        Assert.Equal(RecordingOutcome.TooLarge, recorder.Single().End!.Outcome);
        Assert.NotNull(recorder.Single().End!.Why);
    }

    [Theory]
    [InlineData(false, "stopped")]
    [InlineData(true, "time limit")]
    public async Task Where_it_is_ended_from_here_it_says_by_whom(bool isByTime, string why)
    {
        using var stop = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var recorder = new TestRecorder();
        var content = new TricklingContent(Encoding.UTF8.GetBytes(Response(20_000)), "none")
        {
            OnPiece = (at, token) =>
            {
                if (at < 100_000)
                {
                    return Task.CompletedTask;
                }

                if (isByTime)
                {
                    clock.Advance(TimeSpan.FromHours(1));
                }
                else
                {
                    stop.Cancel();
                }

                return Task.Delay(Timeout.Infinite, token);
            },
        };
        var stub = new StubService(content)
        {
            Clock = clock,
            Asked = new HuntingRequest("T") { Recorder = recorder },
        };

        await Assert.ThrowsAnyAsync<Exception>(() => stub.HuntAsync(token: stop.Token));

        var recording = recorder.Single();
        Assert.Equal(RecordingOutcome.Stopped, recording.End!.Outcome);
        Assert.Contains(why, recording.End.Why, StringComparison.Ordinal);
        Assert.InRange(recording.Length, 100_000, 150_000);
    }

    [Fact]
    public async Task A_claims_challenge_and_its_repeat_are_recordings_of_their_own()
    {
        const string claims = """{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}""";
        var recorder = new TestRecorder();
        var stub = new StubService(new StringContent(""), HttpStatusCode.Unauthorized)
        {
            CreateContent = () => Json("""{"error":{"code":"InvalidAuthenticationToken"}}"""),
            Challenge = $"Bearer error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"",
            RenewedBearer = "renewed-token",
            Asked = new HuntingRequest("T") { Recorder = recorder },
        };

        await stub.FailAsync();

        Assert.Equal([401, 401], recorder.Recordings.Select(recording => recording.Head.Status));
        Assert.Equal(2, recorder.Recordings.Select(recording => recording.Head.SentRequestId).Distinct().Count());
        Assert.All(recorder.Recordings, recording => Assert.Equal((RecordingOutcome.Complete, true), (recording.End!.Outcome, recording.IsDisposed)));
    }

    [Fact]
    public async Task A_repeat_after_a_passing_fault_is_a_recording_of_its_own()
    {
        var attempts = 0;
        var recorder = new TestRecorder();
        var stub = new StubService(new StringContent(""))
        {
            Clock = new QuickClock(),
            CreateContent = () => Json(++attempts == 1 ? Response(5)[..^2] : Response(5)),
        };
        var connection = stub.Connect();

        var response = await connection.Session.HuntAsync(new HuntingRequest("T") { Recorder = recorder }, stub.Output(), stub.Prompt, CancellationToken.None);

        Assert.Equal([Response(5)[..^2], Response(5)], recorder.Recordings.Select(recording => Encoding.UTF8.GetString(recording.Content)));
        Assert.Equal(recorder.Recordings[1].End!.ContentSha256, response.ContentSha256);
        Assert.Equal(5, stub.Rows.Count);
    }

    [Fact]
    public async Task In_what_is_told_of_a_response_the_connections_secrets_are_hidden_and_its_bytes_stay()
    {
        var recorder = new TestRecorder();
        var text = """{"Schema":[],"Results":[],"said":"bearer-token"}""";
        var stub = new StubService(Json(text)) { Server = "bearer-token/1.0" };
        var connection = stub.Connect();

        await connection.Session.HuntAsync(new HuntingRequest("T") { Recorder = recorder }, stub.Output(), stub.Prompt, CancellationToken.None);

        Assert.DoesNotContain("bearer-token", recorder.Single().Head.ToString(), StringComparison.Ordinal);
        Assert.Contains(new KeyValuePair<string, string?>("Server", "<secret>/1.0"), recorder.Single().Head.Headers);
        Assert.Equal(text, Encoding.UTF8.GetString(recorder.Single().Content));
    }

    public static TheoryData<string, int> Faults => new MatrixTheoryData<string, int>(["begin", "write", "end", "dispose"], [1, 20_000]);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Where_the_recorder_fails_the_query_ends_with_that_without_rows_and_is_not_sent_again(string where, int rows)
    {
        var recorder = new TestRecorder();
        Action full = () => throw new IOException("The disk is full.");
        (
            where switch
            {
                "begin" => new Action(() => recorder.OnBegin = full),
                "write" => () => recorder.OnWrite = full,
                "end" => () => recorder.OnEnd = full,
                _ => () => recorder.OnDispose = full,
            }
        )();
        var stub = new StubService(new StringContent("")) { CreateContent = () => Json(Response(rows)) };
        var connection = stub.Connect();

        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            connection.Session.HuntAsync(new HuntingRequest("T") { Recorder = recorder }, stub.Output(), stub.Prompt, CancellationToken.None)
        );

        Assert.Equal((HuntingFailure.ResponseNotRecorded, System.Management.Automation.ErrorCategory.WriteError), (failure.Failure, failure.Category));
        Assert.Contains("The disk is full.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Rows);
        Assert.Single(stub.SentBearers);
        Assert.All(recorder.Recordings, recording => Assert.True(recording.IsDisposed));
    }

    [Fact]
    public async Task A_recorder_that_fails_ends_a_response_that_would_not_come_to_its_end_and_closes_the_connection()
    {
        var recorder = new TestRecorder { OnWrite = () => throw new IOException("The disk is full.") };
        var content = new TricklingContent(Encoding.UTF8.GetBytes(Response(20_000)), "none")
        {
            OnPiece = (at, token) => at < 100_000 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, token),
        };

        var failure = await Stub(content, recorder).FailAsync();

        Assert.Equal(HuntingFailure.ResponseNotRecorded, failure.Failure);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => content.ReadAsStreamAsync());
        Assert.True(recorder.Single().IsDisposed);
    }

    [Fact]
    public async Task A_failure_that_the_recorder_tells_itself_is_told_as_it_is()
    {
        var told = new SchemaException(SchemaFailure.TableNotFound, "It is not here.", "Look elsewhere.");

        var failure = await Assert.ThrowsAsync<SchemaException>(() => Stub(Json(Response(1)), new TestRecorder { OnEnd = () => throw told }).HuntAsync());

        Assert.Same(told, failure);
    }

    private static StubService Stub(HttpContent content, IResponseRecorder recorder) =>
        new(content) { Asked = new HuntingRequest("T") { Recorder = recorder } };

    private static string Response(int rows) =>
        $$"""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{{string.Join(",", Enumerable.Range(0, rows).Select(row => $"{{\"A\":{row}}}"))}}]}""";

    private static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Packed(byte[] content, string encoding)
    {
        using var bytes = new MemoryStream();
        using (
            Stream packer = encoding switch
            {
                "gzip" => new GZipStream(bytes, CompressionLevel.Fastest),
                "br" => new BrotliStream(bytes, CompressionLevel.Fastest),
                _ => bytes,
            }
        )
        {
            packer.Write(content);
        }

        return bytes.ToArray();
    }
}
