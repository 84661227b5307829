using System.IO.Compression;
using System.Net;
using MdeHunting.Service.Json;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.SignIn;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>Whatever a service sends, so much is taken in and no more.</summary>
public sealed class BoundedResponseTests
{
    private const string Begin = """{"Schema":[{"Name":"A","Type":"Object"}],"Results":[{"A":1}""";
    private static readonly ResponseLimits Limits = HuntingService.Of(MdeApi.Graph).Limits;

    /// <summary>Bodies that do not end, and how many bytes are taken of them at the most.</summary>
    public static TheoryData<string, string, long> Endless =>
        new()
        {
            { "", " ", Limits.WireBytes },
            { "{\"Stats\":[", "{},", Limits.WireBytes },
            { Begin + ",{\"A\":\"", "x", Limits.WireBytes },
            { Begin + ",{\"", "x", Limits.WireBytes },
            { Begin + ",{\"A\":1", "1", Limits.WireBytes },
            { Begin, ",{\"A\":1}", Limits.WireBytes },
            { Begin + ",{\"A\":[{}", ",{}", Limits.WireBytes },
            { "{\"Schema\":[{\"Name\":\"A\"}", ",{\"Name\":\"A\"}", Limits.WireBytes },
            { "<html>", "<p>page</p>", Limits.WireBytes },
            { Begin + ",{\"A\":", "[", Limits.WireBytes },
        };

    public static TheoryData<string, string, int, string> TooLarge =>
        new()
        {
            { "{\"Schema\":[{\"Name\":\"A\"}", ",{\"Name\":\"A\"}", ReceivingLimits.Columns, "],\"Results\":[]}" },
            { "{\"Schema\":[{\"Name\":\"A\"}", ",{\"Name\":\"" + new string('n', 100_000) + "\"}", 200, "],\"Results\":[]}" },
            { "{\"Schema\":[],\"Results\":[{}", ",{}", 1_000_000, "]}" },
            { "{\"Schema\":[{\"Name\":\"A\"}],\"Results\":[{\"A\":[0", ",0", ReceivingLimits.ValuesInRow, "]}]}" },
            { "{\"Schema\":[{\"Name\":\"A\"}],\"Results\":[{\"A\":[0", ",\"" + new string('n', 1_000_000) + "\"", 68, "]}]}" },
            { "{\"Results\":[{}" + string.Concat(Enumerable.Repeat(",{}", 10_010)) + "],\"Schema\":[{\"Name\":\"A\"}", ",{\"Name\":\"A\"}", 9_998, "]}" },
            { "{\"Schema\":[{\"Name\":\"A\"}],\"Results\":[{\"A\":\"", "n", 40_000_000, "\"}]}" },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task An_endless_answer_is_left_and_gives_no_row(string head, string filler, long most)
    {
        var content = new FloodContent(head, filler);

        var failure = await new StubService(content).FailAsync();

        Assert.NotEqual(HuntingFailure.AnswerTruncated, failure.Failure);
        Assert.InRange(content.Given, 1, most + 1_000_000);
    }

    [Theory]
    [MemberData(nameof(TooLarge))]
    public async Task What_is_larger_than_the_service_gives_is_refused_as_a_whole(string head, string filler, int times, string tail)
    {
        var failure = await new StubService(new FloodContent(head, filler, times, tail)).FailAsync();

        Assert.Equal(HuntingFailure.AnswerTooLarge, failure.Failure);
        Assert.False(failure.MayRepeat);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Of_a_little_that_becomes_much_no_more_is_decompressed_than_of_an_answer(string encoding)
    {
        var small = Pack(new FloodContent("", " ", 2 * Limits.ContentBytes), encoding);

        var failure = await StubService.Of(small, encoding).FailAsync();

        Assert.True(failure.Failure is HuntingFailure.AnswerTooLarge, failure.Message);
        Assert.Contains("400,000,000", failure.Message);
    }

    /// <summary>What is allowed in full: as long a value, as many values and columns as there may be.</summary>
    [Theory]
    [InlineData("[{\"A\":\"", "x", 15_000_000, "\"}]")]
    [InlineData("[{\"A\":[0", ",0", 3_000_000, "]}]")]
    [InlineData("[{\"A\":[0", ",{}", 100_000, "]}]")]
    [InlineData("[{\"A\":1}", ",{\"A\":1}", 99_999, "]")]
    public async Task What_is_large_but_possible_comes(string head, string filler, int times, string tail)
    {
        var stub = new StubService(new FloodContent("{\"Schema\":[{\"Name\":\"A\",\"Type\":\"Object\"}],\"Results\":" + head, filler, times, tail + "}"));

        await stub.HuntAsync();

        Assert.NotEmpty(stub.Rows);
        Assert.Empty(stub.Warnings);
    }

    [Fact]
    public async Task Of_ten_thousand_columns_of_one_name_each_has_its_value()
    {
        var columns = Enumerable.Range(0, ReceivingLimits.Columns);
        var schema = string.Join(',', columns.Select(c => $$"""{"Name":"{{(c % 2 == 0 ? 'a' : 'A')}}","Type":"Int64"}"""));
        var row = string.Join(',', columns.Select(c => $"\"{(c % 2 == 0 ? "\\u0061" : "\\u0041")}\":{c}"));

        var stub = await StubService.Of($$"""{"Schema":[{{schema}}],"Results":[{ {{row}} }]}""").HuntAsync();

        Assert.Equal(columns.Select(c => (object)(long)c), stub.Rows.Single().Properties.Select(p => p.Value));
        Assert.Empty(stub.Warnings);
    }

    /// <summary>The statistics are looked through, and what is not wanted of them takes no memory.</summary>
    [Theory]
    [InlineData("[{}", ",{}", "]")]
    [InlineData("{\"dataset_statistics\":[{}", ",{}", "]}")]
    [InlineData("{\"dataset_statistics\":[{}", ",{\"x\":{}}", "]}")]
    [InlineData("{\"ExecutionTime\":0", ",\"x\":[\"y\"]", "}")]
    [InlineData("{\"a\":\"", "x", "\"}")]
    public void Statistics_take_no_memory(string head, string filler, string tail)
    {
        using var cursor = new JsonCursor(new FloodContent(head, filler, 4_000_000, tail).Open());
        var reader = cursor.Open();
        cursor.Read(ref reader);
        var before = GC.GetAllocatedBytesForCurrentThread();

        StatisticsReader.Read(cursor, ref reader);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150_000_000);
        Assert.False(cursor.TryRead(ref reader));
    }

    [Fact]
    public async Task An_answer_is_read_no_further_once_its_caller_has_left()
    {
        using var stop = new CancellationTokenSource();
        var packed = Pack(new FloodContent(Begin + ",{\"A\":[", "[],", 30_000_000), "gzip");
        var body = new ResponseBody(new ByteArrayContent([]) { Headers = { ContentEncoding = { "gzip" } } }.Headers);
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(packed) };
        await body.FillAsync(response, () => { }, () => false, CancellationToken.None);
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => ResponseValidator.Validate(body, Limits, stop.Token));

        body.Dispose();
    }

    /// <summary>A long response is proved on a thread of its own, which outlives the call that the response came by.</summary>
    [Fact]
    public async Task An_answer_that_came_is_proved_no_further_once_its_caller_has_left()
    {
        using var stop = new CancellationTokenSource();
        using var came = new CancellationTokenSource();
        var content = Gzipped("{\"Stats\":[{}", ",{}", 40_000_000, "],\"Schema\":[],\"Results\":[]}");
        content.Headers.ContentType = new("application/json");
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        using var received = await ReceivedResponse.ReadAsync(response, "id", Limits, came.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => received.ValidateAsync(stop.Token));
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":\"BadRequest\",\"message\":\"", "x", 200_000_000, "\"}}", null)]
    [InlineData("{\"error\":{\"code\":\"BadRequest\",\"message\":\"No.", "x", 100_000, "\"}}", "No.")]
    [InlineData("{\"error\":{\"code\":\"BadRequest\",\"message\":\"No.\"", ",\"x\":[]", long.MaxValue, "", "No.")]
    [InlineData("<html>", "<p>No.</p>", long.MaxValue, "", null, HuntingFailure.AnswerNotFromService)]
    public async Task Of_an_error_the_beginning_is_read_and_told(
        string head,
        string filler,
        long times,
        string tail,
        string? said,
        HuntingFailure told = HuntingFailure.QueryRefused
    )
    {
        foreach (var content in new HttpContent[] { new FloodContent(head, filler, times, tail), Gzipped(head, filler, Math.Min(times, 20_000_000), tail) })
        {
            var failure = await new StubService(content, HttpStatusCode.BadRequest).FailAsync();

            Assert.Equal(told, failure.Failure);
            Assert.InRange(failure.Message.Length, 1, 10_000);
            Assert.InRange(failure.ServiceMessage?.Length ?? 0, 0, 70_000);
            Assert.Equal(said is not null, failure.ServiceMessage?.StartsWith(said ?? "-", StringComparison.Ordinal) ?? false);
            Assert.InRange((content as FloodContent)?.Given ?? 1, 1, 2_000_000);
        }
    }

    /// <summary>Its sender may need long for the rest, of which nothing is told.</summary>
    [Theory]
    [InlineData("", 32_000)]
    [InlineData("incompressible", 300_000)]
    public async Task Of_an_error_that_is_compressed_no_more_is_taken_than_is_read(string beginning, int most)
    {
        var noise = beginning.Length == 0 ? "" : Convert.ToBase64String(RandomBytes(50_000));
        var packed = Pack(new FloodContent("{\"error\":{\"code\":\"BadRequest\",\"message\":\"No.\"},\"x\":[\"" + noise + "\"", ",\"\"", 60_000_000), "gzip");
        var taken = 0;
        var content = new TricklingContent(packed, "gzip")
        {
            OnPiece = (place, _) =>
            {
                taken = place;
                return Task.CompletedTask;
            },
        };

        var failure = await new StubService(content, HttpStatusCode.BadRequest) { ServiceRequestId = "id" }.FailAsync();

        Assert.Equal(HuntingFailure.QueryRefused, failure.Failure);
        Assert.Equal("No.", failure.ServiceMessage);
        Assert.InRange(taken, 0, most);
        Assert.True(packed.Length > 2 * most);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "is compressed (gzip)")]
    [InlineData(HttpStatusCode.BadRequest, "is compressed (gzip)")]
    [InlineData(HttpStatusCode.TooManyRequests, "429")]
    public async Task Of_a_sign_ins_response_that_is_compressed_nothing_is_taken(HttpStatusCode status, string told)
    {
        var content = new FloodContent("", "x") { Headers = { ContentEncoding = { "gzip" } } };
        using var http = new ServiceHttp(new StubService(content, status), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            http.ForIdentity(IdentityResponse.OfAuthority).GetHttpClient().PostAsync("https://identity.example/token", new StringContent("x"))
        );

        Assert.Contains(told, failure.Message);
        Assert.Equal(0, content.Given);
    }

    /// <summary>White space without end is not waited through to see what comes behind it.</summary>
    [Fact]
    public async Task A_page_that_begins_with_white_space_for_long_is_a_page()
    {
        var content = Gzipped("", " ", 1_000_000, "{}");
        content.Headers.ContentType = new("text/html");

        var failure = await new StubService(content).FailAsync();

        Assert.Equal(HuntingFailure.AnswerNotFromService, failure.Failure);
    }

    [Fact]
    public async Task A_long_name_is_told_in_part()
    {
        var name = new string('n', 1_000_000);
        var stub = await StubService
            .Of(
                $$"""{"Schema":[{"Name":"A{{name}}","Type":"Int64{{name}}"},{"Name":"B{{name}}","Type":"Int64"}],"Results":[{"C{{name}}":1,"B{{name}}":"x"}]}"""
            )
            .HuntAsync();

        Assert.Equal(2, stub.Warnings.Count);
        Assert.All(stub.Warnings, warning => Assert.InRange(warning.Length, 100, 10_000));
        Assert.All(stub.Warnings, warning => Assert.Contains("[cut: 1,000,00", warning));
    }

    [Fact]
    public async Task A_list_of_tables_that_does_not_end_is_given_up_early()
    {
        var content = new FloodContent("{\"value\":\"", "x");
        var stub = new StubService(content);

        Assert.Null(await stub.DiscoverAsync());

        Assert.Contains(stub.Verbose, line => line.Contains("larger than a list of tables", StringComparison.Ordinal));
        Assert.InRange(content.Given, 1, 10_000_000);
    }

    /// <summary>Signing in: what is read whole is small.</summary>
    [Fact]
    public async Task What_is_read_whole_is_small()
    {
        var content = new FloodContent("{\"issuer\":\"", "x");
        using var http = new ServiceHttp(new StubService(content), TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetHttpClient().PostAsync("https://identity.example/", new StringContent("{}")));

        Assert.InRange(content.Given, 1, 10_000_000);
    }

    private static ByteArrayContent Gzipped(string head, string filler, long times, string tail)
    {
        var content = new ByteArrayContent(Pack(new FloodContent(head, filler, times, tail), "gzip"));
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Pack(FloodContent content, string encoding)
    {
        using var bytes = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(bytes, CompressionLevel.Fastest) : new GZipStream(bytes, CompressionLevel.Fastest))
        {
            content.Open().CopyTo(packing, 100_000);
        }

        return bytes.ToArray();
    }
}
