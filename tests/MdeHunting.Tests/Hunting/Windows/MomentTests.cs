using System.Globalization;
using System.Management.Automation;
using MdeHunting.Hunting;
using Xunit;

namespace MdeHunting.Tests.Hunting.Windows;

/// <summary>What -StartTime and -EndTime take, alike in every culture and calendar.</summary>
public sealed class MomentTests
{
    public static TheoryData<object> Ambiguous => new()
    {
        "11/10/2026", "11/10/2026 08:00", "10.11.2026", "10. marraskuuta 2026", "20 Nov 2026", "yesterday", "08:00", "", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-20T24:00Z", "2026-11-20T08",
        "1448-06-19T25:00", "2026/11/20", "20261120", "2026-11-20T08:00+15:00", "\u0662\u0660\u0662\u0666-11-20", 2026, 20261120L, 46000.5, true, new[] { "2026-11-20" },
    };

    [Theory]
    [InlineData("2026-11-20", "2026-11-20T00:00:00.0000000")]
    [InlineData(" 2026-11-20 ", "2026-11-20T00:00:00.0000000")]
    [InlineData("2026-11-20T08:30", "2026-11-20T08:30:00.0000000")]
    [InlineData("2026-11-20 08:30:15", "2026-11-20T08:30:15.0000000")]
    [InlineData("2026-11-20T08:30Z", "2026-11-20T08:30:00.0000000Z")]
    [InlineData("2026-11-20t08:30:15.123z", "2026-11-20T08:30:15.1230000Z")]
    [InlineData("2026-11-20T08:30:15.1234567Z", "2026-11-20T08:30:15.1234567Z")]
    [InlineData("2026-11-20T08:30:15.123456789Z", "2026-11-20T08:30:15.1234567Z")]
    [InlineData("2026-11-20 08:30:15 +02:00", "2026-11-20T06:30:15.0000000Z")]
    [InlineData("2026-11-20T08:30:15-0530", "2026-11-20T14:00:15.0000000Z")]
    [InlineData("2026-11-20T08:30+02", "2026-11-20T06:30:00.0000000Z")]
    public void A_text_in_ISO_8601_is_read(string text, string expected)
    {
        Assert.Equal(expected, Read(text));
        Assert.Equal(expected, Read(new PSObject(text)));
    }

    [Fact]
    public void Moments_are_taken_as_they_are()
    {
        var local = new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Local);

        Assert.Equal(local, Transform(local));
        Assert.Equal(DateTimeKind.Local, ((DateTime)Transform(new PSObject(local))!).Kind);
        Assert.Equal("2026-11-20T06:00:00.0000000Z", Read(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(2))));
        Assert.Equal("2026-11-20T00:00:00.0000000", Read(new DateOnly(2026, 11, 20)));
        Assert.Null(Transform(null));
    }

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public void What_can_be_read_in_two_ways_is_refused(object value)
    {
        var message = InCulture.Each(() => Assert.Throws<ArgumentTransformationMetadataException>(() => Transform(value)).Message);

        Assert.Contains("Specify it as in 2026-11-20T08:00Z", message);
    }

    private static string Read(object value) => InCulture.Each(() => ((DateTime)Transform(value)!).ToString("O", CultureInfo.InvariantCulture));

    private static object? Transform(object? value) => new MomentAttribute().Transform(null!, value!);
}
