using System.Globalization;
using System.Text;
using CsCheck;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Text;

public class TerminalSafeTextTests
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
    public void What_a_terminal_obeys_or_does_not_show_is_visible(string text, string expected) => Assert.Equal(expected, TerminalSafeText.Line(text));

    [Theory]
    [InlineData("")]
    [InlineData("powershell.exe -EncodedCommand AAAA")]
    [InlineData("Jyväskylä 東京 🎉 \"C:\\Temp\" <U+001B>")]
    [InlineData("Jyva\u0308skyla\u0308.txt")]
    [InlineData("العربية עברית ไทย")]
    [InlineData("👩\u200d💻 क्\u200dष می\u200cخواهم")]
    public void What_is_seen_as_it_is_stays_the_very_same_text(string text) => Assert.Same(text, TerminalSafeText.Line(text));

    [Theory]
    [InlineData("svc{0}host.exe")]
    [InlineData("{0}svchost.exe")]
    [InlineData("svchost.exe{0}")]
    [InlineData("с{0}трока")]
    [InlineData("東{0}京")]
    [InlineData("👩{0}💻")]
    [InlineData("العربية{0}")]
    public void No_character_that_shows_nothing_or_a_blank_stands_unseen(string around)
    {
        foreach (var code in Unseen())
        {
            var text = string.Format(CultureInfo.InvariantCulture, around, char.ConvertFromUtf32(code));

            Assert.Equal(string.Format(CultureInfo.InvariantCulture, around, $"<U+{code:X4}>"), TerminalSafeText.Line(text));
        }
    }

    [Theory]
    [InlineData("a\u0300\u0300", "a\u0300<U+0300>")]
    [InlineData("a\u0300\u0301\u0302\u0303", "a\u0300\u0301<U+0302><U+0303>")]
    [InlineData("\u0301abc", "<U+0301>abc")]
    [InlineData("a \u0301", "a <U+0301>")]
    [InlineData("a\u200b\u0301", "a<U+200B><U+0301>")]
    [InlineData("ก\u0e48\u0e48\u0e48", "ก\u0e48<U+0E48><U+0E48>")]
    [InlineData("a\ufe0f", "a<U+FE0F>")]
    [InlineData("a\u200d\u200db", "a<U+200D><U+200D>b")]
    [InlineData("с\u200dс α\u200cβ", "с<U+200D>с α<U+200C>β")]
    [InlineData("1\ufe0f2", "1<U+FE0F>2")]
    [InlineData("👩\u200da", "👩<U+200D>a")]
    [InlineData("葛\U000E0100", "葛<U+E0100>")]
    [InlineData("a\u3000b", "a<U+3000>b")]
    [InlineData("10\u00a0000", "10<U+00A0>000")]
    public void What_is_seen_in_one_place_is_visible_in_another(string text, string expected) => Assert.Equal(expected, TerminalSafeText.Line(text));

    [Theory]
    [InlineData("Tiếng Việt, trường hợp")]
    [InlineData("हिन्दी में लिखा हुआ, क्षत्रिय, र्\u200dय")]
    [InlineData("ภาษาไทย น้ำ ปี๋ ที่นี่")]
    [InlineData("中文字符，全角标点。日本語　テキスト　한국어")]
    [InlineData("العَرَبِيَّةُ مُشَكَّلَة می\u200cشود کتاب\u200cها")]
    [InlineData("שָׁלוֹם עֲלֵיכֶם")]
    [InlineData("བཀྲ་ཤིས་བདེ་ལེགས ဗမာစာ ភាសាខ្មែរ தமிழ் മലയാളം")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 👍🏽 🇫🇮 ☎\ufe0e")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F wins")]
    public void Writing_of_all_kinds_stays_readable(string text)
    {
        Assert.Same(text, TerminalSafeText.Line(text));
        Assert.Equal(text.Normalize(NormalizationForm.FormD), TerminalSafeText.Line(text.Normalize(NormalizationForm.FormD)));
        Assert.Equal(text.Normalize(NormalizationForm.FormC), TerminalSafeText.Line(text.Normalize(NormalizationForm.FormC)));
    }

    [Fact]
    public void The_beginning_of_a_text_says_how_long_all_of_it_is()
    {
        Assert.Equal("ab\u001b".Replace("\u001b", "<U+001B>"), TerminalSafeText.Start("ab\u001b", 3));
        Assert.Equal("ab [cut: 1,000,000 characters]", TerminalSafeText.Start("ab" + new string('x', 999_998), 2));
        Assert.Equal("a [cut: 5 characters]", TerminalSafeText.Start("a🎉cd", 2));
    }

    [Fact]
    public void Half_of_a_pair_is_visible() => Assert.Equal("<U+D83D> lone <U+DF89>", TerminalSafeText.Line("\ud83d lone \udf89"));

    [Fact]
    public void Lines_keep_their_ends_and_nothing_else() => Assert.Equal("a\nb\r\nc<U+000D>d<U+001B>", TerminalSafeText.Lines("a\nb\r\nc\rd\u001b"));

    // As the Unicode Character Database has them (DerivedCoreProperties.txt: Default_Ignorable_Code_Point; General_Category Cc, Cf, Zl, Zp, Zs, Co, Cs, Cn),
    // and what has an empty glyph.
    private static IEnumerable<int> Unseen()
    {
        (int From, int To)[] ranges =
        [
            (0x00, 0x1f),
            (0x7f, 0xa0),
            (0xad, 0xad),
            (0x34f, 0x34f),
            (0x61c, 0x61c),
            (0x115f, 0x1160),
            (0x1680, 0x1680),
            (0x17b4, 0x17b5),
            (0x180b, 0x180f),
            (0x2000, 0x200b),
            (0x200e, 0x200f),
            (0x2028, 0x202f),
            (0x205f, 0x206f),
            (0x2800, 0x2800),
            (0x3164, 0x3164),
            (0xe000, 0xe000),
            (0xfdd0, 0xfdd0),
            (0xfe00, 0xfe0d),
            (0xfeff, 0xfeff),
            (0xffa0, 0xffa0),
            (0xfff0, 0xfffc),
            (0xffff, 0xffff),
            (0x13430, 0x13430),
            (0x13441, 0x13442),
            (0x1bca0, 0x1bca3),
            (0x1d159, 0x1d159),
            (0x1d173, 0x1d17a),
            (0x1fffe, 0x1ffff),
            (0xe0000, 0xe01ef),
            (0xe0fff, 0xe0fff),
            (0xf0000, 0xf0000),
            (0x10fffd, 0x10ffff),
        ];
        return ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1));
    }

    [Fact]
    public void Nothing_that_a_terminal_obeys_comes_out_of_any_text() =>
        Gen.String[Gen.Char]
            .Sample(text =>
            {
                var line = TerminalSafeText.Line(text);
                foreach (var rune in line.EnumerateRunes())
                {
                    var joins = rune.Value is 0x200c or 0x200d or (>= 0xe0020 and <= 0xe007f);
                    Assert.True(
                        joins
                            || Rune.GetUnicodeCategory(rune)
                                is not (
                                    UnicodeCategory.Control
                                    or UnicodeCategory.Format
                                    or UnicodeCategory.LineSeparator
                                    or UnicodeCategory.ParagraphSeparator
                                ),
                        line
                    );
                }

                // A half of a pair would come out as the sign of a replacement.
                Assert.Equal(line, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)));
                Assert.Equal(line, TerminalSafeText.Line(line));
            });
}
