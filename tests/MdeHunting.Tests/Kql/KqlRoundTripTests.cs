using CsCheck;
using MdeHunting.Kql;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>The tokens of any text are the text.</summary>
public class KqlRoundTripTests
{
    private static readonly string[] Queries =
    [
        "let T = DeviceEvents | where Timestamp >= datetime(2024-01-31) and Timestamp < datetime(2024-02-01);\r\nunion T, (['a b'] | project-away x) // end",
        "DeviceInfo | where h@'a''b' =~ \"c\\\"d\" ```e\nf``` or x !in~ (dynamic([\"a\", {'b': null}])) | summarize make_list(y) by bin(Timestamp, 1.5h)",
        "database('x').Device* | join kind=leftouter (adx('c').T) on $left.A == $right.B | take 10",
    ];

    private static readonly string[] Fragments =
    [
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ".",
        "..",
        "=",
        "==",
        "=~",
        "!",
        "~",
        "~~~",
        "-",
        "'",
        "\"",
        "@",
        "h",
        "`",
        "```",
        "\\",
        "\\u00",
        "//",
        "#",
        "dynamic",
        "dynamic(",
        "datetime(",
        "int(",
        "0x",
        "1",
        "1.",
        "1e",
        "1d",
        "e5",
        "name",
        "_",
        "$",
        "\n",
        "\r",
        "\u2028",
        "\u0085",
        " ",
        "\0",
        "\ud800",
        "\udc00",
        "\u00e9",
        "\ufeff",
        "ad5e9ab1-",
        "1111-",
    ];

    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.OneOf(Queries),
        Gen.Int[0, 200],
        Gen.Int[0, 20],
        Gen.OneOf(Fragments),
        static (query, at, length, fragment) =>
        {
            var start = at % query.Length;
            return query.Remove(start, Math.Min(length, query.Length - start)).Insert(start, fragment);
        }
    );

    [Fact]
    public void Any_text_comes_back() => Gen.String.Sample(text => AssertRoundTrip(text), iter: 5 * Check.Iter);

    [Fact]
    public void Any_characters_come_back() => Gen.Char.Array[0, 60].Sample(text => AssertRoundTrip(new string(text)), iter: 5 * Check.Iter);

    [Fact]
    public void Any_mix_of_pieces_comes_back() =>
        Gen.OneOf(Fragments).Array[0, 40].Sample(pieces => AssertRoundTrip(string.Concat(pieces)), iter: 20 * Check.Iter);

    [Fact]
    public void Any_broken_query_comes_back() => Mutated.Sample(text => AssertRoundTrip(text), iter: 10 * Check.Iter);

    [Fact]
    public void Any_beginning_of_a_query_comes_back()
    {
        foreach (var query in Queries)
        {
            for (var length = 0; length <= query.Length; length++)
            {
                AssertRoundTrip(query[..length]);
            }
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("[ ")]
    [InlineData("['")]
    [InlineData("['a'")]
    [InlineData("[```")]
    [InlineData("[h")]
    [InlineData("'\\")]
    [InlineData("`")]
    [InlineData("~")]
    [InlineData("dynamic(")]
    [InlineData("datetime(")]
    [InlineData("int")]
    [InlineData("int(a")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData("1.5e")]
    [InlineData("ad5e9ab1-1111-")]
    [InlineData("/")]
    [InlineData("\r")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    public void Megabytes_of_the_same_come_back(string piece)
    {
        // By no clock: with all cases it is ten megabytes, for which a scan to the end from each position would take hours.
        AssertRoundTrip(string.Concat(Enumerable.Repeat(piece, (int)Check.Iter * 10_000 / piece.Length)));
    }

    /// <summary>Every character in exactly one token, in order, and every token's value and place can be asked for.</summary>
    internal static SourceText AssertRoundTrip(string text)
    {
        var query = new SourceText(text);
        var position = 0;
        foreach (var token in query.Tokens)
        {
            if (token.Start != position || token.Length <= 0)
            {
                Assert.Fail($"A token of {token.Length} at {token.Start} follows one that ends at {position}.");
            }

            if (!token.IsTerminated && !token.IsString)
            {
                Assert.Fail($"{token.Kind} at {token.Start} has no end.");
            }

            position = token.End;
            Assert.NotNull(query.ValueOf(token));
        }

        Assert.Equal(text.Length, position);
        Assert.Equal(text, string.Concat(query.Tokens.Select(query.TextOf)));
        Assert.True(query.LineAndColumn(text.Length).Line >= 1);
        return query;
    }
}
