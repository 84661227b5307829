using System.Diagnostics;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>What the README and the help compare with a row's time is right in every time zone.</summary>
[Collection("Process environment")]
public sealed class TimeExampleTests(ExampleLab lab) : IClassFixture<ExampleLab>
{
    private static readonly string[] Files = ["README.md", "src/MdeHunting.Module/module/en-US/about_MdeHunting_Results.help.txt"];

    [Fact]
    public void The_last_two_hours_are_the_last_two_hours()
    {
        var lines = Files
            .SelectMany(file => File.ReadLines(Path.Combine(ModuleSetup.RepositoryRoot, file)))
            .Where(line => line.Contains("Where-Object Timestamp", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(2, lines.Length);

        foreach (var line in lines)
        {
            var result = lab.Run(
                    "$rows = Invoke-MdeHuntingQuery 'union (print Timestamp = now(-30m)), (print Timestamp = now(-90m)), (print Timestamp = now(-150m)), "
                        + "(print Timestamp = now(-210m))'\n"
                        + line,
                    out _
                )
                .ThrowIfFailed();

            Assert.True(result.Output.Count == 2, $"{result.Output.Count} rows in {TimeZoneInfo.Local.Id}: {line}");
        }
    }

    [Fact]
    public void No_text_compares_a_row_with_local_time()
    {
        var texts = Directory
            .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting.Module", "module", "en-US"), "*.txt")
            .Append(Path.Combine(ModuleSetup.RepositoryRoot, "README.md"))
            .SelectMany(File.ReadLines);

        Assert.DoesNotContain(
            texts,
            line =>
                line.Contains("(Get-Date)", StringComparison.OrdinalIgnoreCase)
                && (
                    line.Contains("-gt", StringComparison.Ordinal)
                    || line.Contains("-lt", StringComparison.Ordinal)
                    || line.Contains("-ge", StringComparison.Ordinal)
                )
        );
    }
}

/// <summary>
/// Examples again, in programs of their own that lie in other time zones: those that compare times, the README's, and with all cases every one.
/// </summary>
public sealed class ZonedExampleTests(ITestOutputHelper output)
{
    // The help's own examples in one of them.
    public static TheoryData<string, bool> Zones => new() { { "Europe/Helsinki", false }, { "America/New_York", Cases.AreAll } };

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Examples_run_elsewhere(string zone, bool isEvery)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes no time zone from the environment.");
        var start = new ProcessStartInfo("dotnet");
        Type[] classes = [typeof(TimeExampleTests), typeof(ReadmeTests), .. isEvery ? [typeof(ExampleTests)] : Array.Empty<Type>()];
        foreach (
            var argument in (string[])
                [typeof(TimeExampleTests).Assembly.Location, "-noColor", .. classes.SelectMany(type => new[] { "-class", type.FullName! })]
        )
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TZ"] = zone;

        var elsewhere = await ChildProcess.RunAsync(start);
        var told = elsewhere.Output + elsewhere.Error;

        output.WriteLine(told);
        Assert.Equal(0, elsewhere.ExitCode);
        Assert.DoesNotContain("Total: 0,", told);
    }
}
