using MdeHunting.Contract;
using MdeHunting.Results;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Results;

public class ResultBuilderTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Two_responses_and_a_missing_window_make_one_result()
    {
        var builder = NewBuilder();
        builder.Add(Respond("first", 10, new ServiceStatistics(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), 700, 10)), Start, Start.AddDays(1));
        builder.AddMissing(new MdeMissingWindow(Start.AddDays(1), Start.AddDays(2), "QueryTimeout", "It ran too long."));
        builder.Add(Respond("second", 5, new ServiceStatistics(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), 500, 5)), Start.AddDays(2), Start.AddDays(3));
        _clock.Advance(TimeSpan.FromMinutes(1));

        var result = builder.ToResult([], []);

        Assert.Equal("T | where A", result.Query);
        Assert.False(result.IsComplete);
        Assert.False(builder.IsComplete);
        var missing = Assert.Single(result.Missing);
        Assert.Equal((Start.AddDays(1), Start.AddDays(2), "QueryTimeout"), (missing.StartTime, missing.EndTime, missing.ErrorId));
        Assert.Equal("2026-11-02T00:00:00.0000000Z to 2026-11-03T00:00:00.0000000Z: It ran too long.", missing.ToString());
        Assert.Equal(["first", "second"], result.Calls.Select(c => c.RequestId));
        Assert.Equal([Start, Start.AddDays(2)], result.Calls.Select(c => c.StartTime));
        Assert.Equal([Start.AddDays(1), Start.AddDays(3)], result.Calls.Select(c => c.EndTime));
        Assert.Equal([10, 5], result.Calls.Select(c => c.RowCount));
        Assert.Null(result.RequestId);
        Assert.Equal(2, result.Statistics.Calls);
        Assert.Equal(1500, result.Statistics.Bytes);
        Assert.Equal("00:00:15", result.Statistics.Elapsed);
        Assert.Equal("00:00:03", result.Statistics.ExecutionTime);
        Assert.Equal("00:00:07", result.Statistics.CpuTime);
        Assert.Equal(700, result.Statistics.PeakMemory);
        Assert.Equal(15, result.Statistics.TableRows);
        Assert.Equal(new DateTime(2026, 11, 24, 0, 0, 0), result.StartedAt);
        Assert.Equal(new DateTime(2026, 11, 24, 0, 1, 0), result.FinishedAt);
        Assert.Equal(("Stub", "responder@stub.example"), (result.Connection, result.Account));
    }

    [Fact]
    public void What_one_answer_does_not_tell_is_not_told_of_the_whole()
    {
        var builder = NewBuilder();
        builder.Add(Respond("first", 1, new ServiceStatistics(TimeSpan.FromSeconds(1), null, 7, long.MaxValue)));
        builder.Add(Respond("second", 1, new ServiceStatistics(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), null, long.MaxValue)));

        var statistics = builder.ToResult([], []).Statistics;

        Assert.Equal("00:00:02", statistics.ExecutionTime);
        Assert.Null(statistics.CpuTime);
        Assert.Null(statistics.PeakMemory);
        Assert.Null(statistics.TableRows);

        builder.Add(Respond("third", 1, null));
        Assert.Null(builder.ToResult([], []).Statistics.ExecutionTime);
    }

    [Fact]
    public void A_note_is_kept_once_and_a_responses_warnings_are_notes()
    {
        var builder = NewBuilder();
        builder.AddNote("one");
        builder.Add(Respond("first", 1, null) with { Warnings = ["one", "two"] });

        var result = builder.ToResult([], []);

        Assert.Equal(["one", "two"], result.Notes);
        Assert.True(result.IsComplete);
        Assert.Equal("first", result.RequestId);
    }

    private static HuntingResponse Respond(string id, int rows, ServiceStatistics? statistics) =>
        new()
        {
            SentQuery = "T",
            RowCount = rows,
            RowsHandedOn = rows,
            Bytes = rows * 100,
            ContentBytes = rows * 1000,
            StartedAt = Start,
            FinishedAt = Start,
            Elapsed = TimeSpan.FromSeconds(rows),
            RequestId = id,
            Statistics = statistics,
        };

    private ResultBuilder NewBuilder() => new(new StubService(new StringContent("")) { Clock = _clock }.Connect(), "T | where A");
}
