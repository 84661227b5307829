using System.Globalization;
using System.IO.Compression;
using System.Text;
using MdeHunting.Service.Responses;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>Responses that are worked on by several threads while they come.</summary>
public sealed class LongResponseTests
{
    private const int Rows = 6_000;
    private static readonly string Json = Make();

    public static TheoryData<string> Encodings => ["gzip", "br", "none"];

    public static TheoryData<string, double> Cuts
    {
        get
        {
            var cuts = new TheoryData<string, double>();
            foreach (var encoding in new[] { "gzip", "br", "none" })
            {
                foreach (var share in new[] { 0.01, 0.2, 0.35, 0.5, 0.77, 0.99 })
                {
                    cuts.Add(encoding, share);
                }
            }

            return cuts;
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_row_comes_once_and_in_order(string encoding)
    {
        var service = await new StubService(new TricklingContent(Pack(Json, encoding), encoding)).HuntAsync();

        Assert.Equal(Enumerable.Range(0, Rows), service.Rows.Select(row => (int)(long)row.Properties["N"].Value));
        Assert.All(service.Rows, row => Assert.Equal(Text((int)(long)row.Properties["N"].Value), row.Properties["S"].Value));
        Assert.Equal(Encoding.UTF8.GetByteCount(Json), service.Response!.ContentBytes);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task One_that_ends_early_gives_no_row(string encoding, double share)
    {
        var bytes = Pack(Json, encoding);

        var failure = await new StubService(new TricklingContent(bytes[..(int)(bytes.Length * share)], encoding)).FailAsync();

        Assert.Equal(HuntingFailure.AnswerTruncated, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task One_whose_connection_breaks_gives_no_row(string encoding, double share)
    {
        var bytes = Pack(Json, encoding);
        var content = new TricklingContent(bytes, encoding)
        {
            OnPiece = (place, _) => place > bytes.Length * share ? throw new IOException("The connection was reset.") : Task.CompletedTask,
        };

        var failure = await new StubService(content).FailAsync();

        Assert.Equal(HuntingFailure.AnswerTruncated, failure.Failure);
        Assert.True(failure.MayRepeat);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task One_that_is_wrong_at_its_very_end_gives_no_row(string encoding)
    {
        var failure = await new StubService(new TricklingContent(Pack(Json[..^2] + ",]}", encoding), encoding)).FailAsync();

        Assert.Equal(HuntingFailure.AnswerMalformed, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task One_that_is_a_page_from_its_very_beginning_is_taken_to_its_end_and_refused(string encoding)
    {
        var page = "<html>" + Json + "</html>";

        var failure = await new StubService(new TricklingContent(Pack(page, encoding), encoding)).FailAsync();

        Assert.Equal(HuntingFailure.AnswerNotJson, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task One_that_is_stopped_while_it_comes_ends_at_once(string encoding)
    {
        using var stop = new CancellationTokenSource();
        var bytes = Pack(Json, encoding);
        var content = new TricklingContent(bytes, encoding)
        {
            OnPiece = async (place, token) =>
            {
                if (place > bytes.Length / 2)
                {
                    await stop.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                }
            },
        };
        var service = new StubService(content);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.HuntAsync(token: stop.Token));

        Assert.Empty(service.Rows);
    }

    [Fact]
    public async Task A_warning_stands_between_the_rows_before_it_and_its_own()
    {
        var json =
            $$"""{"Schema":[{"Name":"N","Type":"Int64"}],"Results":[{{string.Join(',', Enumerable.Range(0, Rows).Select(n => n == Rows / 2 ? """{"N":"odd"}""" : $$"""{"N":{{n}}}"""))}}]}""";
        var service = StubService.Of(json);

        await service.HuntAsync();

        Assert.Equal(Rows, service.Rows.Count);
        Assert.Contains($"row {(Rows / 2) + 1}", Assert.Single(service.Warnings));
        Assert.Equal("odd", service.Rows[Rows / 2].Properties["N"].Value);
    }

    [Fact]
    public void The_encodings_that_are_asked_for_are_those_that_can_be_read() => Assert.Equal(["gzip", "br"], ResponseBody.Encodings);

    private static string Make()
    {
        var json = new StringBuilder("""{"Schema":[{"Name":"N","Type":"Int64"},{"Name":"S","Type":"String"}],"Results":[""");
        for (var row = 0; row < Rows; row++)
        {
            json.Append(row == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"N":{{row}},"S":"{{Text(row)}}"}""");
        }

        return json.Append("]}").ToString();
    }

    // Hardly to be compressed, so that what goes over the wire is long too.
    private static string Text(int row)
    {
        var bytes = new byte[60];
        new Random(row).NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }

    private static byte[] Pack(string text, string encoding)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        if (encoding == "none")
        {
            return plain;
        }

        using var bytes = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(bytes, CompressionLevel.Fastest) : new GZipStream(bytes, CompressionLevel.Fastest))
        {
            packing.Write(plain);
        }

        return bytes.ToArray();
    }
}
