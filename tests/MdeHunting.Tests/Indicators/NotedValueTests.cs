using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>What stands in notes and descriptions is read where it is defanged, and listed and told where it is not; what a header says decides.</summary>
public sealed class NotedValueTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02e";

    [Theory]
    [InlineData(
        "value,Notes\nevil.com,\"Also seen: evil.org, 185.220.101.4, 44d88612fea8a8f36de82e1278abb02e, bad[.]net and admin@good.com, not evil.com\"\n",
        "Domain evil.com; Unknown evil.org; Unknown 185.220.101.4; Unknown 44d88612fea8a8f36de82e1278abb02e; Domain bad.net; Unknown admin@good.com"
    )]
    [InlineData("IndicatorType,IndicatorValue,Description\nIpAddress,8.8.4.5,seen with evil.com\n", "IPv4 8.8.4.5; Unknown evil.com")]
    [InlineData("value,Reference\nevil.com,https://news.example/a\n", "Domain evil.com; Unknown https://news.example/a")]
    [InlineData("Domain\nreport.zip\nevil.com\n", "Domain report.zip; Domain evil.com")]
    [InlineData("\"Domain\"\r\n\"report.zip\"\r\n\"evil.com\"\r\n", "Domain report.zip; Domain evil.com")]
    [InlineData("Dateiname\nreport.zip\n", "FileName report.zip")]
    [InlineData("dest_domain\nreport.zip\nURL\nhttp://evil.com/?a=1,2\n", "Domain report.zip; Url http://evil.com/?a=1,2")]
    [InlineData(
        "Domain\nreport.zip\nHashes\n44d88612fea8a8f36de82e1278abb02e\n",
        "Domain report.zip; FileName report.zip; Md5 44d88612fea8a8f36de82e1278abb02e"
    )]
    [InlineData("url,comment\nreport.zip,x\n", "Domain report.zip")]
    [InlineData("dest_domain,n\nreport.zip,x\n", "Domain report.zip")]
    public void A_list_is_read_by_what_its_header_says(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join("; ", Read(text).Where(one => one.Original is not ("Domain" or "Hashes" or "x")).Select(one => $"{one.Type} {one.Value}"))
        );

    [Fact]
    public void What_a_bundle_of_STIX_observed_and_describes_is_read()
    {
        var read = Read(
            """
            {"type": "bundle", "id": "bundle--1", "objects": [
              {"type": "observed-data", "id": "observed-data--1", "objects": {
                 "0": {"type": "domain-name", "value": "obs.evil.com"}, "1": {"type": "file", "hashes": {"MD5": "44d88612fea8a8f36de82e1278abb02e"}}}},
              {"type": "artifact", "id": "artifact--1", "url": "http://art.evil.com/x"},
              {"type": "malware", "id": "malware--1", "name": "Bad", "description": "It calls c2[.]evil[.]com, and looks like good.com."}
            ]}
            """
        );

        Assert.Equal(
            ["2 Domain obs.evil.com", $"2 Md5 {Md5}", "4 Url http://art.evil.com/x", "5 Domain c2.evil.com", "5 Unknown good.com"],
            read.Select(one => $"{one.Line} {one.Type} {one.Value}")
        );
        Assert.Equal("Bad", read[3].Context);
        Assert.Equal("It's in 'description', from which only defanged addresses are read.", read[4].Reason);
    }

    [Theory]
    [InlineData("[{\"type\": \"domain-name\", \"value\": \"evil.com\"}, {\"type\": \"ipv4-addr\", \"value\": \"8.8.4.5\"}]", "Domain evil.com; IPv4 8.8.4.5")]
    [InlineData("{\"type\": \"observed-data\", \"objects\": {\"0\": {\"type\": \"domain-name\", \"value\": \"evil.com\"}}}", "Domain evil.com")]
    public void Observables_without_a_bundle_are_STIX(string text, string expected) =>
        Assert.Equal(expected, string.Join("; ", Read(text).Select(one => $"{one.Type} {one.Value}")));

    [Fact]
    public void What_an_attribute_of_MISP_says_besides_is_read_where_it_is_defanged() =>
        Assert.Equal(
            ["Domain evil.com", "Domain bad.net", "Unknown good.com"],
            Read("{\"Attribute\": [{\"type\": \"domain\", \"value\": \"evil.com\", \"to_ids\": true, \"comment\": \"evil.com, bad[.]net and good.com\"}]}")
                .Select(one => $"{one.Type} {one.Value}")
        );

    [Theory]
    [InlineData("[pscustomobject]@{ Value = 'evil.com'; Note = 'also evil.org and 44d88612fea8a8f36de82e1278abb02e' }", true)]
    [InlineData("\"value,notes`nevil.com,also evil.org and 44d88612fea8a8f36de82e1278abb02e\"", true)]
    [InlineData("[pscustomobject]@{ Value = 'evil.com'; Reference = 'https://news.example/a' }", false)]
    [InlineData("[pscustomobject]@{ Value = 'evil.com'; Note = 'evil.com is bad' }", false)]
    public void What_stands_in_notes_is_told(string input, bool isTold)
    {
        using var shell = new Shell();

        var run = shell.Run($"{input} | ConvertTo-MdeIndicator").ThrowIfFailed();

        Assert.Equal("evil.com", Assert.Single(run.Output).ToString());
        if (isTold)
        {
            Assert.Contains("2 hashes or addresses in notes aren't read as indicators.", Assert.Single(run.Warnings));
        }
        else
        {
            Assert.Empty(run.Warnings);
        }
    }

    private static List<MdeIndicator> Read(string text)
    {
        var found = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        FormatsLoader.Indicators.ReadToEnd(
            new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto),
            new IndicatorCollector("/lists/list", default, DateTime.UnixEpoch, found.Add),
            default
        );
        return found;
    }
}
