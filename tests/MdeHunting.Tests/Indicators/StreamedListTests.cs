using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Long lists are given out while they are read.</summary>
public sealed class StreamedListTests
{
    private const int Rows = 100_000;

    public static TheoryData<string, string> Lists => new() { { "Text", "{0:x64}\n" }, { "Csv", "{0:x64},\"some\nremark\"\r\n" } };

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_first_indicator_is_there_when_hardly_anything_was_read(string format, string row)
    {
        using var content = new MemoryStream(Bytes(row));
        var found = new List<MdeIndicator>();

        var reading = FormatsLoader.Indicators.Open(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default);
        using var steps = reading.Steps.GetEnumerator();
        while (found.Count == 0 && steps.MoveNext()) { }

        Assert.Equal(format, $"{reading.Format}");
        Assert.Single(found);
        Assert.True(content.Position < content.Length / 3, $"{content.Position} of {content.Length} bytes");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Each_indicator_has_its_line_to_the_end(string format, string row)
    {
        using var content = new MemoryStream(Bytes(row));
        var found = new List<MdeIndicator>();

        FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default);

        var head = format == "Csv" ? 2 : 1;
        var lines = format == "Csv" ? 2 : 1;
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (head + (lines * i), $"{i:x64}")), found.Select(one => (one.Line, one.Value)));
    }

    [Fact]
    public void Damage_far_behind_is_an_error_with_its_line_and_what_is_ahead_of_it_is_there()
    {
        var bytes = Bytes("{0:x64}\n");
        bytes[^10] = 0xff;
        using var content = new MemoryStream(bytes);
        var found = new List<MdeIndicator>();

        var failure = Assert.Throws<IndicatorException>(() =>
            FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default)
        );

        Assert.Contains($"byte {bytes.Length - 10}, in line {Rows}, isn't valid", failure.What, StringComparison.Ordinal);
        Assert.InRange(found.Count, Rows - 2_000, Rows - 1);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Other_encodings_with_their_mark_are_read_too(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(Bytes("{0:x64}\n")))];
        using var content = new MemoryStream(bytes);
        var found = new List<MdeIndicator>();

        FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default);

        Assert.Equal(Rows, found.Count);
    }

    private static byte[] Bytes(string row)
    {
        var text = new StringBuilder(row.Contains(',', StringComparison.Ordinal) ? "sha256,remark\r\n" : string.Empty);
        var format = CompositeFormat.Parse(row);
        for (var i = 0; i < Rows; i++)
        {
            text.AppendFormat(null, format, i);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IndicatorCollector Collector(List<MdeIndicator> found) =>
        new("list", default, new DateTime(2026, 11, 29, 0, 0, 0, DateTimeKind.Utc), found.Add);
}
