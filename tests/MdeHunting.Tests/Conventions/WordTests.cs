using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using MdeHunting.Tests.Help;
using Xunit;

namespace MdeHunting.Tests.Conventions;

/// <summary>What users read, in messages, help, topics, README and changelog, says things as Microsoft's documentation does.</summary>
public sealed partial class WordTests
{
    private static readonly char[] Folders = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    // The lab's responses are in the services' words, and the module's build is no text for users.
    private static readonly string[] Rooms =
    [
        "src/MdeHunting",
        "src/MdeHunting.Service",
        "src/MdeHunting.Formats",
        "src/MdeHunting.Signing",
        "src/MdeHunting.Lab/Hosting",
        "src/MdeHunting.Lab/Tour",
    ];

    // A pattern, and what to write.
    private static readonly (string Pattern, string Instead)[] Refused =
    [
        (@"\bgiven out\b|\bgives? out\b", "returned: 'No rows were returned.'"),
        (@"\bGive (it|one|two|a|an|the|its|each|-)\b", "'Specify ...'"),
        (@"\b(was|were|is) given\b(?! (by|a|to))", "'was specified'"),
        (@"\bunless told otherwise\b", "'by default' or 'The default is ...'"),
        (@"(?<!\b[Tt]here) is no (time|path|token|comment|operator|kind|character|number|part)\b", "'isn't a ...' or 'isn't valid'"),
        (@" that is none\b|, which is no \b|\bis none of\b", "'isn't a ...', 'isn't one of ...'"),
        (@"\basked for\b", "'requested', or 'time range' for 'the time asked for'"),
        (@"\bwas asked\b|\bnothing was asked\b|\bask them again\b|\basked again\b", "'was run', 'No query was run.', 'retry'"),
        (@"\bnobody may be asked\b", "'-NonInteractive prevents a prompt'"),
        (@"\b[Aa]sk (for|[A-Z{])", "'run the query on ...', 'request'"),
        (@"(?<=[A-Za-z}] )(did not answer|answered|has not answered)\b", "'respond'"),
        (@"\bwithout a word\b|\bwithout another word\b", "'silently', 'by default'"),
        (@"\bon purpose\b(?!\. Have)", "the reason, such as '-MaxRows was reached'"),
        (@"\bit stays so\b", "'If the error persists, ...'"),
        (@"\bCorrect it and run it again\b", "nothing: it only says the error again; a next step is something to do"),
        (@"\blies? around\b", "'to keep it out of command history and logs'"),
        (@"\bwhere one can\b", "'if you can'"),
        (@"\b(comes?|given|said|named) twice\b", "'more than once', 'two times'"),
        (@"\b(which|that|and) no \w+ (has|tells)\b", "'which isn't valid in ...'"),
        (@"\bdo(es)? not tell\b|\btells (?:the|its|what|which|two)\b", "'doesn't state', 'shows', 'lists'"),
        (@"\bis good (from|until|as)\b|\bno longer good\b", "'is valid'"),
        (@"\bnot whole\b|\bbefore it is whole\b|\bwritten whole\b|\bread whole\b", "'incomplete', 'isn't filtered by time'"),
        (@"\bMake room\b", "'Free up space'"),
        (@"\bMend\b", "'Correct'"),
        (@"\banew\b", "'again', or 'restart'"),
        (@"\bby itself all the same\b|\ball the same\b", "'anyway'"),
        (@"\bgave no\b|\bgives no\b|\bgives (at the most|several|rows)\b", "'didn't return', 'returns'"),
        (@"\bthirty days\b", "'30 days'"),
        (@"\bkeep(s)? thirty\b|\bthe services? keeps\b", "'retains'"),
        (@"\bbounded in time\b|\bbounds? (it )?in time\b", "'limited to the time range', 'the time range can't be applied'"),
        (@"\bwindows of time\b", "'time windows'"),
        (@"\bthe rows that come\b|\bas they come\b|\bas they came\b", "'the returned rows', 'as they arrive', 'unchanged'"),
        (@"\bLeave (it|the statement|out|-\w+)\b", "'Remove ...'"),
        (@"\bThis passes by itself\b", "'This is temporary.'"),
        (@"\bthat you may read it\b", "'that you can read it'"),
        (@"\bsent again\b", "'Retrying in ...'"),
        (@"\bunderstood to be\b|\btaken as\b", "'interpreted as'"),
        (@"\bthe (tenant|service|policy|API) wants\b", "'requires'"),
        (@"\b(tenant|service|policy) wants\b", "'requires'"),
        (@"\bcannot\b|\b(is|are|was|were|has|have|had|does|do|did|could|would|should) not\b", "the contraction: 'can't', 'isn't'"),
    ];

    public static TheoryData<string> Texts => ["README.md", "src/CHANGELOG.md", .. HelpFile.Commands.Select(command => command.Name), .. Topics];

    private static IEnumerable<string> Topics => Directory.GetFiles(HelpFile.Folder, "*.help.txt").Select(file => Path.GetFileName(file)!);

    [Fact]
    public void The_help_of_a_parameter_begins_with_what_it_does() =>
        Assert.All(HelpFile.Commands.SelectMany(command => command.Parameters), parameter => Assert.Matches(BeginsWithVerb(), parameter.Value));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_has_no_odd_words(string name)
    {
        var text = Read(name);

        Assert.DoesNotMatch(OddWords(), text);

        // What a message may not say, no help says either; across its lines' ends.
        var words = Blanks().Replace(text, " ");
        Assert.Empty(Refused.SelectMany(rule => Regex.Matches(words, rule.Pattern), (rule, found) => $"'{Around(words, found)}': write {rule.Instead}"));
    }

    [Theory]
    [InlineData("The default is Graph unless told otherwise.")]
    [InlineData("Such a query is refused.")]
    [InlineData("Each query is asked of each tenant.")]
    [InlineData("It gives one object.")]
    [InlineData("Both run side\n    by side.")]
    public void Odd_words_are_found(string text) => Assert.Matches(OddWords(), text);

    [Fact]
    public void A_message_has_no_odd_words() =>
        Assert.Empty(
            Rooms
                .SelectMany(room => Directory.EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, room), "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Split(Folders).Any(part => part is "obj" or "bin"))
                .SelectMany(file => Findings(Path.GetRelativePath(ModuleSetup.RepositoryRoot, file).Replace('\\', '/'), File.ReadAllText(file)))
        );

    [Theory]
    [InlineData("throw new(\"Correct it and run it again.\");", 1)]
    [InlineData("$\"{a} is given {b}\" + @\"Give it\" + \"\"\"asked for\"\"\"", 3)]
    [InlineData("// \"asked for\"", 0)]
    [InlineData("/* \"asked for\" */ var asked = '\"';", 0)]
    [InlineData("x.Requested(\"the tenant that was requested\");", 0)]
    public void Words_are_looked_for_in_literals_alone(string source, int findings) => Assert.Equal(findings, Findings("File.cs", source).Count());

    private static IEnumerable<string> Findings(string file, string source) =>
        from literal in Parts().Matches(source)
        where literal.Groups["literal"].Success
        from rule in Refused
        from Match found in Regex.Matches(literal.Value, rule.Pattern)
        let line = source.AsSpan(0, literal.Index + found.Index).Count('\n') + 1
        select $"{file}:{line}: '{found.Value}' in {literal.Value}: write {rule.Instead}";

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

    private static string Around(string text, Match found)
    {
        var start = Math.Max(0, found.Index - 30);
        return text[start..Math.Min(text.Length, found.Index + found.Length + 30)];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^[A-Z][a-z]+s ")]
    private static partial Regex BeginsWithVerb();

    // In place of: by default; reject or isn't supported; run a query; return.
    [GeneratedRegex(
        @"\bunless\s+told\b|\brefus(e|es|ed|al)\b|\b(is|are)\s+asked\b|\basks?\s+(for|each|the)\b|\bgives?\s+(one|an?|the\s+rows|nothing|out)\b"
            + @"|\bwithout\s+a(nother)?\s+word\b|\bside\s+by\s+side\b|\bby\s+(itself|themselves)\b"
    )]
    private static partial Regex OddWords();

    [GeneratedRegex(
        "//[^\\n]*|/\\*[\\s\\S]*?\\*/|'(?:[^'\\\\\\n]|\\\\.[^'\\n]*)'" + "|(?<literal>\"\"\"[\\s\\S]*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\\n]|\\\\.)*\")"
    )]
    private static partial Regex Parts();
}
