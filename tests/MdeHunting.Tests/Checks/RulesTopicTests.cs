using System.Text.RegularExpressions;
using MdeHunting.Checks;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>The topic about_MdeHunting_Rules has what the table of rules has.</summary>
public sealed partial class RulesTopicTests
{
    private static readonly string Topic = Blanks()
        .Replace(
            File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting.Module", "module", "en-US", "about_MdeHunting_Rules.help.txt")),
            " "
        );

    public static TheoryData<string> Rules => [.. CheckRules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_is_in_the_topic_with_its_examples(string id)
    {
        var rule = CheckRules.Of(id);

        Assert.Contains(
            $" {id} {rule.Title} ({rule.Severity}{(rule.IsOfRun ? ", run" : string.Empty)}) {rule.Why} {rule.Fix}",
            Topic,
            StringComparison.Ordinal
        );
        var having = Blanks().Replace(rule.Having!.Replace("\u202e", @"\u202e"), " ");
        Assert.Contains($"Has it: {having} Without: {rule.Without}", Topic, StringComparison.Ordinal);
    }

    [Fact]
    public void The_topic_has_no_other_rule() =>
        Assert.Equal(CheckRules.All.Select(rule => rule.Id), Heading().Matches(Topic).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" (MDE\d{3}) [^()]+ \((?:Error|Warning|Information)(?:, run)?\)")]
    private static partial Regex Heading();
}
