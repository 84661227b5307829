using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>The help, the topics and the README say things as Microsoft's own documentation does.</summary>
public sealed partial class WordTests
{
    public static TheoryData<string> Texts => ["README.md", .. HelpFile.Commands.Select(command => command.Name), .. Topics];

    private static IEnumerable<string> Topics => Directory.GetFiles(HelpFile.Folder, "*.help.txt").Select(file => Path.GetFileName(file)!);

    [Fact]
    public void The_help_of_a_parameter_begins_with_what_it_does() =>
        Assert.All(HelpFile.Commands.SelectMany(command => command.Parameters), parameter => Assert.Matches(BeginsWithVerb(), parameter.Value));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_has_no_odd_words(string name) => Assert.DoesNotMatch(OddWords(), Read(name));

    [Theory]
    [InlineData("The default is Graph unless told otherwise.")]
    [InlineData("Such a query is refused.")]
    [InlineData("Each query is asked of each tenant.")]
    [InlineData("It gives one object.")]
    [InlineData("Both run side\n    by side.")]
    public void Odd_words_are_found(string text) => Assert.Matches(OddWords(), text);

    private static string Read(string name) =>
        name.EndsWith(".txt", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(HelpFile.Folder, name))
        : name.EndsWith(".md", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, name))
        : Of(HelpFile.Commands.Single(command => command.Name == name));

    private static string Of(WrittenHelp help) =>
        string.Join(
            '\n',
            [
                help.Synopsis,
                help.Description,
                help.Notes,
                .. help.Parameters.Values,
                .. help.Examples.SelectMany(example => new[] { example.Title, example.Remarks }),
            ]
        );

    [GeneratedRegex("^[A-Z][a-z]+s ")]
    private static partial Regex BeginsWithVerb();

    // In place of: by default; reject or isn't supported; run a query; return.
    [GeneratedRegex(
        @"\bunless\s+told\b|\brefus(e|es|ed|al)\b|\b(is|are)\s+asked\b|\basks?\s+(for|each|the)\b|\bgives?\s+(one|an?|the\s+rows|nothing|out)\b"
            + @"|\bwithout\s+a(nother)?\s+word\b|\bside\s+by\s+side\b|\bby\s+(itself|themselves)\b"
    )]
    private static partial Regex OddWords();
}
