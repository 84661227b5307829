using System.Globalization;
using System.Management.Automation;
using MdeHunting.Commands;
using MdeHunting.Kql.Time;
using MdeHunting.Tests.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>What -StartTime and -EndTime take, alike in every culture and calendar.</summary>
public sealed class MomentTests
{
    public static TheoryData<object> Ambiguous =>
        new()
        {
            "11/10/2026",
            "11/10/2026 08:00",
            "10.11.2026",
            "10. marraskuuta 2026",
            "20 Nov 2026",
            "yesterday",
            "08:00",
            "",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-02-30",
            "2026-11-20T24:01Z",
            "2026-11-20T24:00:00.1Z",
            "9999-12-31T24:00Z",
            "2026-11-20T25",
            "2026-11-20T08:00:60Z",
            "2026-11-20T08:00+02:60",
            "1448-06-19T25:00",
            "2026/11/20",
            "202611",
            "20261320",
            "2026-1120",
            "202611-20",
            "2026-11-20Z",
            "20261120T8",
            "2026-11-20T08:00+15:00",
            "\u0662\u0660\u0662\u0666-11-20",
            2026,
            20261320,
            639000000000000000L,
            46000.5,
            true,
            new[] { "2026-11-20" },
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
    [InlineData("20261120", "2026-11-20T00:00:00.0000000")]
    [InlineData("20261120T081530Z", "2026-11-20T08:15:30.0000000Z")]
    [InlineData("20261120T081530,5+0200", "2026-11-20T06:15:30.5000000Z")]
    [InlineData("20261120T0815", "2026-11-20T08:15:00.0000000")]
    [InlineData("20261120T08Z", "2026-11-20T08:00:00.0000000Z")]
    [InlineData("2026-11-20T08", "2026-11-20T08:00:00.0000000")]
    [InlineData("2026-11-20T08Z", "2026-11-20T08:00:00.0000000Z")]
    [InlineData("2026-11-20T08+02:00", "2026-11-20T06:00:00.0000000Z")]
    [InlineData("2026-11-20T24:00:00Z", "2026-11-21T00:00:00.0000000Z")]
    [InlineData("2026-12-31T24:00", "2027-01-01T00:00:00.0000000")]
    [InlineData("20261120T24+02", "2026-11-20T22:00:00.0000000Z")]
    [InlineData("2026-11-20T08:30:15,1234567Z", "2026-11-20T08:30:15.1234567Z")]
    [InlineData("2026-11-20T23:59:59.99999999999Z", "2026-11-20T23:59:59.9999999Z")]
    public void A_text_in_ISO_8601_is_read(string text, string expected)
    {
        Assert.Equal(expected, Read(text));
        Assert.Equal(expected, Read(new PSObject(text)));
    }

    [Fact]
    public void A_day_that_PowerShell_takes_for_a_number_is_the_day()
    {
        Assert.Equal("2026-11-20T00:00:00.0000000", Read(20261120));
        Assert.Equal("2026-11-20T00:00:00.0000000", Read(new PSObject(20261120L)));
    }

    [Theory]
    [InlineData("2026-W47-5", "week date", "2026-11-20.")]
    [InlineData("2026W475T08:00Z", "week date", "2026-11-20T08:00Z.")]
    [InlineData("2026-W47", "week date", "2026-11-16 is the week's first day.")]
    [InlineData("2026-W53-7", "week date", "2027-01-03.")]
    [InlineData("2025-W53-1", "week date", "as in 2026-11-20.")]
    [InlineData("2026-W47-9", "week date", "as in 2026-11-20.")]
    [InlineData("2026-324", "ordinal date", "2026-11-20.")]
    [InlineData("2026-366", "ordinal date", "as in 2026-11-20.")]
    [InlineData(2024366, "ordinal date", "2024-12-31.")]
    public void A_week_date_or_an_ordinal_date_is_refused_with_the_day_that_it_is(object value, string kind, string written)
    {
        var message = InCulture.Each(() => Assert.Throws<ArgumentTransformationMetadataException>(() => Transform(value)).Message);

        Assert.Contains(kind, message);
        Assert.EndsWith(written, message);
        Assert.Equal(message, TimespanArgument.Advice($"{value}/P1D")?.Replace("/P1D", string.Empty));
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
