using MdeHunting.Indicators;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>
/// The ways to defang that are in the test lists of the programs for it (InQuest's iocextract at 653b8b5, ioc-fang's ioc_fanger at ce7aee6), written anew:
/// what is read, and what stays what it is.
/// </summary>
public sealed class RefangingTests
{
    // Around dots: one bracket or several, of one kind or two, on one side or both.
    [Theory]
    [InlineData("bad[.]example")]
    [InlineData("bad(.)example")]
    [InlineData("bad{.}example")]
    [InlineData("bad[dot]example")]
    [InlineData("bad(DOT)example")]
    [InlineData("bad{dot}example")]
    [InlineData("bad[ dot ]example")]
    [InlineData("bad[punto]example")]
    [InlineData("bad(punkt)example")]
    [InlineData("bad[.example")]
    [InlineData("bad.]example")]
    [InlineData("bad].example")]
    [InlineData("bad.[example")]
    [InlineData("bad].[example")]
    [InlineData("bad[.[example")]
    [InlineData("bad].]example")]
    [InlineData("bad(.example")]
    [InlineData("bad.)example")]
    [InlineData("bad{.example")]
    [InlineData("bad}.{example")]
    [InlineData("bad[[[[.]]]]example")]
    [InlineData("bad(((.]]]]example")]
    [InlineData("bad\\.example")]
    [InlineData("bad\\\\\\\\.example")]
    [InlineData("bad^.example")]
    [InlineData("bad [.] example")]
    [InlineData("bad (.) example")]
    [InlineData("bad  [  dot  ]  example", false)]
    [InlineData("bad[.]example!!!!")]
    [InlineData("\"bad[.]example\"")]
    [InlineData("badDOTexample", false)]
    [InlineData("bad dot example", false)]
    [InlineData("bad,example", false)]
    public void A_host(string text, bool isRead = true) => Assert.Equal(isRead ? "Domain bad.example" : string.Empty, Told(text));

    [Theory]
    [InlineData("198[.]51[.]100[.]7")]
    [InlineData("198[.]51.100[.]7")]
    [InlineData("198[.51.]100[.7")]
    [InlineData("198.51.100.]]]7")]
    [InlineData("198.51.100.)))7")]
    [InlineData("198.51.100[[[.7")]
    [InlineData("198[[[[.]]]]51[[[.]]100[.7")]
    [InlineData("198(((.]]]]51([[.)100.)7")]
    [InlineData("198\\.51\\.100\\.7")]
    [InlineData("198[.]51(.100\\.7")]
    [InlineData("198[dot]51[dot]100[dot]7")]
    [InlineData("198[.]51[.]100[.]7:9090")]
    public void An_address(string text) => Assert.Equal("IPv4 198.51.100.7", Told(text));

    [Theory]
    [InlineData("hxxp://bad[.]example/a")]
    [InlineData("hXXp://bad[.]example/a")]
    [InlineData("h00p://bad[.]example/a")]
    [InlineData("http://bad[.]example[/]a")]
    [InlineData("http://bad(.)example(/)a")]
    [InlineData("hxxp[:]//bad.example/a")]
    [InlineData("hxxp[://]bad[.]example/a")]
    [InlineData("http[:]//bad.example/a")]
    [InlineData("hxxp:\\\\bad.example/a")]
    [InlineData("http ://bad.example/a")]
    [InlineData("hxxp:// bad.example/a")]
    [InlineData("http:///bad.example/a")]
    [InlineData("http//bad.example/a")]
    [InlineData("[http]://bad.example/a")]
    [InlineData("(http)://bad.example/a")]
    [InlineData("xxxx://bad.example/a")]
    [InlineData("h[tt]p://bad.example/a")]
    [InlineData("hxxp://bad.]example/a")]
    [InlineData("hxxp://bad[.example/a")]
    [InlineData("meow://bad.example/a")]
    [InlineData("<http://bad[.]example/a>")]
    public void An_address_of_a_page(string text) => Assert.Equal("Url http://bad.example/a", Told(text));

    [Theory]
    [InlineData("hxxps://bad[.]example/a", "Url https://bad.example/a")]
    [InlineData("hxxps[://]bad[.]example/f[.]exe", "Url https://bad.example/f.exe")]
    [InlineData("fxp://bad[.]example/a", "Url ftp://bad.example/a")]
    [InlineData("tcp://bad[.]example:80/", "Url tcp://bad.example:80/")]
    [InlineData("hxxp://[2001:db8:85a3:0:0:8a2e:370:7334]:80/test", "Url http://[2001:db8:85a3::8a2e:370:7334]:80/test")]
    [InlineData("http://bad.example/a_(b).html", "Url http://bad.example/a_(b).html")]
    [InlineData("hxxp://bad[.]example/a_[b].html?c=[d]", "Url http://bad.example/a_[b].html?c=[d]")]
    [InlineData("bad[.]example/gate", "Url bad.example/gate")]
    [InlineData("bad[-]one[.]example", "Domain bad-one.example")]
    [InlineData("user[@]bad[.]example", "MailAddress user@bad.example")]
    [InlineData("user[at]bad[dot]example", "MailAddress user@bad.example")]
    [InlineData("user [ at ] bad.example", "MailAddress user@bad.example")]
    [InlineData("user(arroba)bad(punto)example", "MailAddress user@bad.example")]
    [InlineData("user@bad[.example", "MailAddress user@bad.example")]
    public void Others(string text, string expected) => Assert.Equal(expected, Told(text));

    [Theory]
    [InlineData("shotput")]
    [InlineData("seasharpee")]
    [InlineData("123howp")]
    [InlineData("hxxp__test]")]
    [InlineData("analysis), yo")]
    [InlineData("meow")]
    [InlineData("the file (see a.b) was")]
    [InlineData("and/or")]
    [InlineData("f(x).g")]
    [InlineData("array[0].length")]
    [InlineData("[foo](bar)")]
    [InlineData("456-7890")]
    [InlineData("https://[test]/")]
    public void A_sentence_stays_what_it_is(string text) => Assert.Equal(string.Empty, Told(text));

    [Theory]
    [InlineData("report(1).exe", "FileName report(1).exe")]
    [InlineData("evil[.]exe", "FileName evil.exe")]
    [InlineData("C:\\Temp\\a(1).exe", "FilePath C:\\Temp\\a(1).exe")]
    [InlineData("cmd.com", "Domain cmd.com or FileName")]
    [InlineData("payload.com", "Domain payload.com")]
    [InlineData("payload.com 44d88612fea8a8f36de82e1278abb02e", "Domain payload.com or FileName; Md5 44d88612fea8a8f36de82e1278abb02e")]
    [InlineData("payload[.]com 44d88612fea8a8f36de82e1278abb02e", "Domain payload.com; Md5 44d88612fea8a8f36de82e1278abb02e")]
    [InlineData("www.payload.com 44d88612fea8a8f36de82e1278abb02e", "Domain www.payload.com; Md5 44d88612fea8a8f36de82e1278abb02e")]
    public void Names_of_files(string text, string expected) => Assert.Equal(expected, Told(text));

    private static string Told(string line) =>
        string.Join(
            "; ",
            IndicatorText
                .Read(line)
                .Select(found => $"{found.Token.Type} {found.Token.Value}{(found.Token.Other is { } other ? $" or {other}" : string.Empty)}")
        );
}
