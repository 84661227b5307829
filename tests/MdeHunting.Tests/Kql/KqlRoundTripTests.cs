using CsCheck;
using MdeHunting.Kql;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>The tokens of any text are the text.</summary>
public class KqlRoundTripTests
{
    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.OneOf(BrokenQueries.All),
        Gen.Int[0, 400],
        Gen.Int[0, 20],
        Gen.OneOf(BrokenQueries.Pieces),
        BrokenQueries.Break
    );

    [Fact]
    public void Any_text_comes_back() => Gen.String.Sample(text => AssertRoundTrip(text), iter: 5 * Check.Iter);

    [Fact]
    public void Any_characters_come_back() => Gen.Char.Array[0, 60].Sample(text => AssertRoundTrip(new string(text)), iter: 5 * Check.Iter);

    [Fact]
    public void Any_mix_of_pieces_comes_back() =>
        Gen.OneOf(BrokenQueries.Pieces).Array[0, 40].Sample(pieces => AssertRoundTrip(string.Concat(pieces)), iter: 20 * Check.Iter);

    [Fact]
    public void Any_broken_query_comes_back() => Mutated.Sample(text => AssertRoundTrip(text), iter: 10 * Check.Iter);

    [Fact]
    public void Any_beginning_of_a_query_comes_back()
    {
        foreach (var query in BrokenQueries.All)
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
        // By no clock: with all cases it is three megabytes, for which a scan to the end from each position would take an hour.
        AssertRoundTrip(string.Concat(Enumerable.Repeat(piece, (Cases.AreAll ? 3_000_000 : 300_000) / piece.Length)));
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
