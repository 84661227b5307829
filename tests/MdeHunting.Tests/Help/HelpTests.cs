using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>The built help says what there is, all of it, and nothing else.</summary>
public sealed partial class HelpTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly IReadOnlyDictionary<string, CommandInfo> _commands;

    public HelpTests() =>
        _commands = _shell
            .Run("Get-Command -Module MdeHunting")
            .Output.Select(one => (CommandInfo)one.BaseObject)
            .ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    public static TheoryData<string> Names => [.. HelpFile.Commands.Select(command => command.Name)];

    public static TheoryData<string> Topics => [.. Directory.GetFiles(HelpFile.Folder, "*.help.txt").Select(file => Path.GetFileName(file))];

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_exported_cmdlet_has_help_and_no_other() =>
        Assert.Equal(_commands.Keys.Order(), HelpFile.Commands.Select(command => command.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_has_help_and_no_other(string name)
    {
        var help = Of(name);

        Assert.Equal(_commands[name].Parameters.Keys.Except(Cmdlet.CommonParameters).Order(), help.Parameters.Keys.Order());
        Assert.All(help.Parameters, parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.Value), parameter.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cmdlet_says_what_it_does_and_needs_and_shows_it_three_times(string name)
    {
        var help = Of(name);

        Assert.EndsWith(".", help.Synopsis);
        Assert.DoesNotContain(". ", help.Synopsis);
        Assert.NotEmpty(help.Description);
        Assert.Contains("permission", help.Notes, StringComparison.OrdinalIgnoreCase);
        Assert.True(help.Examples.Count >= 3, $"{help.Examples.Count} examples");
        Assert.All(help.Examples, example => Assert.NotEmpty(example.Remarks));
        Assert.Contains(help.Examples, example => example.Code.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_example_has_a_cmdlet_or_a_parameter_that_is_not_there(string name) =>
        Assert.Empty(Of(name).Examples.SelectMany(example => new CommandText(_commands).ProblemsOf(example.Code)));

    [Theory]
    [InlineData("Get-MdeQuotas", "There is no Get-MdeQuotas.")]
    [InlineData("1 | ForEach-Object { Get-MdeQuota -Tenant Contoso }", "Get-MdeQuota has no -Tenant.")]
    [InlineData("Get-MdeQuota -Conn Contoso", "Get-MdeQuota has no -Conn.")]
    [InlineData("Get-MdeQuota 'Contoso", "The string is missing the terminator: '.")]
    public void An_example_that_is_wrong_is_found(string code, string problem) => Assert.Equal([problem], new CommandText(_commands).ProblemsOf(code));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_link_leads_to_a_page_or_to_a_cmdlet_that_is_there(string name) =>
        Assert.All(
            Of(name).Links,
            link =>
                Assert.True(link.Uri.StartsWith("https://", StringComparison.Ordinal) || (link.Uri.Length == 0 && _commands.ContainsKey(link.Text)), link.Text)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Online_it_opens_a_page_of_its_own_that_is_there(string name)
    {
        var page = _shell.Run("(Get-Command $args[0]).HelpUri", name).ThrowIfFailed().Output.Single().ToString();

        Assert.EndsWith($"/blob/main/src/MdeHunting/Help/{name}.xml", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(ModuleSetup.RepositoryRoot, page.Split("/blob/main/")[1])), page);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_Help_finds_it(string name)
    {
        var found = Assert.Single(_shell.Run("Get-Help $args[0]", name).ThrowIfFailed().Output);

        Assert.Equal(Of(name).Synopsis, found.Properties["Synopsis"].Value);
        Assert.Equal(Of(name).Examples.Count, _shell.Run("(Get-Help $args[0]).examples.example.Count", name).Output[0].BaseObject);
    }

    [Fact]
    public void Get_Help_tells_of_a_parameter_what_the_class_says()
    {
        var path = Of("LiteralPath");
        var split = Of("Split");
        var query = Of("Query");
        var name = Of("Name", "Get-MdeConnection");

        Assert.Equal("PSPath, LP, FullName", path("aliases"));
        Assert.Equal("named", path("position"));
        Assert.Equal("True (ByPropertyName)", path("pipelineInput"));
        Assert.Equal("Off", split("defaultValue"));
        Assert.Equal(("0", "true"), (query("position"), query("required")));
        Assert.Equal(("true", "false"), (name("globbing"), name("required")));

        Func<string, string?> Of(string parameter, string command = "Invoke-MdeHuntingQuery")
        {
            var help = Assert.Single(_shell.Run("Get-Help $args[0] -Parameter $args[1]", command, parameter).ThrowIfFailed().Output);
            return property => help.Properties[property].Value.ToString();
        }
    }

    [Fact]
    public void There_are_these_topics() =>
        Assert.Equal(
            [
                "about_MdeHunting.help.txt",
                "about_MdeHunting_EnvironmentFiles.help.txt",
                "about_MdeHunting_Evidence.help.txt",
                "about_MdeHunting_Indicators.help.txt",
                "about_MdeHunting_Packs.help.txt",
                "about_MdeHunting_Queries.help.txt",
                "about_MdeHunting_Results.help.txt",
                "about_MdeHunting_Rules.help.txt",
                "about_MdeHunting_Runbooks.help.txt",
                "about_MdeHunting_SignIn.help.txt",
                "about_MdeHunting_Tenants.help.txt",
                "about_MdeHunting_Time.help.txt",
                "about_MdeHunting_Troubleshooting.help.txt",
            ],
            Topics.Select(topic => (string)topic.Data).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_first_topic_lists_every_cmdlet()
    {
        var text = Read("about_MdeHunting.help.txt");

        Assert.Equal(
            HelpFile.Commands.Select(command => command.Name).Order(StringComparer.Ordinal),
            text[text.IndexOf("  THE CMDLETS", StringComparison.Ordinal)..]
                .Split('\n')
                .Skip(2)
                .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
                .Where(line => line[4] != ' ')
                .Select(line => line.Trim())
        );
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_a_topic(string file)
    {
        var text = string.Concat(_shell.Run("Get-Help $args[0]", file[..file.IndexOf('.')]).ThrowIfFailed().Output);

        Assert.Equal(Read(file).ReplaceLineEndings(), text.ReplaceLineEndings());
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_fits_a_screen_and_is_read_alike_in_every_encoding(string file) =>
        Assert.All(Read(file).Split('\n'), line => Assert.True(line.Length <= 79 && line.All(char.IsAscii), line));

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_names_no_cmdlet_and_no_parameter_that_is_not_there(string file)
    {
        var text = Read(file);
        var parameters = _commands.Values.SelectMany(command => command.Parameters.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Empty(Code(text).SelectMany(new CommandText(_commands).ProblemsOf));
        Assert.All(CommandName().Matches(text).Select(match => match.Value), name => Assert.True(_commands.ContainsKey(name), name));
        Assert.All(
            Prose(text).SelectMany(line => ParameterName().Matches(line)).Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, parameters)
        );
        Assert.All(
            TopicName().Matches(text).Select(match => match.Value),
            name => Assert.True(File.Exists(Path.Combine(HelpFile.Folder, $"{name}.help.txt")), name)
        );
    }

    // What is to be typed stands in by eight.
    private static bool IsCode(string line) => line.StartsWith("        ", StringComparison.Ordinal);

    private static IEnumerable<string> Code(string text) =>
        Regex.Split(string.Join('\n', text.Split('\n').Select(line => IsCode(line) ? line : string.Empty)), "\n\n+");

    private static IEnumerable<string> Prose(string text) => text.Split('\n').Where(line => !IsCode(line));

    private static string Read(string file) => File.ReadAllText(Path.Combine(HelpFile.Folder, file));

    private static WrittenHelp Of(string name) => HelpFile.Commands.Single(command => command.Name == name);

    [GeneratedRegex(@"\b[A-Z][a-z]+-Mde\w+")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"(?<=^|[\s(])-([A-Z]\w+)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\babout_\w+")]
    private static partial Regex TopicName();
}
