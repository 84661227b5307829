using MdeHunting.Kql;
using MdeHunting.Pipeline;
using MdeHunting.Schema;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

/// <summary>The place of a syntax error as PowerShell shows it for an error of a script, where it breaks the text and puts a bar before each line.</summary>
public class ScriptErrorTextTests
{
    private const string Short = "DeviceInfo | wher DeviceName == 'x'";

    private const string Long =
        "DeviceProcessEvents | where FileName =~ 'powershell.exe' and ProcessCommandLine has 'Encoded' and AccountName !contains 'svc' | wher Timestamp > ago(1d) | take 9";

    [Theory]
    [InlineData(80, Short)]
    [InlineData(80, Long)]
    [InlineData(120, Short)]
    [InlineData(120, Long)]
    [InlineData(50, Long)]
    [InlineData(200, Long)]
    public void The_mark_stands_under_the_place(int width, string query)
    {
        foreach (
            var words in (string[])
                [
                    "It's rejected.",
                    "The service rejected the query: The query contains syntax errors. Did you mean 'where'?",
                    new string('w', Math.Min(70, width - 10)) + " ends.",
                ]
        )
        {
            var lines = Shown(width, query, words, ".ps1");

            var mark = Array.FindIndex(lines, line => line.EndsWith("-^", StringComparison.Ordinal));
            Assert.True(mark > 0, string.Join("\n", lines));
            Assert.StartsWith("wher ", lines[mark - 1][lines[mark].IndexOf('^', StringComparison.Ordinal)..]);
            Assert.StartsWith("     | 1> ", lines[mark - 1].Replace("1> …", "1> ", StringComparison.Ordinal).Replace("| …", "| 1> ", StringComparison.Ordinal));
            Assert.All(lines[mark - 1], c => Assert.False(char.IsControl(c)));
            Assert.True(lines[mark - 1].Length <= width);
        }
    }

    [Fact]
    public void In_a_module_there_is_no_bar_and_the_mark_stands_there_too()
    {
        var lines = Shown(80, Long, "It's rejected.", ".psm1");

        var mark = Array.FindIndex(lines, line => line.EndsWith("-^", StringComparison.Ordinal));
        Assert.StartsWith("wher ", lines[mark - 1][lines[mark].IndexOf('^', StringComparison.Ordinal)..]);
    }

    [Fact]
    public void At_the_prompt_the_message_is_shown_as_it_is()
    {
        using var shell = new Shell(80, ("Test-Bridge", typeof(TestBridgeCommand)));

        var shown = Assert.IsType<string>(
            shell.Run("Test-Bridge $args[0] 2>&1 | Out-String -Width 4096", Body(Short, "It's rejected.")).ThrowIfFailed().Output[0].BaseObject
        );

        Assert.Contains($"1> {Short}\n                ^", shown.Replace("\r\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string[] Shown(int width, string query, string words, string extension)
    {
        using var shell = new Shell(width, ("Test-Bridge", typeof(TestBridgeCommand)));
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}{extension}");
        File.WriteAllText(file, extension == ".ps1" ? "param($body)\nTest-Bridge $body\n" : "function Start-Hunt($body) { Test-Bridge $body }\n");
        var call = extension == ".ps1" ? "& $args[0] $args[1]" : "Import-Module $args[0]; Start-Hunt $args[1]";
        try
        {
            var shown = shell.Run($"$PSStyle.OutputRendering = 'PlainText'; {call} 2>&1 | Out-String -Width 4096", file, Body(query, words)).ThrowIfFailed();
            return [.. ((string)shown.Output[0].BaseObject).Split('\n').Select(line => line.TrimEnd())];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Func<PipelineStreams, CancellationToken, Task> Body(string query, string words)
    {
        var place = new KqlPosition(1, query.IndexOf("wher ", StringComparison.Ordinal) + 1);
        var failure = new HuntingException(HuntingFailure.QueryRefused, words, "See what's shown.").WithExcerpt(QueryExcerpt.Of(query, place)!);
        return (streams, _) => streams.WriteErrorAsync(failure);
    }
}
