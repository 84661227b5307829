using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>Names that are written into a query.</summary>
public class KqlNameTests
{
    [Theory]
    [InlineData("DeviceEvents", "DeviceEvents")]
    [InlineData("My_CL", "My_CL")]
    [InlineData("x\n_CL", "['x\\n_CL']")]
    [InlineData("a'b\\c\"d", "['a\\'b\\\\c\"d']")]
    [InlineData("a\u2028b\u2029c\r\0d", "['a\\u2028b\\u2029c\\r\\u0000d']")]
    [InlineData("a b", "['a b']")]
    [InlineData("1a", "['1a']")]
    [InlineData("$left", "['$left']")]
    [InlineData("where", "['where']")]
    [InlineData("by", "['by']")]
    [InlineData("datetime", "['datetime']")]
    [InlineData("Größe", "['Größe']")]
    [InlineData("a\U0001F600", "['a\U0001F600']")]
    [InlineData("", "['']")]
    public void A_name_is_written_so_that_it_is_read_back(string name, string written)
    {
        Assert.Equal(written, KqlName.Write(name));
        AssertReadBack(name);
    }

    [Fact]
    public void Any_name_is_read_back() =>
        Gen.OneOf(Gen.String, Gen.Char["'\"\\[]`~@h|;,\n\r\t\u2028\u2029\u200b\ud83d\ude00xuU0139abN"].Array[0, 12].Select(letters => new string(letters)))
            .Sample(AssertReadBack, iter: 20_000);

    private static void AssertReadBack(string name)
    {
        var text = new SourceText($"T | where {KqlName.Write(name)} == 1");
        var token = text.Significant[3];

        Assert.Equal(6, text.Significant.Count);
        Assert.Equal((name, true), (text.ValueOf(token), token.Kind is KqlTokenKind.BracketedName or KqlTokenKind.Identifier));
    }
}
