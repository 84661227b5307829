using MdeHunting.Contract;
using MdeHunting.Indicators;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>What may be of two types is read as both; what may be meant as an indicator isn't passed over as a comment.</summary>
public sealed class DoubtfulValueTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02e";
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14141";
    private const string Sha256 = "1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d1";

    [Theory]
    [InlineData(Sha256 + ".exe", "FileName " + Sha256 + ".exe?", "Sha256 " + Sha256 + "?")]
    [InlineData(Md5 + ".bin", "FileName " + Md5 + ".bin?", "Md5 " + Md5 + "?")]
    [InlineData("VirusShare_" + Md5, "Md5 " + Md5 + "?")]
    [InlineData("VirusShare_" + Md5 + ".exe", "FileName VirusShare_" + Md5 + ".exe?", "Md5 " + Md5 + "?")]
    [InlineData("The sample sample-" + Sha256 + ".vir was run", "Sha256 " + Sha256 + "?")]
    [InlineData("33:95:85:6c:e8:1f:2b:73:82:de:e7:26:02:f7:98:b6:42:f1:41:41", "CertificateThumbprint " + Sha1 + "?", "Sha1 " + Sha1 + "?")]
    [InlineData("//kumpula-tools.example/", "Url kumpula-tools.example/?")]
    [InlineData("//kumpula-tools.example")]
    [InlineData("// see kumpula-tools.example/a")]
    [InlineData(
        "20261101.kumpula@kumpula-news.example",
        "MailAddress 20261101.kumpula@kumpula-news.example?",
        "MessageId <20261101.kumpula@kumpula-news.example>?"
    )]
    [InlineData("jane.doe1987@kumpula-news.example", "MailAddress jane.doe1987@kumpula-news.example")]
    public void A_line_is_read_as_all_that_it_may_be(string line, params string[] expected) => Assert.Equal(expected, Read(line));

    [Fact]
    public void A_hash_that_goes_on_in_the_next_line_is_read_as_a_whole_and_its_parts_are_ambiguous()
    {
        Assert.Equal([$"Md5 {Sha256[..32]}?", $"Md5 {Sha256[32..]}?", $"Sha256 {Sha256}?"], Read($"SHA-256: {Sha256[..32]}", Sha256[32..]));
        Assert.Equal([$"Sha1 {Sha256[24..]}?", $"Sha256 {Sha256}?"], Read(Sha256[..24], Sha256[24..]));
        Assert.Equal([$"Sha256 {Sha256}?"], Read($"The hash {Sha256[..48]}", Sha256[48..]));
        Assert.Equal([$"Md5 {Sha256[..32]}", $"Md5 {Sha256[32..]}"], Read(Sha256[..32], Sha256[32..]));
    }

    [Theory]
    [InlineData("http://10.1.1.1/x", MdeIndicatorSkip.ReservedAddress)]
    [InlineData("https://8.8.8.8:8443/x", MdeIndicatorSkip.PublicDns)]
    [InlineData("http://[fe80::1]/x", MdeIndicatorSkip.ReservedAddress)]
    [InlineData("http://45.77.20.8/x", null)]
    [InlineData("http://evil.example/10.1.1.1", null)]
    public void A_page_of_an_address_that_is_skipped_is_skipped(string url, MdeIndicatorSkip? skip) =>
        Assert.Equal(skip, IndicatorNoise.Of(MdeIndicatorType.Url, url)?.Skip);

    [Theory]
    [InlineData("198.51.100.85 - 198.51.100.92", "IPv4 198.51.100.85", "Cidr 198.51.100.86/31", "Cidr 198.51.100.88/30", "IPv4 198.51.100.92")]
    [InlineData("The range 9.9.1.0-9.9.1.255, which it owns", "Cidr 9.9.1.0/24")]
    [InlineData("9.9.1[.]0 \u2013 9.9.1[.]3", "Cidr 9.9.1.0/30")]
    [InlineData("sent from 9.9.1.0 to 9.9.1.3.", "Cidr 9.9.1.0/30?", "IPv4 9.9.1.0", "IPv4 9.9.1.3")]
    [InlineData("0.0.0.0-255.255.255.255", "Cidr 0.0.0.0/0")]
    [InlineData("9.9.1.9 - 9.9.1.2", "IPv4 9.9.1.9", "IPv4 9.9.1.2")]
    [InlineData("9.9.1.9 -> 9.9.1.12", "IPv4 9.9.1.9", "IPv4 9.9.1.12")]
    [InlineData("9.9.1.1 - 77.1.2.3", "IPv4 9.9.1.1", "IPv4 77.1.2.3", "Unread 9.9.1.1 - 77.1.2.3")]
    public void A_range_of_addresses_has_those_between_its_ends(string line, params string[] expected) => Assert.Equal(expected, ReadAll(line));

    [Fact]
    public void A_range_in_a_list_of_addresses_has_those_between_its_ends()
    {
        var read = new List<MdeIndicator>();
        var collector = new IndicatorCollector(null, new IndicatorOptions(true, true, true, true), DateTime.UnixEpoch, read.Add);

        collector.Take(new StatedIndicator("9.9.1.1-9.9.1.4", 1) { Type = MdeIndicatorType.IPv4 });

        Assert.Equal(["9.9.1.1", "9.9.1.2/31", "9.9.1.4"], read.Select(one => one.Value));
        Assert.Equal(0, collector.Unread);
    }

    [Fact]
    public void An_address_amid_other_characters_is_listed_beside_those_that_are_read()
    {
        var read = ReadAll(@"user@[9.9.1.1] and bad@9.9.1.2; IP:9.9.1.3, Chrome/91.0.44.12 v1.2.3.4 and 9.9.1.9\x");

        Assert.Equal(["IPv4 9.9.1.3", "Unread 9.9.1.1", "Unread 9.9.1.2", "Unread 9.9.1.9"], read);
        Assert.Equal(["Domain evil10.example", "Domain evil11.example"], Read("evil10.example evil11<.>example"));
        Assert.Equal(["Domain evil11.example"], Read("evil11<.>example"));
    }

    private static string[] Read(params string[] lines) => [.. ReadAll(lines).Where(one => !one.StartsWith("Unread", StringComparison.Ordinal))];

    private static string[] ReadAll(params string[] lines)
    {
        var read = new List<MdeIndicator>();
        var collector = new IndicatorCollector(null, new IndicatorOptions(true, true, true, true), DateTime.UnixEpoch, read.Add);
        for (var i = 0; i < lines.Length; i++)
        {
            collector.TakeLine(lines[i], i + 1);
        }

        return
        [
            .. read.Select(one =>
                one.Kind == MdeIndicatorType.Unknown ? $"Unread {one.Value}" : $"{one.Type} {one.Value}{(one.IsAmbiguous ? "?" : string.Empty)}"
            ),
        ];
    }
}
