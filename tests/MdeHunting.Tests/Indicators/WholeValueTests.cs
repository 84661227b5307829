using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>A value whose type is stated is read as a whole or not at all, and a value that can't be read costs no other.</summary>
public sealed class WholeValueTests
{
    public static TheoryData<string, string> Cut { get; } =
        new()
        {
            { "Url", "https://cdn.tuuli-metrics.example/other <x>" },
            { "Url", "http://a.example/<x>?y={z}|w" },
            { "Url", "http://a.example/<>" },
            { "Url", "https://a.example/a b/c.exe" },
            { "Domain", "not kumpula-tools.example" },
            { "Domain", "a'b.example" },
            { "IPv4", "not 8.8.4.5" },
            { "Sha1", "3395856ce81f2b7382dee72602f798b642f14141 or so" },
        };

    [Theory]
    [MemberData(nameof(Cut))]
    public void A_value_of_a_stated_type_is_never_cut_to_a_part_of_itself(string type, string value)
    {
        var (stix, misp) = type switch
        {
            "Url" => ("url:value", "url"),
            "Domain" => ("domain-name:value", "domain"),
            "IPv4" => ("ipv4-addr:value", "ip-dst"),
            _ => ("file:hashes.'SHA-1'", "sha1"),
        };
        var json = value.Replace("'", "\\\\'");
        string[] documents =
        [
            $"{{\"type\":\"indicator\",\n\"spec_version\":\"2.1\",\"pattern_type\":\"stix\",\"pattern\":\"[{stix} = '{json}']\"}}",
            $"{{\"Attribute\":[{{\"type\":\"{misp}\",\n\"value\":\"{value}\",\"to_ids\":true}}]}}",
            $"type,value\n{misp},\"{value}\"\n",
            $"{misp},note\n\"{value}\",a\n",
            .. type == "Url" ? [$"url\n{value}\n"] : (string[])[],
        ];

        foreach (var document in documents)
        {
            var (found, lost) = Read(document);

            Assert.Equal(value, Assert.Single(found, one => one.Kind == MdeIndicatorType.Unknown).Value);
            Assert.DoesNotContain(found, one => one.Kind != MdeIndicatorType.Unknown);
            Assert.Equal(1, lost.Count);
        }

        using var shell = new Shell();
        var result = shell.Run("ConvertTo-MdeIndicator $args[0] -Type $args[1]", value, type);
        Assert.Empty(result.Output);
        Assert.Equal("IndicatorInvalid", result.ErrorId);
    }

    [Theory]
    [InlineData("type,value\nurl,\"\"\"https://a.example/x\"\"\"\n", "Url https://a.example/x")]
    [InlineData("type,value\nurl,<hxxps://a[.]example/x>\n", "Url https://a.example/x")]
    [InlineData("type,value\ndomain,\"a.example; b[.]example\"\n", "Domain a.example|Domain b.example")]
    [InlineData("type,value\ndomain,a [.] example\n", "Domain a.example")]
    [InlineData("type,value\nip,\"8.8.4.5, 8.8.4.6\"\n", "IPv4 8.8.4.5|IPv4 8.8.4.6")]
    [InlineData(
        "url\nhttps://a.example/x\nhttps://b.example/x\nhttps://c.example/\n",
        "Url https://a.example/x|Url https://b.example/x|Url https://c.example/"
    )]
    [InlineData("url\nhttps://a.example/x # C2\n", "Url https://a.example/x")]
    public void Marks_around_values_and_between_them_are_no_part_of_them(string document, string expected) =>
        Assert.Equal(expected, string.Join("|", Read(document).Found.Where(one => one.Kind != MdeIndicatorType.Unknown).Select(one => $"{one.Type} {one}")));

    [Theory]
    [InlineData("type,value\nurl,//evil.example/x\ndomain,evil2.example\n", "//evil.example/x")]
    [InlineData("{\"Attribute\":[{\"type\":\"url\",\"value\":\"//evil.example/x\"},{\"type\":\"domain\",\"value\":\"evil2.example\"}]}", "//evil.example/x")]
    [InlineData("[{\"type\":\"url\",\"value\":\"//\",\"spec_version\":\"2.1\"},{\"type\":\"domain-name\",\"value\":\"evil2.example\"}]", "//")]
    public void An_address_without_a_scheme_costs_no_other_value(string document, string lost)
    {
        var read = Read(document);

        Assert.Equal([$"Unknown {lost}", "Domain evil2.example"], read.Found.Select(one => $"{one.Type} {one}"));
        Assert.Equal(1, read.Lost.Count);
    }

    [Theory]
    [InlineData("type,value\ndomain,a.example\ndomain,bad.example\ndomain,c.example\n")]
    [InlineData("a.example\n\nbad.example\nc.example\n")]
    [InlineData(
        "[{\"type\":\"domain\",\n\"value\":\"a.example\"},\n{\"type\":\"domain\",\"value\":\"bad.example\"},{\"type\":\"domain\",\"value\":\"c.example\"}]"
    )]
    public void An_error_over_one_value_costs_that_value_alone_and_is_told_with_its_line(string document)
    {
        var (found, lost) = Read(
            document,
            one => one is { Kind: MdeIndicatorType.Domain, Value: "bad.example" } ? throw new InvalidOperationException("x") : one
        );

        Assert.Equal(["Domain a.example", "Unknown bad.example", "Domain c.example"], found.Select(one => $"{one.Type} {one}"));
        Assert.Equal(3, found[1].Line);
        Assert.Equal(" Line 3, 'bad.example': It can't be read, because of an error in this module: x", lost.Tell("Line"));
    }

    [Theory]
    [InlineData("{\"type\":\"domain\",\"value\":\"a.example\"}\n\n{\"type\":\"domain\",\"value\":\"b.example\"}\r\n", 1, 3)]
    [InlineData("{\"type\":\"domain-name\",\"spec_version\":\"2.1\",\"value\":\"a.example\"}\n{\"type\":\"domain-name\",\"value\":\"b.example\"}", 1, 2)]
    [InlineData(
        "{\"Event\":{\"info\":\"x\",\"Attribute\":[{\"type\":\"domain\",\"value\":\"a.example\"}]}}\n{\"Event\":{\"Attribute\":[{\"type\":\"domain\",\"value\":\"b.example\"}]}}\n",
        1,
        2
    )]
    [InlineData(
        "{\"type\":\"bundle\",\"objects\":[{\"type\":\"domain-name\",\"value\":\"a.example\"}]}\n{\"type\":\"domain-name\",\"value\":\"b.example\"}\n",
        1,
        2
    )]
    public void Lines_of_JSON_are_read_each(string document, int first, int second) =>
        Assert.Equal([("a.example", first), ("b.example", second)], Read(document).Found.Select(one => (one.Value, one.Line)));

    [Fact]
    public void A_damaged_line_of_JSON_costs_none_ahead_of_it()
    {
        using var shell = new Shell();

        var result = shell.Run("ConvertTo-MdeIndicator $args[0]", "{\"type\":\"domain\",\"value\":\"a.example\"}\n{\"type\":\"domain\",\"value\n");

        Assert.Equal("a.example", Assert.Single(result.Output).ToString());
        Assert.Contains("is damaged in line 2", result.Error.ToString());
    }

    [Theory]
    [InlineData("{\"iocs\":[{\"type\":\"domain\",\"value\":\"a.example\"}]}")]
    [InlineData("[{\"ioc\":\"a.example\"}]")]
    public void Other_JSON_is_told_as_such(string document)
    {
        using var shell = new Shell();

        var result = shell.Run("ConvertTo-MdeIndicator $args[0]", document);

        Assert.Equal("IndicatorFormatUnknown", result.ErrorId);
        Assert.Contains("The text is JSON that is neither STIX nor MISP, and only those are read.", result.Error.ToString());
    }

    private static (List<MdeIndicator> Found, LostValues Lost) Read(string text, Func<MdeIndicator, MdeIndicator>? take = null)
    {
        var found = new List<MdeIndicator>();
        var collector = new IndicatorCollector("/lists/list", default, DateTime.UnixEpoch, one => found.Add(take is null ? one : take(one)));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), collector, default);
        return (found, collector.Lost);
    }
}
