using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>Every example of the help does what it says, with the real cmdlets and a tenant.</summary>
[Collection("Process environment")]
public sealed class ExampleTests(ExampleLab lab) : IClassFixture<ExampleLab>
{
    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (var command in HelpFile.Commands)
            {
                for (var i = 0; i < command.Examples.Count; i++)
                {
                    examples.Add(command.Name, i);
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Runs_without_an_error(string command, int index)
    {
        var code = HelpFile.Commands.Single(help => help.Name == command).Examples[index].Code;

        lab.Run(code, out _).ThrowIfFailed();
    }

    [Fact]
    public void The_one_that_gives_a_hunt_its_values_returns_its_rows()
    {
        var example = HelpFile.Commands.Single(help => help.Name == "Invoke-MdeHuntingPack").Examples[2];

        Assert.NotEmpty(lab.Run(example.Code, out _).ThrowIfFailed().Output);
    }

    [Fact]
    public void Those_that_hunt_find_something_in_the_tenants_incident()
    {
        foreach (var example in HelpFile.Commands.Single(help => help.Name == "Invoke-MdeHuntingQuery").Examples)
        {
            Array.ForEach(Directory.GetFiles(lab.Folder, "*.csv"), File.Delete);

            var result = lab.Run(example.Code, out var screen).ThrowIfFailed();

            var written = Directory.GetFiles(lab.Folder, "*.csv").Sum(file => File.ReadLines(file).Count());
            Assert.True(result.Output.Count > 0 || written > 0 || screen.Text.Contains("What if:", StringComparison.Ordinal), example.Title);
        }
    }
}
