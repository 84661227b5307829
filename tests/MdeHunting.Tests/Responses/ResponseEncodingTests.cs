using System.Text;
using System.Text.Unicode;
using CsCheck;
using MdeHunting.Service.Json;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>JSON is UTF-8 (RFC 8259, section 8.1): a response that is not is broken, and is never read as if it said something else.</summary>
public sealed class ResponseEncodingTests
{
    /// <summary>Responses with a place for bytes, wherever a response has text.</summary>
    private static readonly string[] Places =
    [
        """{"schema":[{"name":"A","type":"String"}],"results":[{"A":"good"},{"A":"@"}]}""",
        """{"schema":[{"name":"A@","type":"String"}],"results":[{"A":"good"}]}""",
        """{"schema":[{"name":"A","type":"@"}],"results":[]}""",
        """{"schema":[{"name":"A","type":"Object"}],"results":[{"A":{"n@":1}}]}""",
        """{"schema":[{"name":"A","type":"Object"}],"results":[{"A":[{"n":"\n@"}]}]}""",
        """{"schema":[{"name":"A","type":"String"}],"results":[{"A":"good","B@":1}]}""",
        """{"Stats":{"x":"@"},"Schema":[{"Name":"A","Type":"String"}],"Results":[{"A":"good"}]}""",
        """{"Schema":[{"Name":"A","Type":"String"}],"Results":[{"A":"good"}],"Stats":{"dataset_statistics":[{"@":1}]}}""",
        """{"schema":[{"name":"A","type":"String"}],"results":[{"A":"good"}],"else@":"@"}""",
    ];

    // RFC 3629: no such byte, no beginning, no end, longer than need be, half a pair, beyond the last character.
    private static readonly byte[][] Broken =
    [
        [0xFF, 0xFE],
        [0x80],
        [0xC3],
        [0xE2, 0x82],
        [0xF0, 0x9F, 0x98],
        [0xC0, 0x80],
        [0xC1, 0xBF],
        [0xE0, 0x80, 0x80],
        [0xF0, 0x80, 0x80, 0x80],
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80],
    ];

    public static TheoryData<MdeApi, int> Cases =>
        new(from api in new[] { MdeApi.Graph, MdeApi.Endpoint, MdeApi.Xdr } from place in Enumerable.Range(0, Places.Length) select (api, place));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Bytes_that_are_not_UTF8_are_refused_wherever_they_are(MdeApi api, int place)
    {
        foreach (var broken in Broken)
        {
            var failure = await StubService.Of(With(Places[place], broken)).FailAsync(api: api);

            Assert.Equal(HuntingFailure.AnswerMalformed, failure.Failure);
            Assert.Contains("UTF-8", failure.Message);
            Assert.True(failure.MayRepeat);
        }
    }

    /// <summary>A character that lies across the border of two blocks is a character, and half of one is still none.</summary>
    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("a€é😀")]
    public async Task A_long_answer_is_looked_at_to_its_end(string filler)
    {
        var text = string.Concat(Enumerable.Repeat(filler, 60_000));
        for (var shift = 0; shift < 4; shift++)
        {
            var json = $$"""{"schema":[{"name":"A","type":"String"}],"results":[{"A":"{{new string('x', shift)}}"},{"A":"{{text}}"},{"A":"@"}]}""";

            var good = await StubService.Of(With(json, [])).HuntAsync();
            var bad = await StubService.Of(With(json, [0xE2, 0x82])).FailAsync();
            var packed = await StubService.Of(StubService.Gzip(With(json, [0xF0, 0x9F])), "gzip").FailAsync();

            Assert.Equal(text, good.Rows[1].Properties["A"].Value);
            Assert.Equal([HuntingFailure.AnswerMalformed, HuntingFailure.AnswerMalformed], [bad.Failure, packed.Failure]);
        }
    }

    [Fact]
    public async Task The_place_is_told()
    {
        var failure = await StubService.Of(With("""{"schema":[{"name":"é","type":"@"}],"results":[]}""", [0xFF])).FailAsync();

        Assert.Contains("byte 33", failure.Message);
    }

    [Fact]
    public async Task An_answer_that_was_cut_in_a_character_was_cut()
    {
        var whole = Encoding.UTF8.GetBytes("""{"schema":[{"name":"A","type":"String"}],"results":[{"A":"😀""");

        var failure = await StubService.Of(whole[..^2]).FailAsync();

        Assert.Equal(HuntingFailure.AnswerTruncated, failure.Failure);
    }

    [Fact]
    public async Task Another_encoding_of_JSON_is_none()
    {
        var text = """{"schema":[{"name":"A","type":"String"}],"results":[{"A":"good"}]}""";

        Assert.Equal(HuntingFailure.AnswerNotJson, (await StubService.Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]).FailAsync()).Failure);
    }

    [Theory]
    [InlineData("""{"value":[{"name":"T@","columns":[]}]}""")]
    [InlineData("""{"value":[{"name":"T","columns":[{"name":"A@","dataType":"String"}]}]}""")]
    [InlineData("""{"value":[{"name":"T","description":"@","columns":[]}],"else@":1}""")]
    public async Task A_list_of_tables_is_refused_too(string json)
    {
        var broken = StubService.Of(With(json, [0xFF, 0xFE]));

        Assert.Single((await StubService.Of(With(json, [])).DiscoverAsync())!);
        Assert.Null(await broken.DiscoverAsync());
        Assert.Contains(broken.Verbose, line => line.Contains("can't be read", StringComparison.Ordinal));
    }

    /// <summary>In pieces of any size the same is found as in one.</summary>
    [Fact]
    public void What_comes_in_pieces_is_judged_as_a_whole()
    {
        var random = new Random(8259);
        byte[] pool = [(byte)'a', (byte)'b', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5];
        for (var run = 0; run < 20 * Check.Iter; run++)
        {
            var bytes = Enumerable.Range(0, random.Next(1, 24)).Select(_ => pool[random.Next(pool.Length)]).ToArray();
            if (run % 2 == 0)
            {
                bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
            }

            var size = random.Next(1, 9);
            var check = new Utf8Check();
            foreach (var piece in bytes.Append((byte)'"').Chunk(size))
            {
                check.Add(piece);
            }

            Assert.Equal(Utf8.IsValid(bytes), check.BrokenAt is null);
        }
    }

    private static byte[] With(string json, byte[] bytes)
    {
        var parts = json.Split('@').Select(Encoding.UTF8.GetBytes).ToArray();
        return [.. parts.SelectMany((part, i) => i == 0 ? part : bytes.Concat(part))];
    }
}
