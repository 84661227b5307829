using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Files of each format, found out by themselves, through the part that the package has.</summary>
public sealed class IndicatorFileTests
{
    private const string Sha256 = "ab1d2bdf1e6e4a4f3a7d8bfa6d4f6a3b8f0f6c2b4a9a8d7c6b5a493827160504";
    private static readonly DateTime Now = new(2026, 11, 29, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_bundle_of_STIX_is_read_by_its_patterns_and_observables()
    {
        var read = Read(
            """
            {
              "type": "bundle", "id": "bundle--1", "objects": [
                {"type": "identity", "name": "x"},
                {"type": "indicator", "spec_version": "2.1", "id": "indicator--1", "name": "Loader", "pattern_type": "stix", "confidence": 80,
                 "labels": ["malicious-activity"], "valid_from": "2026-11-01T00:00:00Z", "valid_until": "2027-01-01T00:00:00.5Z",
                 "pattern": "[file:hashes.'SHA-256' = 'AB1D2BDF1E6E4A4F3A7D8BFA6D4F6A3B8F0F6C2B4A9A8D7C6B5A493827160504' OR file:name IN ('a.exe', 'it\\'s.dll')]"},
                {"type": "indicator", "id": "indicator--2", "pattern_type": "stix", "valid_until": "2026-11-28T00:00:00Z", "pattern": "[ipv4-addr:value = '8.8.4.4/32'] FOLLOWEDBY [domain-name:value = 'evil.example'] WITHIN 300 SECONDS"},
                {"type": "indicator", "id": "indicator--3", "revoked": true, "pattern_type": "stix", "pattern": "[ipv4-addr:value ISSUBSET '8.8.0.0/16']"},
                {"type": "indicator", "id": "indicator--4", "pattern_type": "yara", "pattern": "rule x { condition: true }"},
                {"type": "indicator", "id": "indicator--5", "pattern_type": "stix", "pattern": "[file:name MATCHES '^a']"},
                {"type": "indicator", "id": "indicator--6", "pattern_type": "stix", "pattern": "[file:name = 'a.exe'"},
                {"type": "file", "id": "file--1", "hashes": {"MD5": "d41d8cd98f00b204e9800998ecf8427e", "SSDEEP": "3:x"}, "name": "empty.txt"},
                {"type": "url", "id": "url--1", "value": "https://evil.example/a"},
                {"type": "windows-registry-key", "id": "w--1", "key": "HKLM\\Software\\Evil", "values": [{"name": "Run"}]}
              ]
            }
            """,
            out var format
        );

        Assert.Equal(MdeIndicatorFormat.Stix, format);
        Assert.Equal(
            [
                $"4 Sha256 {Sha256}",
                "4 FileName a.exe",
                "4 FileName it's.dll",
                "7 IPv4 8.8.4.4 Expired",
                "7 Domain evil.example Expired",
                "8 Cidr 8.8.0.0/16 Revoked",
                "9 Unknown The pattern is a rule of yara, and not one of STIX.",
                "10 Unknown The comparison MATCHES cannot be looked for.",
                "11 Unknown The pattern cannot be read from its end on.",
                "12 Md5 d41d8cd98f00b204e9800998ecf8427e EmptyFile",
                "12 FileName empty.txt",
                "13 Url https://evil.example/a",
                "14 RegistryKey HKEY_LOCAL_MACHINE\\Software\\Evil",
                "14 RegistryValue Run",
            ],
            read.Select(Told)
        );
        Assert.Equal((80, "Loader", "malicious-activity"), (read[0].Confidence, read[0].Context, Assert.Single(read[0].Labels)));
        Assert.Equal(new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc), read[0].ValidFrom);
        Assert.Equal(DateTimeKind.Utc, read[0].ValidUntil!.Value.Kind);
        Assert.Contains("Part of [ipv4-addr", read[3].Context);
    }

    [Fact]
    public void An_event_of_MISP_is_read_with_its_objects_and_composites()
    {
        var read = Read(
            """
            {"response": [{"Event": {"info": "Case 42", "Attribute": [
              {"type": "ip-dst|port", "value": "8.8.4.4|443", "to_ids": true, "comment": "C2"},
              {"type": "domain|ip", "value": "evil.example|8.8.8.1", "to_ids": "1"},
              {"type": "url", "value": "http://evil.example/x", "to_ids": false},
              {"type": "regkey|value", "value": "HKCU\\Software\\x|y", "to_ids": true},
              {"type": "hostname", "value": "old.example", "to_ids": true, "deleted": true},
              {"type": "mutex", "value": "Global\\x", "to_ids": true},
              {"type": "sha256", "value": "nonsense", "to_ids": true}],
             "Object": [{"name": "file", "Attribute": [{"type": "malware-sample", "value": "a.exe|44d88612fea8a8f36de82e1278abb02e", "to_ids": true, "Tag": [{"name": "tlp:red"}]}]}]}}]}
            """,
            out var format
        );

        Assert.Equal(MdeIndicatorFormat.Misp, format);
        Assert.Equal(
            [
                "2 IPv4 8.8.4.4",
                "3 Domain evil.example",
                "3 IPv4 8.8.8.1",
                "4 Url http://evil.example/x NotForDetection",
                "5 RegistryKey HKEY_CURRENT_USER\\Software\\x",
                "6 Domain old.example Revoked",
                "7 Unknown Attributes of the type mutex are in no table.",
                "8 Unknown The value is no Sha256.",
                "9 FileName a.exe",
                "9 Md5 44d88612fea8a8f36de82e1278abb02e",
            ],
            read.Select(Told)
        );
        Assert.Equal("Case 42. C2", read[0].Context);
        Assert.Equal(["tlp:red"], read[8].Labels);
    }

    [Theory]
    [InlineData("[{\"type\":\"domain\",\"value\":\"evil.example\",\"to_ids\":true}]", "Misp")]
    [InlineData("{\"Attribute\":[{\"type\":\"domain\",\"value\":\"evil.example\",\"to_ids\":true}]}", "Misp")]
    [InlineData("{\"Event\":{\"info\":\"x\",\"Attribute\":[{\"type\":\"domain\",\"value\":\"evil.example\",\"to_ids\":true}]}}", "Misp")]
    [InlineData("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value='evil.example']\"}", "Stix")]
    [InlineData("[{\"type\":\"indicator\",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value='evil.example']\"}]", "Stix")]
    [InlineData("\ufeff{\"type\":\"bundle\",\"objects\":[{\"type\":\"domain-name\",\"value\":\"evil.example\"}]}", "Stix")]
    [InlineData("indicator,type\nevil.example,domain\n", "Csv")]
    [InlineData("sep=;\nDomain;Comment\nevil.example;x\n", "Csv")]
    [InlineData("\"value\";\"type\"\n\"evil[.]example\";\"domain\"\n", "Csv")]
    [InlineData("evil.example,first\nevil.example,second\n", "Csv")]
    [InlineData("IndicatorType,IndicatorValue,ExpirationTime,Action\nDomainName,evil.example,2027-01-01T00:00:00Z,Block\n", "Csv")]
    [InlineData("evil.example\n", "Text")]
    [InlineData("# Report\n\nThe host evil[.]example, seen once.\n", "Text")]
    [InlineData(
        "<html><head><title>good.example</title><script>var x = 'http://no.example/';</script></head><body><p>evil&#91;.&#93;exam<b>ple</b></p></body></html>",
        "Html"
    )]
    [InlineData("<!DOCTYPE html><p><a href=\"hxxp://evil.example/\">x</a></p>", "Html")]
    [InlineData(
        "<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><definition><Indicator operator=\"OR\"><IndicatorItem condition=\"is\"><Context search=\"DnsEntryItem/Host\"/><Content type=\"string\">evil.example</Content></IndicatorItem></Indicator></definition></ioc>",
        "OpenIoc"
    )]
    public void The_format_is_found_out(string text, string expected)
    {
        var read = Read(text, out var format);

        Assert.Equal(expected, format.ToString());
        Assert.Contains("evil.example", read.First(one => one.Type != MdeIndicatorType.Unknown).Value);
        Assert.DoesNotContain(read, one => one.Value.Contains("no.example", StringComparison.Ordinal) || one.Value == "good.example");
    }

    [Fact]
    public void OpenIOC_is_read_by_its_terms()
    {
        var read = Read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1"><metadata><short_description>Case 42</short_description></metadata><criteria>
            <Indicator operator="OR"><IndicatorItem condition="is"><Context document="FileItem" search="FileItem/Md5sum"/><Content type="md5">44D88612FEA8A8F36DE82E1278ABB02E</Content></IndicatorItem>
            <Indicator operator="AND"><IndicatorItem condition="contains"><Context search="RegistryItem/Path"/><Content type="string">HKLM\Software\Evil</Content></IndicatorItem>
            <IndicatorItem condition="is"><Context search="ProcessItem/HandleList/Handle/Name"/><Content type="string">x</Content></IndicatorItem></Indicator>
            <IndicatorItem condition="is" negate="true"><Context search="FileItem/FileName"/><Content type="string">good.exe</Content></IndicatorItem></Indicator></criteria></OpenIOC>
            """,
            out _
        );

        Assert.Equal(
            [
                "3 Md5 44d88612fea8a8f36de82e1278abb02e",
                "4 RegistryKey HKEY_LOCAL_MACHINE\\Software\\Evil",
                "5 Unknown ProcessItem/HandleList/Handle/Name is no term that a table has.",
                "6 Unknown What must not be there cannot be looked for.",
            ],
            read.Select(Told)
        );
        Assert.Equal(["Case 42", "Case 42. Part of a conjunction"], read.Take(2).Select(one => one.Context));
    }

    [Fact]
    public void Lines_of_a_CSV_are_those_of_the_file_and_an_expired_entry_is_marked()
    {
        var read = Read(
            "IndicatorType,IndicatorValue,ExpirationTime,Title,Description\r\n\r\nUrl,http://evil.example/a,2026-01-01T00:00:00Z,T,\"two\r\nlines\"\r\nIpAddress,8.8.4.4,,,\r\nFileSha256,"
                + Sha256
                + ",,,\r\n",
            out _
        );

        Assert.Equal(["3 Url http://evil.example/a Expired", "5 IPv4 8.8.4.4", $"6 Sha256 {Sha256}"], read.Select(Told));
        Assert.Equal("T. two\r\nlines", read[0].Context);
    }

    [Theory]
    [InlineData(
        "{\"type\":\"bundle\",\"objects\":[{\"type\":\"domain-name\",\"value\":\"evil.example\"},{\"type\":\n\"dom",
        "IndicatorFileDamaged",
        "line 2",
        1
    )]
    [InlineData(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\">&e;</ioc>",
        "IndicatorFileDamaged",
        "document type",
        0
    )]
    [InlineData("<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><IndicatorItem>", "IndicatorFileDamaged", "line 1", 0)]
    [InlineData("MZ\0\u0001binary", "IndicatorFormatUnknown", "NUL", 0)]
    public void What_cannot_be_read_is_told_with_its_line(string text, string id, string told, int count)
    {
        var found = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));

        var failure = Assert.Throws<IndicatorException>(() =>
            FormatsLoader.Indicators.Read(new IndicatorDocument(content, "list.txt", MdeIndicatorFormat.Auto), Collector(found), default)
        );

        Assert.Equal(id, failure.ErrorId);
        Assert.Contains("'list.txt'", failure.Message);
        Assert.Contains(told, failure.Message);
        Assert.Equal(count, found.Count);
    }

    [Fact]
    public void A_text_in_another_encoding_is_read_by_its_mark()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF8Encoding(true) })
        {
            using var content = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("evil[.]example\n")]);
            var found = new List<MdeIndicator>();

            FormatsLoader.Indicators.Read(new IndicatorDocument(content, "x", MdeIndicatorFormat.Auto), Collector(found), default);

            Assert.Equal("evil.example", Assert.Single(found).Value);
        }
    }

    [Fact]
    public void Commands_return_what_is_read_and_go_on_after_what_is_not()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "a.txt"), "evil[.]example\n10.1.2.3\nnothing here\n");
        File.WriteAllText(Path.Combine(folder, "b.json"), "{\"type\":\"bundle\",");
        File.WriteAllText(Path.Combine(folder, "c.txt"), "no indicator at all\n");
        File.WriteAllText(Path.Combine(folder, "d [x].txt"), "8.8.4.4");
        using var shell = new Shell();

        var all = shell.Run("Import-MdeIndicator $args[0]", folder);
        Assert.Equal(["evil.example", "10.1.2.3", "8.8.4.4"], all.Output.Select(one => one.ToString()));
        Assert.Equal(["IndicatorFileDamaged", "NoIndicators"], all.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("ReservedAddress", all.Output[1].Properties["Skipped"].Value?.ToString());
        Assert.Null(shell.Run("(Import-MdeIndicator \"$($args[0])/a.txt\" -IncludeNoise)[1].Skipped", folder).ThrowIfFailed().Output[0]);
        Assert.Equal("nothing here", shell.Run("(Import-MdeIndicator \"$($args[0])/a.txt\" -IncludeUnread)[2].Original", folder).Output[0].ToString());
        Assert.Single(shell.Run("Get-ChildItem $args[0] -Filter d* | Import-MdeIndicator", folder).ThrowIfFailed().Output);
        Assert.Equal("IndicatorFileNotFound", shell.Run("Import-MdeIndicator -LiteralPath \"$($args[0])/x*.txt\"", folder).ErrorId);
        Assert.Equal("IndicatorFileUnreadable", shell.Run("Import-MdeIndicator env:PATH").ErrorId);
    }

    [Theory]
    [InlineData("'evil[.]example', '', '8.8.4[.]4'", "Domain evil.example; IPv4 8.8.4.4")]
    [InlineData("\"one evil[.]example`ntwo 8.8.4[.]4\"", "Domain evil.example; IPv4 8.8.4.4")]
    [InlineData(
        "[pscustomobject]@{ Value = 'evil.example'; Type = 'domain' }, @{ Sha1 = '3395856ce81f2b7382dee72602f798b642f14141' }",
        "Domain evil.example; Sha1 3395856ce81f2b7382dee72602f798b642f14141"
    )]
    [InlineData("[uri] 'https://evil.example/a'", "Url https://evil.example/a")]
    [InlineData("[ipaddress] '8.8.4.4'", "IPv4 8.8.4.4")]
    [InlineData("('evil[.]example' | ConvertTo-MdeIndicator)", "Domain evil.example")]
    [InlineData("'report.zip'", "Domain report.zip; FileName report.zip")]
    public void ConvertTo_takes_text_and_objects(string input, string expected)
    {
        using var shell = new Shell();

        var found = shell.Run($"{input} | ConvertTo-MdeIndicator").ThrowIfFailed().Output.Select(one => (MdeIndicator)one.BaseObject);

        Assert.Equal(expected, string.Join("; ", found.Select(one => $"{one.Type} {one.Value}")));
    }

    [Fact]
    public void A_value_that_is_none_of_its_type_is_an_error()
    {
        using var shell = new Shell();

        var result = shell.Run("'x' | ConvertTo-MdeIndicator -Type Sha1; 5 | ConvertTo-MdeIndicator; 'Invoice' | ConvertTo-MdeIndicator -Type MailSubject");

        Assert.Equal(["IndicatorInvalid", "IndicatorInvalid"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("Invoice", Assert.Single(result.Output).ToString());
    }

    private static List<MdeIndicator> Read(string text, out MdeIndicatorFormat format)
    {
        var found = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        format = FormatsLoader.Indicators.Read(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default);
        return found;
    }

    private static IndicatorCollector Collector(List<MdeIndicator> found) => new("/lists/list", default, Now, found.Add);

    private static string Told(MdeIndicator one) =>
        one.Type == MdeIndicatorType.Unknown
            ? $"{one.Line} Unknown {one.Reason}"
            : $"{one.Line} {one.Type} {one.Value}{(one.Skipped is { } skip ? $" {skip}" : string.Empty)}";
}
