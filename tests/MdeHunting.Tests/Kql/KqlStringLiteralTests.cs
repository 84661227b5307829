using MdeHunting.Kql;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>String literals: where they end, and what they stand for.</summary>
public class KqlStringLiteralTests
{
    [Theory]
    [InlineData("'a \"b\"'", nameof(KqlTokenKind.String), "a \"b\"")]
    [InlineData("\"it's\"", nameof(KqlTokenKind.String), "it's")]
    [InlineData("''", nameof(KqlTokenKind.String), "")]
    [InlineData(@"'it\'s \\'", nameof(KqlTokenKind.String), @"it's \")]
    [InlineData(@"'\t\r\n\a\b\f\v\""'", nameof(KqlTokenKind.String), "\t\r\n\a\b\f\v\"")]
    [InlineData(@"'\x41\u00e9\U0001F600\101\7\400'", nameof(KqlTokenKind.String), "Aé😀A\a 0")]
    [InlineData(@"'C:\Program Files\q\xZ\U99999999'", nameof(KqlTokenKind.String), @"C:\Program Files\q\xZ\U99999999")]
    [InlineData(@"@'C:\dir\'", nameof(KqlTokenKind.VerbatimString), @"C:\dir\")]
    [InlineData(@"@'it''s'", nameof(KqlTokenKind.VerbatimString), "it's")]
    [InlineData("@\"a \"\"b\"\"\"", nameof(KqlTokenKind.VerbatimString), "a \"b\"")]
    [InlineData("@''", nameof(KqlTokenKind.VerbatimString), "")]
    [InlineData("```a\r\n'b' \\n ``c```", nameof(KqlTokenKind.MultiLineString), "a\r\n'b' \\n ``c")]
    [InlineData("~~~a\nb~~~", nameof(KqlTokenKind.MultiLineString), "a\nb")]
    [InlineData("``````", nameof(KqlTokenKind.MultiLineString), "")]
    public void A_literal_stands_for_its_value(string text, string kind, string value)
    {
        foreach (var prefix in new[] { "", "h", "H" })
        {
            var query = new SourceText(prefix + text);

            var literal = Assert.Single(query.Tokens);
            Assert.Equal(kind, literal.Kind.ToString());
            Assert.True(literal.IsTerminated);
            Assert.Equal(value, query.ValueOf(literal));
        }
    }

    [Theory]
    [InlineData("'abc\nwhere", "'abc", "abc")]
    [InlineData("\"abc\\\r\nwhere", "\"abc\\", "abc\\")]
    [InlineData("@'abc\u2029where", "@'abc", "abc")]
    [InlineData("h'abc''def", "'def", "def")]
    [InlineData("'", "'", "")]
    [InlineData("@\"", "@\"", "")]
    [InlineData(@"'\'", @"'\'", "'")]
    [InlineData("```a\nb``", "```a\nb``", "a\nb``")]
    [InlineData("h~~~", "h~~~", "")]
    public void A_literal_without_an_end_says_so(string text, string literal, string value)
    {
        var query = new SourceText(text);

        var token = Assert.Single(query.Tokens, token => !token.IsTerminated);
        Assert.Equal(literal, query.TextOf(token));
        Assert.Equal(value, query.ValueOf(token));
    }

    [Fact]
    public void Literals_side_by_side_stay_apart()
    {
        var query = new SourceText("'a' \"b\"@'c'h'd'");

        Assert.Equal(["a", "b", "c", "d"], query.Significant.Select(query.ValueOf));
    }

    [Fact]
    public void Only_a_word_of_its_own_obfuscates()
    {
        var query = new SourceText("oh'a'");

        Assert.Equal([KqlTokenKind.Identifier, KqlTokenKind.String], query.Tokens.Select(token => token.Kind));
    }

    [Theory]
    [InlineData("['a b']", "a b")]
    [InlineData("[ @\"C:\\\" ]", "C:\\")]
    [InlineData("['it\\'s']", "it's")]
    public void A_bracketed_name_names_its_string(string text, string name)
    {
        var query = new SourceText(text);

        Assert.Equal(name, query.ValueOf(Assert.Single(query.Tokens)));
    }
}
