using System.Management.Automation;
using MdeHunting.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

public sealed class SplitTests
{
    [Theory]
    [InlineData("Off", false, null)]
    [InlineData("off", false, null)]
    [InlineData("Auto", true, null)]
    [InlineData("AUTO", true, null)]
    [InlineData("1h", false, "01:00:00")]
    [InlineData("1d", false, "1.00:00:00")]
    [InlineData("0.5h", false, "00:30:00")]
    [InlineData("100ms", false, "00:00:00.1")]
    [InlineData("PT6H", false, "06:00:00")]
    [InlineData("06:00:00", false, "06:00:00")]
    [InlineData("100000d", false, "100000.00:00:00")]
    public void It_is_Off_Auto_or_a_time_span(string text, bool isAuto, string? step)
    {
        var split = InCulture.Each(() => Split.Parse(text));

        Assert.Equal(isAuto, split.IsAuto);
        Assert.Equal(step is null ? null : TimeSpan.Parse(step, System.Globalization.CultureInfo.InvariantCulture), split.Step);
        Assert.Equal(isAuto || step is not null, split.IsOn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hourly")]
    [InlineData("1")]
    [InlineData("1,5h")]
    [InlineData("1 h")]
    [InlineData("P1M")]
    [InlineData("99999999999999d")]
    [InlineData("0h")]
    [InlineData("-01:00:00")]
    [InlineData("99ms")]
    [InlineData("1tick")]
    public void Anything_else_is_told_with_what_to_give(string text)
    {
        var failure = Assert.Throws<HuntingException>(() => Split.Parse(text));

        Assert.Equal("TimeInvalid", failure.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, failure.Category);
        Assert.Contains($"'{text}' for -Split", failure.What);
        Assert.Contains("Auto", failure.NextStep);
    }
}
