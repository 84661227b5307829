using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using MdeHunting.Tests.Indicators;
using Xunit;

namespace MdeHunting.Tests.Formats.Stix;

/// <summary>The patterns of STIX: each form of the standard's examples is read, and what cannot be looked for is named.</summary>
public sealed class StixPatternTests
{
    public static TheoryData<string, string> Patterns
    {
        get
        {
            var data = new TheoryData<string, string>();
            string? pattern = null;
            var expected = new List<string>();
            foreach (
                var line in File.ReadLines(Path.Combine(ModuleSetup.RepositoryRoot, "tests", "MdeHunting.Tests", "Indicators", "stix-patterns.txt"))
                    .Append("[end]")
            )
            {
                if (line.Length == 0 || line[0] == '#')
                {
                    continue;
                }

                if (line[0] == ' ')
                {
                    expected.Add(line.Trim());
                    continue;
                }

                if (pattern is not null)
                {
                    data.Add(pattern, string.Join('\n', expected));
                }

                (pattern, expected) = (line, []);
            }

            return data;
        }
    }

    [Fact]
    public void There_are_as_many_forms_as_the_standard_has_examples() => Assert.True(Patterns.Count > 50, $"{Patterns.Count}");

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_is_read_as_its_indicators(string pattern, string expected)
    {
        var read = Read(pattern);

        var told = read.Select(one => one.Kind == MdeIndicatorType.Unknown ? $"! {one.Reason}" : $"{one.Type} {one.Value}").ToList();
        var lines = expected.Split('\n');
        Assert.Equal(lines.Length, told.Count);
        Assert.All(lines.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second));
        Assert.All(read, one => Assert.Equal(2, one.Line));
    }

    [Theory]
    [InlineData("[", "(", "a:b = 1", ")", "]")]
    [InlineData("", "(", "[a:b = 1]", ")", "")]
    [InlineData("[", "(", "", "", "")]
    [InlineData("", "(", "", "", "")]
    public void A_pattern_that_is_nested_deeper_than_people_nest_is_told_as_that(string start, string open, string middle, string close, string end)
    {
        string Deep(int depth) => start + string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth)) + end;

        var one = Assert.Single(Read(Deep(20_000)));

        Assert.Equal(MdeIndicatorType.Unknown, one.Kind);
        Assert.Contains("more than 200 levels deep", one.Reason);
        Assert.DoesNotContain("levels deep", Assert.Single(Read(Deep(100))).Reason);
    }

    private static List<MdeIndicator> Read(string pattern)
    {
        var json = $$"""
            {"type": "bundle", "objects": [
              {"type": "indicator", "spec_version": "2.1", "pattern_type": "stix", "pattern": {{JsonSerializer.Serialize(pattern)}}}]}
            """;
        var read = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(json));
        FormatsLoader.Indicators.ReadToEnd(
            new IndicatorDocument(content, "x.json", MdeIndicatorFormat.Auto),
            new IndicatorCollector(null, default, DateTime.UnixEpoch, read.Add),
            default
        );
        return read;
    }
}
