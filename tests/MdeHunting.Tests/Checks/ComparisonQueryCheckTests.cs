using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What is advised in place of a comparison returns the same rows, or the advice says what changes.</summary>
public sealed class ComparisonQueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("tolower(FileName) == 'cmd.exe'", "Write FileName =~ ….")]
    [InlineData("'cmd.exe' == tolower(FileName)", "Write FileName =~ ….")]
    [InlineData("tolower(FileName) != 'cmd.exe'", "Write FileName !~ ….")]
    [InlineData("toupper(FileName) in ('CMD.EXE', 'A.EXE')", "Write FileName in~ ….")]
    [InlineData("tolower(FileName) !in ('cmd.exe')", "Write FileName !in~ ….")]
    [InlineData("tolower(FileName) in~ ('CMD.EXE')", "Write FileName in~ ….")]
    public void A_folded_value_is_compared_in_any_case(string condition, string suggestion) =>
        Assert.Equal(suggestion, Assert.Single(Found(condition, "MDE106")).Suggestion);

    [Theory]
    [InlineData("tolower(FileName) == FileName")]
    [InlineData("FileName == tolower(FileName)")]
    [InlineData("tolower(FileName) == tolower(DeviceName)")]
    [InlineData("tolower(FileName) != DeviceName")]
    [InlineData("tolower(FileName) in (FileName, 'cmd.exe')")]
    [InlineData("tolower(FileName) in ((DeviceInfo | project DeviceName))")]
    [InlineData("tolower(FileName) has_any ('cmd')")]
    public void A_folded_value_beside_what_is_no_constant_is_left_alone(string condition) => Assert.Empty(Found(condition, "MDE106"));

    [Theory]
    [InlineData("tolower(FileName) == 'CMD.EXE'", "never equals 'CMD.EXE'")]
    [InlineData("toupper(FileName) == 'cmd.exe'", "uppercase letters alone")]
    [InlineData("tolower(FileName) in ('cmd.exe', 'A.exe')", "never equals 'A.exe'")]
    public void A_constant_of_the_other_case_never_equals_it(string condition, string told) =>
        Assert.Contains(told, Assert.Single(Found(condition, "MDE106")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("FileName matches regex 'mimikatz|rubeus'", "heeds the case", "Use has_any ('mimikatz', 'rubeus') where they are whole words.")]
    [InlineData("FileName matches regex '(?i)mimikatz'", "whole words alone", "Use has 'mimikatz' where it is a whole word.")]
    public void Words_in_place_of_an_expression_say_what_changes(string condition, string told, string suggestion)
    {
        var finding = Assert.Single(Found(condition, "MDE107"));

        Assert.Contains(told, finding.Message, StringComparison.Ordinal);
        Assert.Equal(suggestion, finding.Suggestion);
    }

    private static IEnumerable<QueryFinding> Found(string condition, string rule) =>
        QueryCheck.Of($"DeviceEvents | where {condition}", TableCatalog.Bundled.All, Now).Where(finding => finding.RuleId == rule);
}
