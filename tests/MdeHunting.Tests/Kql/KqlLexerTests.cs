using MdeHunting.Kql;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>What each piece of a query comes out as.</summary>
public class KqlLexerTests
{
    [Theory]
    [InlineData("DeviceInfo", "Identifier:DeviceInfo")]
    [InlineData("$left.A == $right.B", "Identifier:$left Dot:. Identifier:A Operator:== Identifier:$right Dot:. Identifier:B")]
    [InlineData("_x 7zip", "Identifier:_x Identifier:7zip")]
    [InlineData("project-away", "Identifier:project Operator:- Identifier:away")]
    [InlineData("a !in~ (b)", "Identifier:a Operator:! Identifier:in Operator:~ OpenParenthesis:( Identifier:b CloseParenthesis:)")]
    [InlineData(
        "{a}[b];c,d|e",
        "OpenBrace:{ Identifier:a CloseBrace:} OpenBracket:[ Identifier:b CloseBracket:] Semicolon:; Identifier:c Comma:, Identifier:d Pipe:| Identifier:e"
    )]
    [InlineData(
        "== != <> <= >= < > =~ !~ => = + - * / % : ? @",
        "Operator:== Operator:!= Operator:<> Operator:<= Operator:>= Operator:< Operator:> Operator:=~ Operator:!~ Operator:=> Operator:= Operator:+ "
            + "Operator:- Operator:* Operator:/ Operator:% Operator:: Operator:? Operator:@"
    )]
    [InlineData("a<|b", "Identifier:a Operator:< Pipe:| Identifier:b")]
    [InlineData("union Device*", "Identifier:union Identifier:Device Operator:*")]
    [InlineData("é#`\\^", "Unknown:é Unknown:# Unknown:` Unknown:\\ Unknown:^")]
    [InlineData("😀a", "Unknown:😀 Identifier:a")]
    public void Names_and_signs(string text, string expected) => Assert.Equal(expected, Shown(text));

    [Theory]
    [InlineData("a // b | c\nd", "Identifier:a Comment:// b | c Identifier:d")]
    [InlineData("//\r\n//x\u2028y", "Comment:// Comment://x Identifier:y")]
    [InlineData("'//' /x", "String:'//' Operator:/ Identifier:x")]
    public void Comments_end_with_their_line(string text, string expected) =>
        Assert.Equal(expected, Shown(text, token => token.Kind != KqlTokenKind.WhiteSpace));

    [Theory]
    [InlineData("1 007 0x1F 0Xab", "Integer:1 Integer:007 Integer:0x1F Integer:0Xab")]
    [InlineData("0x 0xg 1a1", "Identifier:0x Identifier:0xg Identifier:1a1")]
    [InlineData("1.5 1. 1e3 1.5E-3 2e+4", "Real:1.5 Real:1. Real:1e3 Real:1.5E-3 Real:2e+4")]
    [InlineData("1e 1.a", "Identifier:1e Integer:1 Dot:. Identifier:a")]
    [InlineData("-1..5", "Operator:- Integer:1 Operator:.. Integer:5")]
    [InlineData("1...5", "Real:1. Operator:.. Integer:5")]
    [InlineData(
        "1d 2h 30m 10s 100ms 5microseconds 1tick 1.5h 3days 2hrs",
        "Timespan:1d Timespan:2h Timespan:30m Timespan:10s Timespan:100ms " + "Timespan:5microseconds Timespan:1tick Timespan:1.5h Timespan:3days Timespan:2hrs"
    )]
    [InlineData("1D 1w 1da 5us", "Identifier:1D Identifier:1w Identifier:1da Identifier:5us")]
    [InlineData("0d5e9ab1-1111-2222-3333-44445555aaaa", "RawGuid:0d5e9ab1-1111-2222-3333-44445555aaaa")]
    [InlineData("ad5e9ab1-1111-2222-3333-44445555aaaa", "RawGuid:ad5e9ab1-1111-2222-3333-44445555aaaa")]
    [InlineData("ad5e9ab1-1111", "Identifier:ad5e9ab1 Operator:- Integer:1111")]
    public void Numbers_and_timespans(string text, string expected) => Assert.Equal(expected, Shown(text));

    [Theory]
    [InlineData("datetime(2022-01-01T10:00:00.1Z)")]
    [InlineData("datetime(\"2022-01-01\")")]
    [InlineData("date(now)")]
    [InlineData("timespan(1.02:03:04)")]
    [InlineData("time(15 seconds)")]
    [InlineData("guid(ad5e9ab1-1111-2222-3333-44445555aaaa)")]
    [InlineData("int(-5)")]
    [InlineData("long(null)")]
    [InlineData("real(-inf)")]
    [InlineData("decimal(1.5)")]
    [InlineData("bool()")]
    public void A_literal_with_its_type_is_one_token(string text) => Assert.Equal("TypedLiteral:" + text, Shown(text));

    [Theory]
    [InlineData("datetime(strcat('a', b))", "datetime", "strcat", "b")]
    [InlineData("datetime (2022)", "datetime")]
    [InlineData("datetime(", "datetime")]
    [InlineData("datetime(2022 | join DeviceInfo)", "datetime", "join", "DeviceInfo")]
    [InlineData("datetime(2022\n)", "datetime")]
    [InlineData("let t = int(5; DeviceInfo)", "let", "t", "int", "DeviceInfo")]
    [InlineData("todatetime(a) DateTime(b)", "todatetime", "a", "DateTime", "b")]
    public void What_is_no_literal_keeps_its_words(string text, params string[] names) => Assert.Equal(names, Names(text));

    [Theory]
    [InlineData("dynamic({'DeviceInfo': [true, null, 1]}) | join DeviceEvents", "dynamic", "join", "DeviceEvents")]
    [InlineData("f(dynamic ( [DeviceInfo, datetime(2022-01-01)] ), b)", "f", "dynamic", "b")]
    [InlineData("dynamic([DeviceInfo | where x", "dynamic", "where", "x")]
    [InlineData("dynamic({DeviceInfo; b", "dynamic", "b")]
    [InlineData("a: dynamic, (b)", "a", "dynamic", "b")]
    public void A_word_within_a_dynamic_literal_is_no_name(string text, params string[] names) => Assert.Equal(names, Names(text));

    [Fact]
    public void A_dynamic_literal_holds_no_bracketed_names() =>
        Assert.Equal(
            "Identifier:dynamic OpenParenthesis:( OpenBracket:[ String:\"a\" CloseBracket:] CloseParenthesis:) BracketedName:[\"b\"]",
            Shown("dynamic([\"a\"])[\"b\"]")
        );

    [Theory]
    [InlineData("['a b']", "BracketedName:['a b']")]
    [InlineData("x[ \"a\" ].b", "Identifier:x BracketedName:[ \"a\" ] Dot:. Identifier:b")]
    [InlineData("['a', 'b']", "OpenBracket:[ String:'a' Comma:, String:'b' CloseBracket:]")]
    [InlineData("[0]", "OpenBracket:[ Integer:0 CloseBracket:]")]
    [InlineData("['a", "OpenBracket:[ String:'a")]
    [InlineData("[ ", "OpenBracket:[")]
    public void Brackets_around_one_string_are_one_token(string text, string expected) => Assert.Equal(expected, Shown(text));

    private static string Shown(string text) => Shown(text, token => token.IsSignificant);

    private static string Shown(string text, Func<KqlToken, bool> isShown)
    {
        var query = new SourceText(text);
        return string.Join(" ", query.Tokens.Where(isShown).Select(token => $"{token.Kind}:{query.TextOf(token)}"));
    }

    private static IEnumerable<string> Names(string text)
    {
        var query = new SourceText(text);
        return query.Tokens.Where(token => token.Kind == KqlTokenKind.Identifier).Select(query.TextOf);
    }
}
