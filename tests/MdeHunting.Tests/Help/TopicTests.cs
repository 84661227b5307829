using System.Text.RegularExpressions;
using MdeHunting.Service.Services;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>What the topics of the help say of ids and files is so.</summary>
public sealed partial class TopicTests
{
    [Fact]
    public void Every_error_id_is_explained_and_one_that_is_explained_is_one_that_there_is()
    {
        var ids = typeof(MdeException)
            .Assembly.GetExportedTypes()
            .Where(type => type.IsEnum && type.Name.EndsWith("Failure", StringComparison.Ordinal))
            .SelectMany(Enum.GetNames)
            .ToHashSet(StringComparer.Ordinal);

        var explained = IdsOf("about_MdeHunting_Troubleshooting").ToList();

        Assert.Equal(explained.Distinct(), explained);
        Assert.DoesNotContain(explained, id => !ids.Contains(id));
        Assert.Empty(ids.Except(explained));
    }

    [Fact]
    public void The_environment_file_that_is_shown_is_one_that_is_read()
    {
        var shown = EnvironmentFile().Match(Read("about_MdeHunting_EnvironmentFiles")).Value;
        var file = Path.GetTempFileName();
        try
        {
            // The certificate is only hinted at.
            File.WriteAllText(file, Certificate().Replace(shown, string.Empty));

            var environment = EnvironmentReader.ReadFile(file);

            Assert.Equal("Lab", environment.Name);
            Assert.Equal(Enum.GetValues<MdeApi>(), environment.Apis.Keys.Order());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Read(string topic) => File.ReadAllText(Path.Combine(HelpFile.Folder, $"{topic}.help.txt")).ReplaceLineEndings("\n");

    // An id stands in by four, alone or with others, and what it is about below it.
    private static IEnumerable<string> IdsOf(string topic) =>
        ExplainedIds().Matches(Read(topic)).SelectMany(match => match.Groups["id"].Captures).Select(capture => capture.Value);

    [GeneratedRegex(@"^    (?<id>[A-Z][a-z]+[A-Z]?\w+)(, (?<id>\w+))*\n      \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExplainedIds();

    [GeneratedRegex(@"^    \{.*?^    \}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex EnvironmentFile();

    [GeneratedRegex(@",\s*""rootCertificate"": ""[^""]*""")]
    private static partial Regex Certificate();
}
