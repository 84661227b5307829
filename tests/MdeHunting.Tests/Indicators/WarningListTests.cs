using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Warning lists: the bundled ones, and those of files.</summary>
public sealed class WarningListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("10.1.2.3", "ReservedAddress", "RFC 1918")]
    [InlineData("172.31.0.1", "ReservedAddress", "RFC 1918")]
    [InlineData("192.168.0.0/24", "ReservedAddress", "RFC 1918")]
    [InlineData("10.0.0.0/7", null, null)]
    [InlineData("172.32.0.1", null, null)]
    [InlineData("3fff::1", "ReservedAddress", "RFC 9637")]
    [InlineData("8.8.8.8", "PublicDns", "resolver of Google (MISP's warning lists public-dns)")]
    [InlineData("::ffff:8.8.8.8", "PublicDns", "public-dns")]
    [InlineData("2001:4860:4860:0:0:0:0:8888", "PublicDns", "public-dns")]
    [InlineData("dns.google", "PublicDns", "Google")]
    [InlineData("8.8.8.9", null, null)]
    [InlineData("8.8.8.0/24", null, null)]
    [InlineData("D41D8CD98F00B204E9800998ECF8427E", "EmptyFile", "empty-hashes")]
    [InlineData("da39a3ee5e6b4b0d3255bfef95601890afd80709", "EmptyFile", "empty-hashes")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "EmptyFile", "empty-hashes")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f", "TestFile", "eicar.com")]
    [InlineData("68b329da9893e34099c7d8ad5cb9c940", "CommonFalsePositive", "common-ioc-false-positive")]
    public void What_is_bundled_marks_a_value_with_the_list_s_name(string value, string? skipped, string? reason)
    {
        var marked = Assert.Single(Read(value, default));
        var included = Assert.Single(Read(value, new IndicatorOptions(false, false, false, Noise: true)));

        Assert.Equal(skipped, marked.Skipped?.ToString());
        Assert.Contains(reason ?? string.Empty, marked.Reason ?? string.Empty);
        Assert.Equal((null, null), (included.Skipped, included.Reason));
    }

    [Theory]
    [InlineData("string", "evil.example", "Domain", "EVIL.example", true)]
    [InlineData("string", "evil.example", "Domain", "www.evil.example", false)]
    [InlineData("string", "2001:DB8::0001", "IPv6", "2001:db8::1", true)]
    [InlineData("string", "::ffff:9270:3d68", "IPv4", "146.112.61.104", true)]
    [InlineData("string", "Bücher.example", "Domain", "xn--bcher-kva.example", true)]
    [InlineData("substring", "-mail.", "MailAddress", "a@one-mail.example", true)]
    [InlineData("substring", "EXAMPLE", "MailAddress", "a@one-mail.example", true)]
    [InlineData("substring", "e@x", "MailAddress", "me@x.example", true)]
    [InlineData("substring", "examples", "MailAddress", "a@one-mail.example", false)]
    [InlineData("hostname", "evil.example", "Url", "https://user:pw@a.EVIL.example:8443/x?y", true)]
    [InlineData("hostname", ".evil.example", "Domain", "a.b.evil.example", true)]
    [InlineData("hostname", ".evil.example", "Domain", "evil.example", true)]
    [InlineData("hostname", "evil.example", "Domain", "notevil.example", false)]
    [InlineData("hostname", "evil.example", "Url", "https://evil.example.org/evil.example", false)]
    [InlineData("hostname", "evil.example", "Url", "https://evil.example@other.example/", false)]
    [InlineData("hostname", "EXAMPLE", "Domain", "evil.example", true)]
    [InlineData("hostname", "evil.example", "MailAddress", "a@mx.evil.example", true)]
    [InlineData("hostname", "evil.example", "Url", "evil.example/gate", true)]
    [InlineData("cidr", "8.0.0.0/9", "IPv4", "8.127.255.255", true)]
    [InlineData("cidr", "8.0.0.0/9", "IPv4", "8.128.0.0", false)]
    [InlineData("cidr", "8.0.0.1", "IPv4", "8.0.0.1", true)]
    [InlineData("cidr", "::ffff:8.0.0.0/104", "IPv4", "8.1.2.3", true)]
    [InlineData("cidr", "0.0.0.0/0", "IPv6", "2a00::1", false)]
    [InlineData("cidr", "2A00::/12", "IPv6", "2a0f::1", true)]
    [InlineData("cidr", "8.0.0.0/8", "Cidr", "8.1.0.0/16", true)]
    [InlineData("cidr", "8.1.0.0/16", "Cidr", "8.0.0.0/8", false)]
    [InlineData("cidr", "8.0.0.0/8", "Url", "http://8.1.2.3:8080/x", true)]
    [InlineData("cidr", "2a00::/12", "Url", "http://[2a00::1]:8080/x", true)]
    [InlineData("regex", "/^(soc|abuse)@.*$/i", "MailAddress", "abuse@evil.example", true)]
    [InlineData("regex", "^ABUSE@", "MailAddress", "abuse@evil.example", false)]
    [InlineData("regex", "#evil\\.(example|test)#ug", "Domain", "a.evil.test", true)]
    public void A_list_is_compared_as_its_type_says(string kind, string entry, string type, string value, bool isOnIt)
    {
        var list = List(
            new
            {
                name = "A list",
                type = kind,
                list = new[] { "nothing.like.this", entry }.Skip(kind == "cidr" ? 1 : 0),
            }
        );

        Assert.Equal(isOnIt ? entry : null, list.Find(Enum.Parse<MdeIndicatorType>(type), Canonical(type, value)));
    }

    [Fact]
    public void A_list_is_about_its_attributes_alone()
    {
        var list = List(
            new
            {
                name = "A list",
                type = "string",
                matching_attributes = new[] { "domain", "ip-dst|port", "filename|sha256" },
                list = new[] { "x", "evil.example", "8.8.4.5" },
            }
        );
        var all = List(
            new
            {
                name = "A list",
                list = new[] { "x" },
                matching_attributes = Array.Empty<string>(),
            }
        );
        var none = List(
            new
            {
                name = "A list",
                list = new[] { "x" },
                matching_attributes = new[] { "phone-number" },
            }
        );

        Assert.Equal("evil.example", list.Find(MdeIndicatorType.Domain, "evil.example"));
        Assert.Equal("8.8.4.5", list.Find(MdeIndicatorType.IPv4, "8.8.4.5"));
        Assert.Equal("x", list.Find(MdeIndicatorType.FileName, "x"));
        Assert.Null(list.Find(MdeIndicatorType.Url, "evil.example"));
        Assert.Null(list.Find(MdeIndicatorType.AccountName, "x"));
        Assert.Equal("x", all.Find(MdeIndicatorType.AccountName, "x"));
        Assert.True(none.IsOfNothing);
        Assert.Null(none.Find(MdeIndicatorType.FileName, "x"));
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"list\":[\"a\",\n\"b", "IndicatorFileDamaged", "line 2")]
    [InlineData("[]", "WarningListInvalid", "it has no list")]
    [InlineData("{\"name\":\"x\"}", "WarningListInvalid", "it has no list")]
    [InlineData("{\"list\":[\"a\",5]}", "WarningListInvalid", "entry 2 of its list")]
    [InlineData("{\"type\":\"hash\",\"list\":[\"a\"]}", "WarningListInvalid", "its type is 'hash'")]
    [InlineData("{\"type\":\"3\",\"list\":[\"a\"]}", "WarningListInvalid", "its type is '3'")]
    [InlineData("{\"type\":\"cidr\",\"list\":[\"10.0.0.0/8\",\"10.0.0.0/33\"]}", "WarningListInvalid", "entry 2 of its list, '10.0.0.0/33'")]
    [InlineData("{\"type\":\"regex\",\"list\":[\"(\"]}", "WarningListInvalid", "entry 1 of its list, '('")]
    [InlineData("{\"list\":[],\"matching_attributes\":\"domain\"}", "WarningListInvalid", "matching_attributes")]
    [InlineData("MZ\0\0", "IndicatorFormatUnknown", "NUL")]
    public void A_bad_list_is_told_with_its_file_and_the_rest_goes_on(string text, string id, string told)
    {
        var bad = Write("bad.json", text);
        Write("good.json", "{\"name\":\"Good\",\"list\":[\"evil.example\"]}");
        using var shell = new Shell();

        var result = shell.Run("'evil[.]example', 'other[.]example' | ConvertTo-MdeIndicator -WarningListPath $args[0]", _folder);

        Assert.Equal(["WarningList", ""], result.Output.Select(one => one.Properties["Skipped"].Value?.ToString() ?? string.Empty));
        Assert.Equal("It's in the warning list 'Good' (entry 'evil.example').", result.Output[0].Properties["Reason"].Value);
        var error = Assert.Single(result.Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(bad, error.Exception.Message);
        Assert.Contains(told, error.Exception.Message);
    }

    [Fact]
    public void An_expression_that_takes_too_long_is_told_once_and_its_list_not_used_any_more()
    {
        var slow = Write("a slow one.json", "{\"name\":\"Slow\",\"type\":\"regex\",\"list\":[\"^(a+)+$\"]}");
        Write("good.json", "{\"name\":\"Good\",\"type\":\"regex\",\"list\":[\"b\"]}");
        File.WriteAllLines(Path.Combine(_folder, "list.txt"), Enumerable.Range(0, 50).Select(i => $"{new string('a', 60)}{i}b.example"));
        using var shell = new Shell();

        var result = shell.Run("Import-MdeIndicator \"$($args[0])/list.txt\" -WarningListPath \"$($args[0])/*.json\"", _folder);

        Assert.Equal(50, result.Output.Count(one => one.Properties["Skipped"].Value?.ToString() == "WarningList"));
        var error = Assert.Single(result.Errors);
        Assert.Equal("WarningListInvalid", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(slow, error.Exception.Message);
        Assert.Contains("takes too long", error.Exception.Message);
    }

    [Fact]
    public void Folders_are_read_with_their_subfolders_and_a_switch_includes_what_is_on_a_list()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "lists", "one"));
        Write(Path.Combine("lists", "one", "list.json"), "{\"name\":\"One\",\"list\":[\"evil.example\"]}");
        Write("README.md", "no list");
        using var shell = new Shell();

        var skipped = shell.Run("'evil[.]example' | ConvertTo-MdeIndicator -WarningListPath $args[0]", _folder).ThrowIfFailed().Output;
        var included = shell.Run("'evil[.]example' | ConvertTo-MdeIndicator -WarningListPath $args[0] -IncludeNoise", _folder).ThrowIfFailed().Output;
        var nothing = shell.Run("'evil[.]example' | ConvertTo-MdeIndicator -WarningListPath \"$($args[0])/no.json\", env:PATH", _folder);

        Assert.Equal("WarningList", skipped[0].Properties["Skipped"].Value?.ToString());
        Assert.Null(included[0].Properties["Skipped"].Value);
        Assert.Equal(["IndicatorFileNotFound", "IndicatorFileUnreadable"], nothing.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(nothing.Output);
    }

    private static List<MdeIndicator> Read(string value, IndicatorOptions options)
    {
        var read = new List<MdeIndicator>();
        new IndicatorCollector(null, options, DateTime.UnixEpoch, read.Add).TakeLine(value, 1);
        return read;
    }

    private static string Canonical(string type, string value) => IndicatorRecognizer.Parse(Enum.Parse<MdeIndicatorType>(type), value)!;

    private static WarningList List(object stated)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(stated)));
        return new WarningList(FormatsLoader.Indicators.ReadWarningList(new IndicatorDocument(content, "x.json", MdeIndicatorFormat.Misp), default), "x.json");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
