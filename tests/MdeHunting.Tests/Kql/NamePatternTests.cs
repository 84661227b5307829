using CsCheck;
using MdeHunting.Kql;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>Patterns of column names, in which nothing but a star is special.</summary>
public class NamePatternTests
{
    [Theory]
    [InlineData("*Id", "DeviceId", true)]
    [InlineData("Device*", "DeviceId", true)]
    [InlineData("*e*d", "DeviceId", true)]
    [InlineData("*", "", true)]
    [InlineData("a**b", "ab", true)]
    [InlineData("*Id", "DeviceID", false)]
    [InlineData("Device?d", "DeviceId", false)]
    [InlineData("Device[I]d", "DeviceId", false)]
    [InlineData("Device`*", "DeviceId", false)]
    [InlineData("Device", "DeviceId", false)]
    [InlineData("", "DeviceId", false)]
    public void Only_a_star_stands_for_other_text(string pattern, string name, bool isOne) => Assert.Equal(isOne, NamePattern.Matches(pattern, name));

    [Fact]
    public void Any_pattern_matches_what_the_lab_matches() =>
        Gen.Select(Gen.Char["ab*"].Array[1, 8], Gen.Char["ab"].Array[1, 8])
            .Sample(
                (pattern, name) =>
                    Assert.Equal(
                        new MdeHunting.Lab.Kql.Syntax.NamePattern(new string(pattern), IsWildcard: true).Matches(new string(name)),
                        NamePattern.Matches(new string(pattern), new string(name))
                    ),
                iter: 5 * Check.Iter
            );
}
