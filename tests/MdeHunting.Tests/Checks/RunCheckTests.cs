using MdeHunting.Checks;
using MdeHunting.Tables;
using MdeHunting.Tests.Packs;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What Invoke-MdeHuntingQuery tells of a query that it runs.</summary>
public sealed class RunCheckTests(InvokePackTests.Intruded intruded) : IClassFixture<InvokePackTests.Intruded>
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("DeviceEvents | where FileName == 'a' and TimeGenerated > ago(90d) | take 10")]
    [InlineData("SigninLogs | take 1")]
    [InlineData("NewTableOfTheService | where Anything == 1")]
    [InlineData("OfTheTenant('x') | take 1")]
    [InlineData("DeviceEvents | where NewColumnOfTheService == 1")]
    [InlineData("search 'abcd'")]
    [InlineData("DeviceEvents | where FileName == 'a' FileName")]
    [InlineData("DeviceEvents | where (FileName == 'a'")]
    [InlineData("DeviceEvents | where FileName = 'a'")]
    public void What_may_be_right_is_not_told(string query) => Assert.Empty(Told(query));

    [Theory]
    [InlineData("AlertEvidence | join (AlertInfo) on AlertId", "MDE004")]
    [InlineData("DeviceEvents | where isnotnull(SHA1)", "MDE005")]
    [InlineData("DeviceEvents | where FileNam == 'a'", "MDE002")]
    [InlineData("DeviceEvents | summarize count() by DeviceId | where NewColumn == 1", "MDE002")]
    [InlineData("DeviceProcesEvents | take 1", "MDE001")]
    [InlineData("DeviceEvents | where lower(FileName) == 'a'", "MDE016")]
    public void What_is_rejected_or_silently_wrong_is_told(string query, string rule) =>
        Assert.StartsWith(rule, Assert.Single(Told(query)), StringComparison.Ordinal);

    [Fact]
    public async Task Each_query_is_told_once()
    {
        var told = new List<string>();
        var check = new RunCheck(MdeQueryCheckMode.Warn);
        for (var i = 0; i < 3; i++)
        {
            await Begin(check, "AlertEvidence | join (AlertInfo) on AlertId", told);
        }

        Assert.Equal(
            "MDE004, line 1, column 17: Without a kind, a join keeps one row of the left side for each key and drops the others. "
                + "Specify kind=inner, or kind=innerunique if you mean that.",
            Assert.Single(told)
        );
    }

    [Fact]
    public void A_value_that_is_too_long_to_check_is_told_as_that()
    {
        var run = intruded.Lab.Shell.Run("Invoke-MdeHuntingQuery 'print strlen(r)' -Parameter @{ r = 'x' * 2000000 } -Connection Contoso").ThrowIfFailed();

        Assert.Equal(
            "MDE020, a value of -Parameter: With it, the query is too long or too deep to be checked. To check the query without it, use Test-MdeHuntingQuery.",
            Assert.Single(run.Warnings)
        );
    }

    [Fact]
    public void Stop_keeps_a_query_from_being_run()
    {
        var run = intruded.Lab.Shell.Run("Invoke-MdeHuntingQuery 'DeviceInfo | where isnotnull(DeviceName) | take 1' -Check Stop -Connection Contoso");

        Assert.Equal("QueryCheckFailed", run.ErrorId);
        Assert.Contains("MDE005", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_text_that_cannot_be_read_is_refused_with_its_place_and_one_step()
    {
        var run = intruded.Lab.Shell.Run("Invoke-MdeHuntingQuery 'DeviceInfo | wher DeviceName == \"a\"' -Check Stop -Connection Contoso");

        Assert.Equal(
            "The query wasn't run. MDE000, line 1, column 14: An operator is missing: 'wher' follows. Did you mean 'where'? Correct the query, or run it anyway with "
                + "-Check Warn. For the rule, see about_MdeHunting_Rules.",
            run.Error.Exception.Message
        );
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("-Check Warn", 1)]
    [InlineData("-Check None", 0)]
    public void A_warning_is_written_and_the_query_runs(string parameters, int warnings)
    {
        var run = intruded
            .Lab.Shell.Run($"Invoke-MdeHuntingQuery 'DeviceInfo | where isnotnull(DeviceName) | take 1' -Connection Contoso {parameters}")
            .ThrowIfFailed();

        Assert.Single(run.Output);
        Assert.Equal(warnings, run.Warnings.Count(text => text.Contains("MDE005", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_that_is_too_long_to_check_is_told_as_that()
    {
        Assert.Contains("too long to check", Assert.Single(Told($"print '{new string('a', 1024 * 1024)}'")), StringComparison.Ordinal);
        Assert.Empty(Told($"print '{new string('a', 1000 * 1000)}'"));
    }

    private static List<string> Told(string query)
    {
        var told = new List<string>();
        Begin(new RunCheck(MdeQueryCheckMode.Warn), query, told).GetAwaiter().GetResult();
        return told;
    }

    private static Task Begin(RunCheck check, string query, List<string> told) =>
        check.BeginAsync(
            query,
            static place => place,
            TableCatalog.Bundled.All,
            Now,
            text =>
            {
                told.Add(text);
                return Task.CompletedTask;
            }
        );
}
