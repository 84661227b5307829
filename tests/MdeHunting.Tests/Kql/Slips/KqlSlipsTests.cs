using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Kql.Slips;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql.Slips;

/// <summary>What is found in a query that KQL does not have, and what is not.</summary>
public sealed class KqlSlipsTests
{
    [Theory]
    [InlineData("T | where A LIKE '%x'", "endswith", "line 1, column 13")]
    [InlineData("T | where A Like 'x%'", "startswith", "'Like'")]
    [InlineData("T | where A LIKE '%x%'", "contains", "'LIKE'")]
    [InlineData("T | where A LIKE 'x'", "=~", "'LIKE'")]
    [InlineData("T | where A LIKE '%a_b%'", "matches regex", "'LIKE'")]
    [InlineData("T | where A NOT LIKE '%x%'", "!contains", "'NOT LIKE'")]
    [InlineData("T | where A not like '%x'", "!endswith", "'not like'")]
    [InlineData("T | where A ILIKE 'x%'", "startswith", "'ILIKE'")]
    [InlineData("T\n| where A == 'x' AND B == 'y'", "and", "line 2, column 18")]
    [InlineData("T | where A == 'x' Or (B == 1)", "or", "'Or'")]
    [InlineData("T | where A HAS 'x'", "has", "'HAS'")]
    [InlineData("T | where A IN ('x')", "in", "'IN'")]
    [InlineData("T | where A In~ ('x')", "in", "'In'")]
    [InlineData("T | where N BETWEEN (1 .. 2)", "between", "'BETWEEN'")]
    [InlineData("T | where A IS NULL", "isempty(A)", "'IS NULL'")]
    [InlineData("T | where A is not null", "isnotempty(A)", "'is not null'")]
    [InlineData("T | where A.b IS NULL", "isempty(…)", "'IS NULL'")]
    [InlineData("T | where A NOT IN ('x')", "!in", "'NOT IN'")]
    [InlineData("T | where A not contains 'x'", "!contains", "'not contains'")]
    [InlineData("T | where not A == 'x'", "not(…)", "'not'")]
    [InlineData("T | where B == 1 and NOT A == 'x'", "not(…)", "'NOT'")]
    [InlineData("T | where A = 'x'", "==", "line 1, column 13")]
    [InlineData("T | where (A = 'x' or B == 'y')", "==", "column 14")]
    [InlineData("T | where tolower(A) = 'x'", "==", "column 22")]
    [InlineData("T | where A == 'x' && B == 'y'", "and", "'&&'")]
    [InlineData("T | where A == 'x' || B == 'y'", "or", "'||'")]
    [InlineData("T | summarize COUNT(*)", "count()", "'COUNT(*)'")]
    [InlineData("T | summarize count() BY A", "by", "'BY'")]
    [InlineData("T | order BY A", "by", "'BY'")]
    [InlineData("T | order by A DESC", "desc", "'DESC'")]
    [InlineData("T | join kind=inner (U) ON Id", "on", "'ON'")]
    [InlineData("T | where A contians 'x'", "contains", "'contians'")]
    [InlineData("T | where A has_al ('x','y')", "has_all", "'has_al'")]
    [InlineData("T | where A !contain 'x'", "!contains", "'!contain'")]
    [InlineData("T | where A !IN ('x')", "!in", "'!IN'")]
    [InlineData("T | where Timestamp > ago(7 d)", "7d", "'7 d'")]
    [InlineData("T | where Timestamp > ago(12 Hours)", "12hours", "'12 Hours'")]
    [InlineData("T | summarize count() by bin(Timestamp, 1 h)", "1h", "'1 h'")]
    [InlineData("T | join knd=inner U on Id", "kind", "'knd'")]
    [InlineData("T | join kind=lefouter U on Id", "leftouter", "'lefouter'")]
    [InlineData("T | join kind = Inner U on Id", "inner", "'Inner'")]
    [InlineData("T | join hint.strategy=shuffle kind=left U on Id", "leftouter", "'left'")]
    [InlineData("T | lookup kind=leftouterr U on Id", "leftouter", "'leftouterr'")]
    [InlineData("union isfuzy=true T, U", "isfuzzy", "'isfuzy'")]
    [InlineData("T | order Timestamp desc", "order by", "line 1, column 5")]
    [InlineData("T | sort ['a b']", "sort by", "'sort'")]
    [InlineData("x = 5; T | take x", "let x", "'x'")]
    [InlineData("T | where A === 'x'", "==", "'==='")]
    [InlineData("T | where A !== 'x'", "!=", "'!=='")]
    [InlineData("T | where A equals 'x'", "==", "'equals'")]
    [InlineData("T | where A EQ 'x'", "==", "'EQ'")]
    [InlineData("T | where A beginswith 'x'", "startswith", "'beginswith'")]
    [InlineData("T | where A == 'x' & B == 'y'", "and", "'&'")]
    public void A_word_of_another_language_comes_back_with_KQLs(string query, string meant, string place)
    {
        var slip = KqlSlips.Find(TokenTree.Of(new SourceText(query))).First();

        Assert.Equal(meant, slip.Meant[0]);
        Assert.StartsWith($"Did you mean '{meant}'", slip.Advice);
        Assert.Contains(place, slip.Advice);
        Assert.True(slip.IsSure);
    }

    [Theory]
    [InlineData("SELECT * FROM DeviceEvents", "a query starts with its table: DeviceEvents.")]
    [InlineData("select A, B from T where A = 'x'", "a query starts with its table: T | where … | project A, B.")]
    [InlineData("SELECT COUNT(*) FROM T", "a query starts with its table: T | project …, or | summarize … by ….")]
    [InlineData("index=main FileName=x", "a query starts with a table, not with a condition")]
    [InlineData("FileName:evil.exe AND DeviceName:x", "a query starts with a table, not with a condition")]
    [InlineData("EventID == 4688", "a query starts with a table, not with a condition")]
    [InlineData("DeviceEvents where A == 1", "A '|' is missing before 'where' (line 1, column 14)")]
    [InlineData("T | where A == \u201cx\u201d", "Line 1, column 16: \u201c (U+201C) isn't the character that KQL uses: write \", and check 1 more like it.")]
    [InlineData("T\n| where A == \u2018x\u2019", "Line 2, column 14: \u2018 (U+2018) isn't the character that KQL uses: write '")]
    [InlineData("T | where A \u2013 1 > 2", "(U+2013) isn't the character that KQL uses: write -.")]
    [InlineData("T \uff5c take 1", "(U+FF5C) isn't the character that KQL uses: write |.")]
    [InlineData("T | take 1\n\u001a| take 2", "Line 2, column 1: U+001A is an invisible character that isn't valid in a query: delete it.")]
    [InlineData("T\u2060 | take 1", "Line 1, column 2: U+2060 is an invisible character")]
    [InlineData("Device\u200bEvents | take 1", "Line 1, column 7: U+200B is an invisible character that splits a name: delete it.")]
    [InlineData("Device\ufeffEvents | take 1", "U+FEFF is an invisible character that splits a name: delete it.")]
    [InlineData("```kql\nT | take 1\n```", "inside the fence of a Markdown code block (lines 1 and 3): delete ```")]
    [InlineData("~~~\nT | take 1\n~~~\n", "(lines 1 and 3): delete ~~~")]
    [InlineData("T | take 1\n```", "inside the fence of a Markdown code block (line 2, column 1)")]
    [InlineData("print ```abc", "Line 1, column 7 starts a multi-line string that isn't closed")]
    [InlineData("T | where A == 'x", "Line 1, column 16: ' starts a string that isn't closed")]
    [InlineData("T | take 5 # five", "# doesn't start a comment in KQL: write //.")]
    [InlineData("T /* all */ | take 5", "/* isn't a comment in KQL")]
    [InlineData("T | where (A == 1 | take 5", "A ')' is missing for the '(' (line 1, column 11).")]
    [InlineData("T | where A == 1) | take 5", "A '(' is missing before the ')' (line 1, column 17).")]
    [InlineData("T | where A has_any ['x', 'y']", "The values of 'has_any' are in parentheses: write ( and ) in place of [ and ] (line 1, column 21).")]
    [InlineData("T | where A in~ ['x']", "The values of 'in' are in parentheses")]
    public void What_comes_from_elsewhere_is_told_with_its_place(string query, string advice)
    {
        var slip = KqlSlips.Find(TokenTree.Of(new SourceText(query))).First();

        Assert.Contains(advice, slip.Advice);
        Assert.True(slip.IsSure);
        Assert.Empty(slip.Meant);
    }

    [Theory]
    [InlineData("T\u00a0| take 1", "U+00A0 isn't an ordinary space: replace it with one.")]
    [InlineData("\ufeffT | take 1", "U+FEFF is an invisible character: delete it.")]
    [InlineData("T | where A like '%x'", "Did you mean 'endswith'")]
    public void What_the_service_may_take_is_not_sure(string query, string advice)
    {
        var slip = Assert.Single(KqlSlips.Find(TokenTree.Of(new SourceText(query))));

        Assert.False(slip.IsSure);
        Assert.Contains(advice, slip.Advice);
    }

    [Theory]
    [InlineData("T | where A == 'x \u201cy\u201d \u200b AND LIKE # = 7 d'")]
    [InlineData("T | where A == \"it\u2019s\" // \u201cy\u201d \u00a0 AND # ```")]
    [InlineData("T | extend A = 1, B = (2) | project C = A")]
    [InlineData("let T = U | where A == 1; T | extend X = iff(A == 1, 'IN', \"AND\")")]
    [InlineData("T | project By, On, In, And, Or, Like, Is, Not | order by By desc, On")]
    [InlineData("T | where And == 1 and Like == 'x' and not(In == 2)")]
    [InlineData("T | where (A == 1) and not (B == 2) or not(C)")]
    [InlineData("T | join kind=leftanti hint.strategy=shuffle (U | where A == 1) on $left.A == $right.B")]
    [InlineData("T | join kind = inner hint.remote=auto U on A")]
    [InlineData("union kind=outer isfuzzy=true withsource=S T, U")]
    [InlineData("search in (T) A:\"x\" and B == 1")]
    [InlineData("T | parse A with * 'user ' User ' from ' Ip:string ' In ' Where")]
    [InlineData("T | summarize Count = count(), dcount(A) by bin(Timestamp, 1h)")]
    [InlineData("T | top 5 by A | take 10")]
    [InlineData("T | mv-apply x = A on (where x == 1)")]
    [InlineData("T | where f(a) in ((U | extend y = 1 | project y))")]
    [InlineData("T | extend x = ```a\nb``` | take 1")]
    [InlineData("T | evaluate bag_unpack(A) | where B between (1d .. 2d)")]
    [InlineData("T | where A < -1 and B !in~ ('x') and C !between (1 .. 2) and D !has_cs 'x' and E !hasprefix 'y'")]
    [InlineData("datatable(A: string, B: int)['x', 1] | where A != 'y'")]
    [InlineData("")]
    public void A_query_without_one_has_none(string query) => Assert.Empty(KqlSlips.Find(TokenTree.Of(new SourceText(query))));

    [Fact]
    public void Whatever_a_text_has_it_is_looked_at()
    {
        string[] parts =
        [
            "\ud800",
            "\udc00",
            "\0",
            "\u001b",
            "\u200b",
            "\U0001F600",
            "\u0301",
            "```",
            "'",
            "\"",
            "[",
            "(",
            ")",
            "=",
            "!",
            "not",
            "is",
            "like",
            "|",
            "||",
            "join",
            "kind",
            "7",
            " d",
            "select",
            "from",
            ":",
            ".",
            "\n",
            ";",
            "&",
            "#",
            "/*",
        ];
        var random = new Random(20261128);
        for (var i = 0; i < 20 * Check.Iter; i++)
        {
            var text = new SourceText(
                string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)] + (random.Next(2) == 0 ? " " : string.Empty)))
            );

            Assert.All(KqlSlips.Find(TokenTree.Of(text)), slip => Assert.InRange(slip.Position + slip.Length, slip.Position + 1, text.Source.Length));
        }
    }

    private const string WithBracketTooMany = "bert-janp/Threat Hunting/Ransomware - LeaksiteMontitoring.md#2";

    [Fact]
    public void Published_queries_have_none() =>
        Assert.Empty(
            Corpus
                .Queries()
                .Where(query => query.Name != WithBracketTooMany)
                .SelectMany(query =>
                    KqlSlips.Find(TokenTree.Of(new SourceText(query.Text))).Where(slip => slip.IsSure).Select(slip => $"{query.Name}: {slip.Advice}")
                )
        );
}
