using MdeHunting.Indicators;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Indicators of lists and reports, however they were written so that nobody follows them by mistake.</summary>
public sealed class IndicatorTextTests
{
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    [Theory]
    [InlineData("275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F", "Sha256 " + Sha256)]
    [InlineData("3395856CE81F2B7382DEE72602F798B642F14140", "Sha1 3395856ce81f2b7382dee72602f798b642f14140")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f", "Md5 44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("44d88612fea8a8f36de82e1278abb02", "")]
    [InlineData("8.8.4.4", "IPv4 8.8.4.4")]
    [InlineData("8.8.4[.]4", "IPv4 8.8.4.4")]
    [InlineData("8.8.4.4:443", "IPv4 8.8.4.4")]
    [InlineData("8.8.4.256", "")]
    [InlineData("08.8.4.4", "")]
    [InlineData("1.2.3", "")]
    [InlineData("1.2.3.4.5", "")]
    [InlineData("::ffff:8.8.4.4", "IPv4 8.8.4.4")]
    [InlineData("2001:DB8:0:0::1", "IPv6 2001:db8::1")]
    [InlineData("[2001:db8::1]:443", "IPv6 2001:db8::1")]
    [InlineData("12:34:56", "")]
    [InlineData("00:1a:2b:3c:4d:5e", "")]
    [InlineData("::", "")]
    [InlineData("10.1.2.3/24", "Cidr 10.1.2.0/24")]
    [InlineData("10.1.2.3/32", "IPv4 10.1.2.3")]
    [InlineData("10.1.2.3/33", "")]
    [InlineData("2001:db8::1/32", "Cidr 2001:db8::/32")]
    [InlineData("evil.example", "Domain evil.example")]
    [InlineData("EVIL.Example.", "Domain evil.example")]
    [InlineData("evil[.]example", "Domain evil.example")]
    [InlineData("evil(.)example", "Domain evil.example")]
    [InlineData("evil{.}example", "Domain evil.example")]
    [InlineData("evil[dot]example", "Domain evil.example")]
    [InlineData("evil(DOT)example", "Domain evil.example")]
    [InlineData("evil\\.example", "Domain evil.example")]
    [InlineData("evil\u200b.ex\u00adample", "Domain evil.example")]
    [InlineData("evil。example", "Domain evil.example")]
    [InlineData("evil [.] example", "Domain evil.example")]
    [InlineData("evil [dot] example", "Domain evil.example")]
    [InlineData("www[.]evil[.]example:8080", "Domain www.evil.example")]
    [InlineData("bücher.example", "Domain xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "Domain xn--bcher-kva.example")]
    [InlineData("_dmarc.evil.example", "Domain _dmarc.evil.example")]
    [InlineData("-evil.example", "")]
    [InlineData("evil..example", "")]
    [InlineData("evil.notatld", "")]
    [InlineData("hxxp://evil.example/a", "Url http://evil.example/a")]
    [InlineData("hXXps://Evil.Example/A?b=C", "Url https://evil.example/A?b=C")]
    [InlineData("hxxps[:]//evil[.]example/", "Url https://evil.example/")]
    [InlineData("hxxp[://]evil[.]example", "Url http://evil.example")]
    [InlineData("hxxp:\\\\evil[.]example/x", "Url http://evil.example/x")]
    [InlineData("h**p://evil.example/x", "Url http://evil.example/x")]
    [InlineData("h[tt]p://evil.example/x", "Url http://evil.example/x")]
    [InlineData("hxxp[s]://evil.example/x", "Url https://evil.example/x")]
    [InlineData("meow://evil.example/x", "Url http://evil.example/x")]
    [InlineData("fxp://evil.example/x", "Url ftp://evil.example/x")]
    [InlineData("hxxp:// evil.example/x", "Url http://evil.example/x")]
    [InlineData("http://evil.example/a.b", "Url http://evil.example/a.b")]
    [InlineData("http://8.8.4.4:8080/x.exe", "Url http://8.8.4.4:8080/x.exe")]
    [InlineData("http://[2001:db8::1]/x", "Url http://[2001:db8::1]/x")]
    [InlineData("http://user:pw@evil.example/x", "Url http://user:pw@evil.example/x")]
    [InlineData("evil.example/gate.php?id=1", "Url evil.example/gate.php?id=1")]
    [InlineData("http://intranet/x", "")]
    [InlineData("and/or", "")]
    [InlineData("phish[@]evil[.]example", "MailAddress phish@evil.example")]
    [InlineData("Phish[at]evil[dot]example", "MailAddress phish@evil.example")]
    [InlineData("phish [at] evil [dot] example", "MailAddress phish@evil.example")]
    [InlineData("mailto:phish@evil.example", "MailAddress phish@evil.example")]
    [InlineData(
        "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Run",
        "RegistryKey HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Run"
    )]
    [InlineData("HKCU:\\Software\\Evil\\", "RegistryKey HKEY_CURRENT_USER\\Software\\Evil")]
    [InlineData("C:\\Program Files\\Evil Corp\\a.exe", "FilePath C:\\Program Files\\Evil Corp\\a.exe")]
    [InlineData("\"C:\\Program Files\\Evil Corp\\a b.exe\"", "FilePath C:\\Program Files\\Evil Corp\\a b.exe")]
    [InlineData("C:\\Users\\x\\.ssh\\id_rsa", "FilePath C:\\Users\\x\\.ssh\\id_rsa")]
    [InlineData("%APPDATA%\\evil\\a.dll", "FilePath %APPDATA%\\evil\\a.dll")]
    [InlineData("\\\\server\\share\\a.dll", "FilePath \\\\server\\share\\a.dll")]
    [InlineData("/etc/cron.d/evil", "FilePath /etc/cron.d/evil")]
    [InlineData("S-1-5-21-1-2-3-1001", "AccountSid S-1-5-21-1-2-3-1001")]
    [InlineData("evil.exe", "FileName evil.exe")]
    [InlineData("Invoice.pdf.js", "FileName Invoice.pdf.js")]
    [InlineData("report.zip", "Domain report.zip or FileName")]
    [InlineData("run.sh", "Domain run.sh or FileName")]
    [InlineData("cmd.com", "Domain cmd.com or FileName")]
    [InlineData("report[.]zip", "Domain report.zip")]
    [InlineData("www.report.zip", "Domain www.report.zip")]
    [InlineData("evil.com", "Domain evil.com")]
    [InlineData("shotput", "")]
    [InlineData("e.g.", "")]
    [InlineData("i.e.", "")]
    [InlineData("# evil.example", "")]
    [InlineData("; evil.example", "")]
    [InlineData("", "")]
    public void A_line_that_is_one_value_is_read_as_that(string line, string expected) => Assert.Equal(expected, Told(line));

    [Theory]
    [InlineData("- evil[.]example", "Domain evil.example")]
    [InlineData("1. evil[.]example", "Domain evil.example")]
    [InlineData("* `evil[.]example`", "Domain evil.example")]
    [InlineData("The shotput club (hxxp://evil[.]example/a), see e.g. 8.8.4[.]4.", "Url http://evil.example/a; IPv4 8.8.4.4")]
    [InlineData("| evil[.]example | C2 | 8.8.4.4 |", "Domain evil.example; IPv4 8.8.4.4")]
    [InlineData("evil[.]example,8.8.4.4;bad[.]example", "Domain evil.example; IPv4 8.8.4.4; Domain bad.example")]
    [InlineData("[evil.example](https://evil.example/x)", "Domain evil.example; Url https://evil.example/x")]
    [InlineData("<a href=\"hxxps://evil.example/x\">", "Url https://evil.example/x")]
    [InlineData("SHA256:" + Sha256 + ".", "Sha256 " + Sha256)]
    [InlineData("hash=" + Sha256, "Sha256 " + Sha256)]
    [InlineData(
        "It wrote C:\\Program Files\\Evil Corp\\a.exe and %TEMP%\\b.dll, then HKCU\\Software\\Run\\x.",
        "FilePath C:\\Program Files\\Evil Corp\\a.exe; FilePath %TEMP%\\b.dll; RegistryKey HKEY_CURRENT_USER\\Software\\Run\\x"
    )]
    [InlineData("Traffic to http://evil.example/a,b;c and http://bad.example/x, then nothing", "Url http://evil.example/a,b;c; Url http://bad.example/x")]
    [InlineData("(evil.example)", "Domain evil.example")]
    [InlineData("**evil.example**", "Domain evil.example")]
    [InlineData("\u201cevil.example\u201d", "Domain evil.example")]
    [InlineData("http://evil.example/a_(b)", "Url http://evil.example/a_(b)")]
    [InlineData("(see http://evil.example/a_(b))", "Url http://evil.example/a_(b)")]
    public void Values_are_found_in_what_stands_around_them(string line, string expected) => Assert.Equal(expected, Told(line));

    [Fact]
    public void A_remark_behind_a_value_is_its_context()
    {
        var found = Assert.Single(IndicatorText.Read("8.8.4[.]4  # C2 of the first wave"));

        Assert.Equal("8.8.4[.]4", found.Original);
        Assert.Equal("C2 of the first wave", found.Context);
        Assert.True(found.Token.WasDefanged);
    }

    private static string Told(string line) =>
        string.Join(
            "; ",
            IndicatorText
                .Read(line)
                .Select(found => $"{found.Token.Type} {found.Token.Value}{(found.Token.Other is { } other ? $" or {other}" : string.Empty)}")
        );
}
