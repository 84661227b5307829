using MdeHunting.Lab.Dataset.Recording;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset.Recording;

public class TenantRecorderTests
{
    private static readonly DateTime Moment = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);
    private readonly TenantRecorder _recorder = new(["AlertInfo", "EmailEvents"]);

    [Fact]
    public void A_column_that_the_table_lacks_is_refused_by_its_name()
    {
        var refusal = Assert.Throws<ArgumentException>(() => _recorder.Add("AlertInfo", Moment, ("AlertID", "da1")));

        Assert.Contains("AlertInfo has no column 'AlertID'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject", null)]
    [InlineData("Subject", 1)]
    [InlineData("AttachmentCount", 1L)]
    [InlineData("EmailClusterId", 1)]
    public void A_value_that_its_column_cannot_hold_is_refused(string column, object? value) =>
        Assert.Throws<ArgumentException>(() => _recorder.Add("EmailEvents", Moment, (column, value)));

    [Fact]
    public void What_is_not_said_is_an_empty_text_or_null()
    {
        _recorder.Add("EmailEvents", Moment);

        var row = Assert.Single(TableRow.Of(_recorder.Finish(Moment), "EmailEvents").ToList());
        Assert.Equal("", row["Subject"]);
        Assert.Null(row["AttachmentCount"]);
    }

    [Fact]
    public void Rows_come_in_the_order_of_time_and_of_the_same_time_in_the_order_told()
    {
        _recorder.Add("AlertInfo", Moment.AddTicks(1), ("Title", "third"));
        _recorder.Add("AlertInfo", Moment, ("Title", "first"));
        _recorder.Add("AlertInfo", Moment, ("Title", "second"));

        Assert.Equal(["first", "second", "third"], TableRow.Of(_recorder.Finish(Moment), "AlertInfo").Select(row => row.Text("Title")));
    }
}
