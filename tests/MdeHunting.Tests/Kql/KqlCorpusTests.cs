using System.Text.RegularExpressions;
using CsCheck;
using MdeHunting.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>Queries as people publish them.</summary>
public partial class KqlCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_file_comes_back_to_the_letter()
    {
        foreach (var (_, content) in Corpus.Files())
        {
            KqlRoundTripTests.AssertRoundTrip(content);
        }
    }

    [Fact]
    public void Every_query_comes_back_to_the_letter_and_ends_its_strings()
    {
        var queries = Corpus.Queries();
        var cut = new List<string>();
        var tokens = 0;
        foreach (var query in queries)
        {
            var text = KqlRoundTripTests.AssertRoundTrip(query.Text);
            tokens += text.Tokens.Count;
            cut.AddRange(
                text.Tokens.Where(token => !token.IsTerminated).Select(token => $"{query.Name} {text.LineAndColumn(token.Start)}: {text.TextOf(token)}")
            );
        }

        output.WriteLine($"{queries.Count} queries, {tokens} tokens");
        Assert.Equal("", string.Join("\n", cut));
    }

    [Fact]
    public void Every_query_broken_somewhere_comes_back_to_the_letter() =>
        Gen.Select(Gen.OneOf(Corpus.Queries().Select(query => query.Text).ToArray()), Gen.Int[0, 10_000], Gen.Int[0, 60])
            .Sample(
                (query, at, length) =>
                {
                    var start = at % (query.Length + 1);
                    KqlRoundTripTests.AssertRoundTrip(query[..start]);
                    KqlRoundTripTests.AssertRoundTrip(query.Remove(start, Math.Min(length, query.Length - start)));
                },
                iter: 3 * Check.Iter
            );

    [Fact]
    public void Every_sign_is_known()
    {
        var unknown = Corpus
            .Queries()
            .Select(query => (query.Name, Text: new SourceText(query.Text)))
            .SelectMany(query =>
                query
                    .Text.Tokens.Where(token => token.Kind == KqlTokenKind.Unknown)
                    .Select(token => $"{query.Name} {query.Text.LineAndColumn(token.Start)}: {query.Text.TextOf(token)}")
            );

        Assert.Equal("", string.Join("\n", unknown));
    }

    [Fact]
    public void Every_table_outside_of_strings_and_comments_is_a_name()
    {
        var found = 0;
        foreach (var query in Corpus.Queries())
        {
            var text = new SourceText(query.Text);
            foreach (Match match in TableLike().Matches(query.Text))
            {
                var token = LabTokens.TokenAt(text, match.Index);
                if (!token.IsSignificant || token.IsString || token.Kind == KqlTokenKind.BracketedName)
                {
                    continue;
                }

                found++;
                Assert.Equal((KqlTokenKind.Identifier, match.Value, query.Name), (token.Kind, text.TextOf(token), query.Name));
            }
        }

        output.WriteLine($"{found} names");
        Assert.NotEqual(0, found);
    }

    [Theory]
    [InlineData("""DeviceProcessEvents | where InitiatingProcessFileName =~ "powershell.exe" | project FileName | order by Timestamp desc | limit 2""")]
    [InlineData("let start = ago(1d); let T = Numbers | where Value in (5, -3) and Text !has 'x'; T | top 3 by Ratio asc nulls last")]
    [InlineData("DeviceProcessEvents | extend Tag = AdditionalFields['Tags'][0] | where Score between (1 .. 5) or isempty(Tag) or x !in~ ('a')")]
    [InlineData("Numbers | project Value * 2, long(null), Small % 3, datetime(2024-01-01 10:00) + 1.5h, @'a\\b', dynamic({\"a\": [1, 'x']}) // end")]
    [InlineData("T | where a in~ (h'x', H@\"y\"\"\", ```z\n```, ~~~w~~~) and b == 0x1F + 1e-3 + 2. and $left.c <> $right.d\r\n// e\r\n| take 1..2")]
    public void The_lab_cuts_these_alike(string query) => Assert.True(LabTokens.AssertSameCuts(query));

    [Fact]
    public void The_lab_cuts_where_this_lexer_cuts()
    {
        var queries = Corpus.Queries();
        var agreed = queries.Count(query => LabTokens.AssertSameCuts(query.Text));

        output.WriteLine($"{agreed} of {queries.Count} queries");
        Assert.NotEqual(0, agreed);
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9_])(Device|Email|Identity|CloudApp|Alert|Url|Exposure|Behavior|AAD)[A-Z][A-Za-z]*(?![A-Za-z0-9_])")]
    private static partial Regex TableLike();
}
