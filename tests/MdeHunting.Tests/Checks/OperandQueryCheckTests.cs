using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What is suggested in place of an operator between values that it doesn't take.</summary>
public sealed class OperandQueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(
        "where FileName == 'cmd.exe' or 'powershell.exe'",
        "Use FileName in~ ('cmd.exe', 'powershell.exe'), or repeat the comparison: FileName == 'powershell.exe'."
    )]
    [InlineData("where FileName has 'abcd' and 'efgh'", "Use FileName has_all ('abcd', 'efgh'), or repeat the comparison: FileName has 'efgh'.")]
    [InlineData("where FileName contains 'abcd' or 'efgh'", "Repeat the comparison: FileName contains 'efgh'.")]
    [InlineData("where FileName or ProcessId > 1", "Compare it, or use isnotempty(FileName).")]
    [InlineData("where ProcessId > 1 and FileName", "Compare it, or use isnotempty(FileName).")]
    [InlineData("where ProcessId > 1 and Timestamp", "Compare it, or use isnotnull(Timestamp).")]
    [InlineData("where ProcessId has '12'", "Use == 12, or tostring(ProcessId).")]
    [InlineData("where ProcessId !has '12'", "Use != 12, or tostring(ProcessId).")]
    [InlineData("where Timestamp startswith '2026'", "Use tostring(Timestamp).")]
    [InlineData("where FileName has 12", "Put the number in quotes: \"12\".")]
    [InlineData("where FileName > 5", "Use toint(FileName).")]
    [InlineData("where FileName > 5.5", "Use todouble(FileName).")]
    [InlineData("where FileName between (1 .. 5)", "Use toint(FileName).")]
    [InlineData("where ProcessId > '5'", "Write the number without quotes: 5.")]
    [InlineData("extend A = FileName * 2", "Use toint(FileName).")]
    [InlineData("extend A = FileName + 2", "Use strcat.")]
    [InlineData("where Timestamp > '2026-01-31'", "Use todatetime('2026-01-31'), or a literal such as datetime(2026-01-31).")]
    [InlineData("where Timestamp > FileName", "Use todatetime(FileName).")]
    [InlineData("where Timestamp > 1d", "Use ago(1d).")]
    [InlineData("where Timestamp > 5", "Use a literal such as datetime(2026-01-31), or ago(1d).")]
    public void A_suggestion_fits_the_values(string query, string suggestion) =>
        Assert.Equal(
            suggestion,
            QueryCheck.Of($"DeviceProcessEvents | {query}", TableCatalog.Bundled.All, Now).Single(finding => finding.RuleId == "MDE018").Suggestion
        );
}
