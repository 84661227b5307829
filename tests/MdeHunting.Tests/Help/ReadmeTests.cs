using System.Text.RegularExpressions;
using MdeHunting.Lab.Tour;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>Who types what the README shows gets what it shows.</summary>
[Collection("Process environment")]
public sealed partial class ReadmeTests(ExampleLab lab) : IClassFixture<ExampleLab>
{
    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All().Count)];

    [Fact]
    public void Its_tasks_show_what_they_return() => Assert.Equal((7, 4), (All().Count, All().Count(example => example.Output.Length > 0)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_returns_what_is_shown(int index)
    {
        var (code, output) = All()[index];

        lab.Run($". {{\n{code}\n}} | Out-Default", out var screen).ThrowIfFailed();

        var expected = Lines(output.Split('\n'));
        var shown = Lines(screen.Text.ReplaceLineEndings("\n").Split('\n'));
        Assert.True(expected.All(shown.Contains), string.Join('\n', shown));
    }

    [Fact]
    public async Task The_picture_shows_what_a_session_shows()
    {
        var session = await PictureSession.RecordAsync(ModuleSetup.Manifest, isColored: false, TestContext.Current.CancellationToken);
        var expected = TerminalPicture.Read(new TerminalPicture(PictureSession.Width).Draw(session, PictureSession.Title));

        var drawn = TerminalPicture.Read(await File.ReadAllTextAsync(Path.Combine(ModuleSetup.RepositoryRoot, ".github", "tour.svg")));

        Assert.True(
            Lines(expected).SequenceEqual(Lines(drawn)),
            $"To draw it anew: dotnet run --project src/MdeHunting.Lab -- picture .github/tour.svg\n{session}"
        );
    }

    private static List<(string Code, string Output)> All() =>
        [
            .. Example()
                .Matches(File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, "README.md")).ReplaceLineEndings("\n"))
                .Select(match => (match.Groups["code"].Value, match.Groups["output"].Value.TrimEnd())),
        ];

    // What is another one each time: moments, the lab's port, and the code of a sign-in.
    private static List<string> Lines(IEnumerable<string> lines) =>
        [.. lines.Select(line => Changing().Replace(line.TrimEnd(), "~")).Where(line => line.Length > 0)];

    [GeneratedRegex("```powershell\n(?<code>.*?)```(\n\n```output\n(?<output>.*?)```)?", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ][\d:.]+Z|(?<=localhost:)\d+|(?<=code )\w{9}")]
    private static partial Regex Changing();
}
