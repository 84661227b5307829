using System.Globalization;
using System.Text;
using CsCheck;
using MdeHunting.Pipeline;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

public class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "<U+001B>[2J<U+001B>]0;title<U+0007>")]
    [InlineData("a\r\nWARNING: forged", "a<U+000D><U+000A>WARNING: forged")]
    [InlineData("a\tb\u007fc\u009b31m", "a<U+0009>b<U+007F>c<U+009B>31m")]
    [InlineData("lasku_\u202Efdp.exe", "lasku_<U+202E>fdp.exe")]
    [InlineData("\u2066x\u2069\u200e\u200f\u061c", "<U+2066>x<U+2069><U+200E><U+200F><U+061C>")]
    [InlineData("svc\u200bhost.exe\ufeff\u00ad\u2060", "svc<U+200B>host.exe<U+FEFF><U+00AD><U+2060>")]
    [InlineData("a\u2028b\u2029c", "a<U+2028>b<U+2029>c")]
    [InlineData("tag \U000E0041", "tag <U+E0041>")]
    [InlineData("po\u200dwer\u200cshell", "po<U+200D>wer<U+200C>shell")]
    public void What_a_terminal_obeys_or_does_not_show_is_visible(string text, string expected) => Assert.Equal(expected, VisibleText.Line(text));

    [Theory]
    [InlineData("")]
    [InlineData("powershell.exe -EncodedCommand AAAA")]
    [InlineData("Jyväskylä 東京 🎉 \"C:\\Temp\" <U+001B>")]
    [InlineData("Jyva\u0308skyla\u0308.txt")]
    [InlineData("العربية עברית ไทย")]
    [InlineData("👩\u200d💻 क्\u200dष می\u200cخواهم")]
    public void What_is_seen_as_it_is_stays_the_very_same_text(string text) => Assert.Same(text, VisibleText.Line(text));

    [Fact]
    public void Half_of_a_pair_is_visible() => Assert.Equal("<U+D83D> lone <U+DF89>", VisibleText.Line("\ud83d lone \udf89"));

    [Fact]
    public void Lines_keep_their_ends_and_nothing_else() => Assert.Equal("a\nb\r\nc<U+000D>d<U+001B>", VisibleText.Lines("a\nb\r\nc\rd\u001b"));

    [Fact]
    public void Nothing_that_a_terminal_obeys_comes_out_of_any_text() => Gen.String[Gen.Char].Sample(text =>
    {
        var line = VisibleText.Line(text);
        foreach (var rune in line.EnumerateRunes())
        {
            var joins = rune.Value is 0x200c or 0x200d;
            Assert.True(joins || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator), line);
        }

        // A half of a pair would come out as the sign of a replacement.
        Assert.Equal(line, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)));
        Assert.Equal(line, VisibleText.Line(line));
    });
}
