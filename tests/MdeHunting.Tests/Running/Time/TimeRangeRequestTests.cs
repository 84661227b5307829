using System.Management.Automation;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Running.Time;
using MdeHunting.Tests.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Time;

/// <summary>-StartTime, -EndTime and -Timespan: how each is read, what they are together, and what makes no sense.</summary>
public sealed class TimeRangeRequestTests
{
    private static readonly DateTime Now = new DateTime(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc).AddTicks(7);

    public static TheoryData<string?, string?, string?, string, string> Good =>
        new()
        {
            { "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", null, "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z" },
            { "2026-11-20T00:00:00Z", null, null, "2026-11-20T00:00:00Z", "2026-11-25T13:37:21.0000007Z" },
            // An end alone begins with what the service keeps, and does not ask for more; what ends before that is all missing.
            { null, "2026-11-21T00:00:00Z", null, "2026-10-26T13:37:21.0000007Z", "2026-11-21T00:00:00Z" },
            { null, "2026-11-26T00:00:00Z", null, "2026-10-26T13:37:21.0000007Z", "2026-11-26T00:00:00Z" },
            { null, "2026-10-26T13:37:21.0000007Z", null, "2026-09-26T13:37:21.0000007Z", "2026-10-26T13:37:21.0000007Z" },
            { null, null, "7d", "2026-11-18T13:37:21.0000007Z", "2026-11-25T13:37:21.0000007Z" },
            { null, null, "P1W", "2026-11-18T13:37:21.0000007Z", "2026-11-25T13:37:21.0000007Z" },
            { "2026-11-20T00:00:00Z", null, "PT1H30M", "2026-11-20T00:00:00Z", "2026-11-20T01:30:00Z" },
            { null, "2026-11-20T00:00:00Z", "1tick", "2026-11-19T23:59:59.9999999Z", "2026-11-20T00:00:00Z" },
            { null, null, "2026-11-01/2026-11-02", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z" },
            { null, null, "2026-11-01T00:00Z/P1D", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z" },
            { null, null, "P1D/2026-11-02T01:00:00+01:00", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z" },
            { null, null, "2026-11-01T12:30:00.1234567", "2026-11-01T12:30:00.1234567Z", "2026-11-25T13:37:21.0000007Z" },
            { null, null, "20261101T24Z/P1DT1,5H", "2026-11-02T00:00:00Z", "2026-11-03T01:30:00Z" },
            { null, null, "20261101/20261102T08", "2026-11-01T00:00:00Z", "2026-11-02T08:00:00Z" },
            { null, "2026-11-02T00:00:00Z", "2026-11-01", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z" },
            { "2026-11-20T00:00:00Z", "2027-01-01T00:00:00Z", null, "2026-11-20T00:00:00Z", "2027-01-01T00:00:00Z" },
            { "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", null, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z" },
        };

    public static TheoryData<string?, string?, string?, string> Bad =>
        new()
        {
            { "2026-11-21T00:00:00Z", "2026-11-20T00:00:00Z", null, "which isn't after its start" },
            { "2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z", null, "which isn't after its start" },
            { null, null, "2026-11-02/2026-11-01", "which isn't after its start" },
            { null, null, "0d", "must be greater than zero" },
            { null, null, "PT0S", "must be greater than zero" },
            { null, null, "-01:00:00", "must be greater than zero" },
            { null, null, "2026-11-01/P0D", "must be greater than zero" },
            { "2026-11-26T00:00:00Z", null, null, "in the future" },
            { "2026-11-25T13:37:21.0000007Z", null, null, "in the future" },
            { "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z", null, "in the future" },
            { "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", "1d", "can't be used together" },
            { "2026-11-20T00:00:00Z", null, "2026-11-20/P1D", "-StartTime can't be used together with" },
            { null, "2026-11-21T00:00:00Z", "P1D/2026-11-20", "-EndTime can't be used together with" },
            { null, "2026-11-21T00:00:00Z", "2026-11-20/P1D", "can't be used together" },
            { null, "0001-01-02T00:00:00Z", null, "30.00:00:00" },
            { null, null, "10000000d", "is out of range" },
        };

    [Theory]
    [MemberData(nameof(Good))]
    public void It_is_a_range_in_UTC(string? start, string? end, string? timespan, string from, string to)
    {
        var range = InCulture.Each(() => Asked(start, end, timespan).ToRange(Now));

        Assert.Equal($"{from} to {to}", range.ToString());
        Assert.Equal([DateTimeKind.Utc, DateTimeKind.Utc], [range.Start.Kind, range.End.Kind]);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_makes_no_sense_is_told(string? start, string? end, string? timespan, string what)
    {
        var failure = InCulture.Each(() =>
        {
            var thrown = Assert.Throws<HuntingException>(() => Asked(start, end, timespan).ToRange(Now));
            return (thrown.ErrorId, thrown.Category, thrown.What, thrown.NextStep);
        });

        Assert.Equal(("TimeInvalid", ErrorCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains(what, failure.What);
        Assert.NotEmpty(failure.NextStep);
    }

    [Fact]
    public void A_moment_without_a_kind_is_local_and_it_is_told()
    {
        var bare = new DateTime(2026, 11, 20, 8, 0, 0);
        var local = DateTime.SpecifyKind(bare, DateTimeKind.Local);

        var time = new TimeRangeRequest(bare, local, null) with { End = local.AddHours(1) };

        Assert.Equal(new TimeRange(local.ToUniversalTime(), local.AddHours(1).ToUniversalTime()), time.ToRange(Now));
        Assert.Contains(TimeRange.Moment(local.ToUniversalTime()), Assert.Single(time.Notes()));
        Assert.Empty(new TimeRangeRequest(Now, local, null).Notes());
    }

    [Theory]
    [InlineData(
        "2026-10-25T03:30:00",
        "occurs two times",
        "2026-10-25T03:30:00+03:00 (which is 2026-10-25T00:30:00Z) or 2026-10-25T03:30:00+02:00 (which is 2026-10-25T01:30:00Z)"
    )]
    [InlineData(
        "2026-03-29T03:00:00",
        "doesn't exist",
        "2026-03-29T03:00:00+03:00 (which is 2026-03-29T00:00:00Z) or 2026-03-29T03:00:00+02:00 (which is 2026-03-29T01:00:00Z)"
    )]
    [InlineData(
        "2026-03-29T03:59:59.5",
        "doesn't exist",
        "2026-03-29T03:59:59.5+03:00 (which is 2026-03-29T00:59:59.5Z) or 2026-03-29T03:59:59.5+02:00 (which is 2026-03-29T01:59:59.5Z)"
    )]
    [InlineData("2026-10-25T02:59:59", null, "2026-10-24T23:59:59Z")]
    [InlineData("2026-10-25T04:00:00", null, "2026-10-25T02:00:00Z")]
    [InlineData("2026-03-29T04:00:00", null, "2026-03-29T01:00:00Z")]
    public void A_local_time_that_the_clocks_repeat_or_leave_out_is_refused_with_both_readings(string text, string? what, string readings)
    {
        var moment = IsoMoment.Parse(text);
        foreach (
            var (parameter, time) in new[] { ("-StartTime", new TimeRangeRequest(moment, null, null)), ("-EndTime", new TimeRangeRequest(null, moment, null)) }
        )
        {
            var inHelsinki = time with { Zone = Helsinki };
            if (what is null)
            {
                Assert.Contains(readings, inHelsinki.ToRange(Now).ToString());
                continue;
            }

            var failure = InCulture.Each(() =>
                Assert.Throws<HuntingException>(() => inHelsinki.ToRange(Now)) is var thrown ? (thrown.ErrorId, thrown.What, thrown.NextStep) : default
            );

            Assert.Equal("TimeInvalid", failure.ErrorId);
            Assert.StartsWith($"{parameter} {text} is a local time that {what}", failure.What);
            Assert.Contains(readings, failure.NextStep);
        }
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-11-01/")]
    [InlineData("/2026-11-01")]
    [InlineData("P1D/P1D")]
    [InlineData("2026-11-01/2026-11-02/2026-11-03")]
    [InlineData("01.11.2026")]
    [InlineData("P1Y")]
    [InlineData("7")]
    public void A_timespan_that_is_none_is_not_guessed_at(string text) => Assert.Null(TimespanArgument.Parse(text));

    [Theory]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("90min", "01:30:00")]
    [InlineData("1.02:03:04.5", "1.02:03:04.5000000")]
    [InlineData("P1DT2H3M4.5S", "1.02:03:04.5000000")]
    [InlineData("2micros", "00:00:00.0000020")]
    [InlineData("-1h", null)]
    [InlineData("1h30m", null)]
    [InlineData("PT", null)]
    [InlineData("P1DT", null)]
    [InlineData("P1H", null)]
    [InlineData("٧d", null)]
    [InlineData("", null)]
    [InlineData("10675200d", null)]
    [InlineData("24:00:00", null)]
    [InlineData("48:30:00", null)]
    [InlineData("24:00", null)]
    [InlineData("07:30", null)]
    [InlineData("7:0:0:0", null)]
    [InlineData("30", null)]
    [InlineData("1:30:00", "01:30:00")]
    [InlineData("23:59:59.9999999", "23:59:59.9999999")]
    [InlineData("24.00:00:00", "24.00:00:00")]
    [InlineData("-1.00:00:00", "-1.00:00:00")]
    public void Durations_are_read_alike_everywhere(string text, string? duration) =>
        Assert.Equal(duration, InCulture.Each(() => KqlTimespan.Parse(text))?.ToString());

    [Theory]
    [InlineData("24:00:00", "write 24h, or 1.00:00:00.")]
    [InlineData("48:30:00", "write 2910m, or 2.00:30:00.")]
    [InlineData("24:00", "write 24h, or 1.00:00:00.")]
    [InlineData("07:30", "write 450m, or 07:30:00.")]
    [InlineData("7:0:0:0", "Write 7d, or 7.00:00:00 with a dot after the days.")]
    [InlineData("30", "write 30d for days, 30h for hours or 30m for minutes.")]
    [InlineData("soon", null)]
    [InlineData("1.5x", null)]
    public void What_can_be_read_in_two_ways_is_told_how_to_be_written(string text, string? advice)
    {
        var told = InCulture.Each(() => KqlTimespan.Advice(text));

        if (advice is null)
        {
            Assert.Null(told);
        }
        else
        {
            Assert.EndsWith(advice, told);
        }
    }

    [Theory]
    [InlineData("7d", "7d")]
    [InlineData("36h", "36h")]
    [InlineData("259.2s", "259200ms")]
    [InlineData("3ticks", "3ticks")]
    public void Durations_are_written_as_KQL_has_them(string text, string written) =>
        Assert.Equal(written, InCulture.Each(() => KqlWriter.Value(KqlTimespan.Parse(text)!.Value)));

    [Theory]
    [InlineData(0, 0, "2026-11-25T13:37:21Z/2026-11-25T13:37:21Z")]
    [InlineData(7, 8, "2026-11-25T13:37:21Z/2026-11-25T13:37:22Z")]
    [InlineData(-1, 1, "2026-11-25T13:37:20Z/2026-11-25T13:37:22Z")]
    public void Graphs_Timespan_is_in_whole_seconds_and_never_narrower(int from, int to, string interval)
    {
        var second = Now.AddTicks(-7);

        Assert.Equal(interval, InCulture.Each(() => new TimeRange(second.AddTicks(from), second.AddTicks(to)).ToIsoInterval()));
    }

    // As in Helsinki, whatever zones this machine knows.
    private static TimeZoneInfo Helsinki { get; } =
        TimeZoneInfo.CreateCustomTimeZone(
            "H",
            TimeSpan.FromHours(2),
            "H",
            "H",
            "H",
            [
                TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                    DateTime.MinValue.Date,
                    DateTime.MaxValue.Date,
                    TimeSpan.FromHours(1),
                    TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 3, 5, DayOfWeek.Sunday),
                    TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 4, 0, 0), 10, 5, DayOfWeek.Sunday)
                ),
            ]
        );

    private static TimeRangeRequest Asked(string? start, string? end, string? timespan) =>
        new(Moment(start), Moment(end), timespan is null ? null : TimespanArgument.Parse(timespan) ?? throw new ArgumentException(timespan));

    private static DateTime? Moment(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
}
