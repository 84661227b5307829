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
                {"type": "indicator", "id": "indicator--2", "pattern_type": "stix", "valid_until": "2026-11-28T00:00:00Z", "pattern": "[ipv4-addr:value = '8.8.4.5/32'] FOLLOWEDBY [domain-name:value = 'evil.example'] WITHIN 300 SECONDS"},
                {"type": "indicator", "id": "indicator--3", "revoked": true, "pattern_type": "stix", "pattern": "[ipv4-addr:value ISSUBSET '8.8.0.0/16']"},
                {"type": "indicator", "id": "indicator--4", "pattern_type": "yara", "pattern": "rule x { condition: true }"},
                {"type": "indicator", "id": "indicator--5", "pattern_type": "stix", "pattern": "[file:name MATCHES '^a']"},
                {"type": "indicator", "id": "indicator--6", "pattern_type": "stix", "pattern": "[file:name = 'a.exe'"},
                {"type": "file", "id": "file--1", "hashes": {"MD5": "d41d8cd98f00b204e9800998ecf8427e", "SSDEEP": "3:x"}, "name": "empty.txt"},
                {"type": "url", "id": "url--1", "value": "https://evil.example/a"},
                {"type": "windows-registry-key", "id": "w--1", "key": "HKLM\\Software\\Evil", "values": [{"name": "Run"}]},
                {"type": "mutex", "id": "mutex--1", "name": "Global\\x"}
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
                "7 IPv4 8.8.4.5 Expired",
                "7 Domain evil.example Expired",
                "8 Cidr 8.8.0.0/16 Revoked",
                "9 Unknown The pattern is a rule of yara, and not one of STIX.",
                "10 Unknown The comparison MATCHES can't be looked for.",
                "11 Unknown The pattern isn't valid: it ends too early.",
                "12 Md5 d41d8cd98f00b204e9800998ecf8427e EmptyFile",
                "12 Unknown No table has a column for the property file:hashes.SSDEEP.",
                "12 FileName empty.txt",
                "13 Url https://evil.example/a",
                "14 RegistryKey HKEY_LOCAL_MACHINE\\Software\\Evil",
                "14 RegistryValue Run",
                "15 Unknown No table contains observables of the type mutex.",
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
              {"type": "ip-dst|port", "value": "8.8.4.5|443", "to_ids": true, "comment": "C2"},
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
                "2 IPv4 8.8.4.5",
                "3 Domain evil.example",
                "3 IPv4 8.8.8.1",
                "4 Url http://evil.example/x NotForDetection",
                "5 RegistryKey HKEY_CURRENT_USER\\Software\\x",
                "5 RegistryValue y",
                "6 Domain old.example Revoked",
                "7 Unknown No table contains attributes of the type mutex.",
                "8 Unknown The value isn't valid: a SHA-256 hash has 64 hexadecimal digits.",
                "9 FileName a.exe",
                "9 Md5 44d88612fea8a8f36de82e1278abb02e",
            ],
            read.Select(Told)
        );
        Assert.Equal("Case 42. C2", read[0].Context);
        Assert.Equal(@"Case 42. Part of HKCU\Software\x|y", read[5].Context);
        Assert.Equal(["tlp:red"], read[9].Labels);
    }

    [Theory]
    [InlineData("\"deleted\": true, ", "")]
    [InlineData("\"deleted\": \"1\", ", "")]
    [InlineData("", ", \"deleted\": true")]
    public void The_attributes_of_an_object_of_MISP_that_is_deleted_are_revoked(string ahead, string behind)
    {
        var read = Read(
            $$$"""
            {"Event": {"info": "x", "Object": [
              {"name": "file", {{{ahead}}}"Attribute": [{"type": "domain", "value": "old.example", "to_ids": true}]{{{behind}}}},
              {"name": "file", "deleted": false, "Attribute": [{"type": "domain", "value": "new.example", "to_ids": true}]}]}}
            """,
            out _
        );

        Assert.Equal(["2 Domain old.example Revoked", "3 Domain new.example"], read.Select(Told));
    }

    [Theory]
    [InlineData("FileItem/FileName", "contains", "evil", "contains")]
    [InlineData("FileItem/FileName", "starts-with", "evil", "starts-with")]
    [InlineData("FileItem/Md5sum", "matches", "44d88612fea8a8f36de82e1278abb02e", "matches")]
    [InlineData("Network/DNS", "ends-with", "evil.example", "ends-with")]
    [InlineData("Network/DNS", "contains", "evil.example", "contains")]
    [InlineData("FileItem/FullPath", "contains", "\\Temp\\evil", "contains")]
    [InlineData("Network/DNS", "IS", "evil.example", null)]
    [InlineData("FileItem/FullPath", "ends-with", "\\Temp\\evil.exe", null)]
    [InlineData("ProcessItem/arguments", "contains", "-enc SQBF", null)]
    [InlineData("Network/UserAgent", "contains", "EvilBot", null)]
    [InlineData("RegistryItem/Path", "starts-with", "HKLM\\Software\\Evil", null)]
    public void A_condition_of_OpenIOC_that_is_not_searched_for_so_is_not_read_as_one_that_is(string term, string condition, string value, string? told)
    {
        var item = $"<IndicatorItem condition=\"{condition}\"><Context search=\"{term}\"/><Content type=\"string\">{value}</Content></IndicatorItem>";
        var read = Assert.Single(Read($"<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><Indicator operator=\"OR\">{item}</Indicator></ioc>", out _));

        Assert.Equal(told is not null, read.Kind == MdeIndicatorType.Unknown);
        Assert.Equal(told is null ? null : $"The condition {told} can't be looked for in {term}, only the whole value.", read.Reason);
    }

    [Fact]
    public void A_denied_item_of_OpenIOC_is_none_however_the_denial_is_written()
    {
        const string item =
            "<IndicatorItem condition=\"is\" negate=\"1\"><Context search=\"FileItem/FileName\"/><Content type=\"string\">good.exe</Content></IndicatorItem>";

        var read = Read($"<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><Indicator operator=\"OR\">{item}</Indicator></ioc>", out _);

        Assert.Equal(["1 Unknown What must not be there can't be looked for."], read.Select(Told));
    }

    [Theory]
    [InlineData(
        "RemoteIP,RemoteUrl,InitiatingProcessSHA1\n8.8.4.5,evil.example,3395856ce81f2b7382dee72602f798b642f14141\n",
        "2 IPv4 8.8.4.5; 2 Domain evil.example; 2 Sha1 3395856ce81f2b7382dee72602f798b642f14141"
    )]
    [InlineData(
        "SHA256,destination ip,host,C2,user,SenderFromAddress\n" + Sha256 + ",8.8.4.5,evil.example,hxxp://bad[.]example/a,CORP\\jdoe,a@evil.example\n",
        "2 Sha256 " + Sha256 + "; 2 IPv4 8.8.4.5; 2 Domain evil.example; 2 Url http://bad.example/a; 2 AccountName CORP\\jdoe; 2 MailAddress a@evil.example"
    )]
    [InlineData(
        "Domain,Stage,Dropper\nevil.example,first,8.8.4.5 and b.example\n",
        "2 Domain evil.example; 2 Unknown The column Stage isn't known, and nothing in it has the form of an indicator.; 2 IPv4 8.8.4.5; 2 Domain b.example"
    )]
    [InlineData(
        "Domain,Notes\nevil.example,see https://good.example/report\nbad.example,and b[.]example\n",
        "2 Domain evil.example; 2 Unknown It's in 'Notes', from which only defanged addresses are read.; 3 Domain bad.example; 3 Domain b.example"
    )]
    [InlineData(
        "DeviceName,RemoteUrl\npc.example,evil.example\n",
        "2 Domain evil.example; 2 Unknown The column DeviceName says where or when, and isn't read as indicators."
    )]
    [InlineData(
        "evil.example,domain\n8.8.4.5,ip\n",
        "1 Domain evil.example; 1 Unknown Nothing in the line has the form of an indicator.; 2 IPv4 8.8.4.5; 2 Unknown Nothing in the line has the form of an indicator."
    )]
    [InlineData(
        "Domain;RemoteIP;First seen\nevil.example, b.example;'8.8.4.5';today\n",
        "2 Domain evil.example; 2 Domain b.example; 2 IPv4 8.8.4.5; 2 Unknown The column First seen isn't known, and nothing in it has the form of an indicator."
    )]
    [InlineData(
        "user\nS-1-5-21-1-2-3-1001\njdoe@evil.example\n33333333-3333-3333-3333-333333333333\njdoe\n",
        "2 AccountSid S-1-5-21-1-2-3-1001; 3 AccountUpn jdoe@evil.example; 4 AccountObjectId 33333333-3333-3333-3333-333333333333; 5 AccountName jdoe"
    )]
    [InlineData(
        "IndicatorType,IndicatorValue,Action\nDomainName,good.example,Allowed\nDomainName,evil.example,Block\n",
        "2 Domain good.example NotForDetection; 3 Domain evil.example"
    )]
    [InlineData("type,value,to_ids\ndomain,good.example,0\ndomain,evil.example,1\n", "2 Domain good.example NotForDetection; 3 Domain evil.example")]
    public void No_column_of_a_CSV_vanishes(string text, string expected)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var found = new List<MdeIndicator>();

        FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "x", MdeIndicatorFormat.Csv), Collector(found), default);

        Assert.Equal(expected, string.Join("; ", found.Where(one => one.Original is not ("Allowed" or "Block" or "0" or "1")).Select(Told)));
    }

    [Fact]
    public void The_columns_that_a_sweep_searches_are_read_as_what_they_hold()
    {
        var names = MdeHunting.Sweeps.IndicatorColumns.Bundled.Names.ToList();

        Assert.Contains("SenderMailFromAddress", names);
        Assert.All(
            new[] { "RemoteIP", "SenderMailFromAddress", "InitiatingProcessCommandLine", "AccountObjectId" },
            name => Assert.True(IndicatorNames.Has(name))
        );
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_told_and_the_rest_is_read()
    {
        var read = Read(
            "{\"type\":\"bundle\",\"objects\":[{\"type\":\"file\",\"name\":\"a\\ud83d.exe\"},{\"type\":\"file\",\"name\":\"\\ud83d\\ude00.exe\"},{\"type\":\"domain-name\",\"value\":\"evil.example\"}]}",
            out _
        );

        Assert.Equal(
            [
                "1 Unknown The value has half of a surrogate pair (U+D83D) at position 1, counted from 0, which isn't a character.",
                "1 FileName \ud83d\ude00.exe",
                "1 Domain evil.example",
            ],
            read.Select(Told)
        );
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
        Assert.Contains("evil.example", read.First(one => one.Kind != MdeIndicatorType.Unknown).Value);
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
                "5 Unknown No table has a column for the term ProcessItem/HandleList/Handle/Name.",
                "6 Unknown What must not be there can't be looked for.",
            ],
            read.Select(Told)
        );
        Assert.Equal(["Case 42", "Case 42. Part of a conjunction"], read.Take(2).Select(one => one.Context));
    }

    [Fact]
    public void Lines_of_a_CSV_are_those_of_the_file_and_an_expired_entry_is_marked()
    {
        var read = Read(
            "IndicatorType,IndicatorValue,ExpirationTime,Title,Description\r\n\r\nUrl,http://evil.example/a,2026-01-01T00:00:00Z,T,\"two\r\nlines\"\r\nIpAddress,8.8.4.5,,,\r\nFileSha256,"
                + Sha256
                + ",,,\r\n",
            out _
        );

        Assert.Equal(["3 Url http://evil.example/a Expired", "5 IPv4 8.8.4.5", $"6 Sha256 {Sha256}"], read.Select(Told));
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
            FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list.txt", MdeIndicatorFormat.Auto), Collector(found), default)
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

            FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "x", MdeIndicatorFormat.Auto), Collector(found), default);

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
        File.WriteAllText(Path.Combine(folder, "d [x].txt"), "8.8.4.5");
        using var shell = new Shell();

        var all = shell.Run("Import-MdeIndicator $args[0]", folder);
        Assert.Equal(["evil.example", "10.1.2.3", "8.8.4.5"], all.Output.Select(one => one.ToString()));
        Assert.Equal(["IndicatorFileDamaged", "NoIndicators"], all.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("ReservedAddress", all.Output[1].Properties["Skipped"].Value?.ToString());
        Assert.Null(shell.Run("(Import-MdeIndicator \"$($args[0])/a.txt\" -IncludeNoise)[1].Skipped", folder).ThrowIfFailed().Output[0]);
        Assert.Equal("nothing here", shell.Run("(Import-MdeIndicator \"$($args[0])/a.txt\" -IncludeUnread)[2].Original", folder).Output[0].ToString());
        Assert.Single(shell.Run("Get-ChildItem $args[0] -Filter d* | Import-MdeIndicator", folder).ThrowIfFailed().Output);
        Assert.Equal("IndicatorFileNotFound", shell.Run("Import-MdeIndicator -LiteralPath \"$($args[0])/x*.txt\"", folder).ErrorId);
        Assert.Equal("IndicatorFileUnreadable", shell.Run("Import-MdeIndicator env:PATH").ErrorId);
    }

    [Theory]
    [InlineData("'evil[.]example', '', '8.8.4[.]5'", "Domain evil.example; IPv4 8.8.4.5")]
    [InlineData("\"one evil[.]example`ntwo 8.8.4[.]5\"", "Domain evil.example; IPv4 8.8.4.5")]
    [InlineData(
        "[pscustomobject]@{ Value = 'evil.example'; Type = 'domain' }, @{ Sha1 = '3395856ce81f2b7382dee72602f798b642f14141' }",
        "Domain evil.example; Sha1 3395856ce81f2b7382dee72602f798b642f14141"
    )]
    [InlineData("[uri] 'https://evil.example/a'", "Url https://evil.example/a")]
    [InlineData("[ipaddress] '8.8.4.5'", "IPv4 8.8.4.5")]
    [InlineData("('evil[.]example' | ConvertTo-MdeIndicator)", "Domain evil.example")]
    [InlineData("'report.zip'", "Domain report.zip; FileName report.zip")]
    [InlineData(
        "[pscustomobject]@{ RemoteIP = '8.8.4.5'; user = 'jdoe'; C2 = 'evil.example'; Stage = 'x bad.example' }",
        "IPv4 8.8.4.5; AccountName jdoe; Domain evil.example; Domain bad.example"
    )]
    [InlineData("'{\"type\":\"bundle\",\"objects\":[{\"type\":\"domain-name\",\"value\":\"evil.example\"}]}'", "Domain evil.example")]
    [InlineData(
        "@{ FileName = 'c:\\x\\y.exe' }, @{ FileName = 'dir/z.exe' }, @{ Path = 'w.exe' }",
        "FilePath c:\\x\\y.exe; FilePath dir/z.exe; FileName z.exe; FileName w.exe"
    )]
    [InlineData(
        "@{ FileName = 'System32\\x.exe' }, @{ FileName = './run.sh' }, @{ Path = '.\\a.ps1' }, @{ Path = './b/c.sh' }, @{ Path = 'payload.com' }",
        "FilePath System32\\x.exe; FileName run.sh; FileName a.ps1; FilePath b/c.sh; FileName payload.com"
    )]
    [InlineData("('./sub/run.sh', 'report.zip' | ConvertTo-MdeIndicator)", "FilePath sub/run.sh; FileName run.sh; Domain report.zip; FileName report.zip")]
    [InlineData("[pscustomobject]@{ Anything = 'evil[.]example' }", "Domain evil.example")]
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

    [Fact]
    public void The_next_step_of_a_file_without_indicators_is_of_that_file()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "empty.txt"), string.Empty);
        File.WriteAllText(Path.Combine(folder, "list.txt"), "evil.example");
        using var shell = new Shell();

        var empty = shell.Run("Import-MdeIndicator \"$($args[0])/empty.txt\"", folder).Error;
        var other = shell.Run("Import-MdeIndicator \"$($args[0])/list.txt\" -Format Stix", folder).Error;

        Assert.DoesNotContain("line by line", empty.ToString());
        Assert.Contains("contains indicators", empty.ToString());
        Assert.Contains("It was read as Stix, because -Format specifies it", other.ToString());
    }

    private static List<MdeIndicator> Read(string text, out MdeIndicatorFormat format)
    {
        var found = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        format = FormatsLoader.Indicators.ReadToEnd(new IndicatorDocument(content, "list", MdeIndicatorFormat.Auto), Collector(found), default);
        return found;
    }

    private static IndicatorCollector Collector(List<MdeIndicator> found) => new("/lists/list", default, Now, found.Add);

    private static string Told(MdeIndicator one) =>
        one.Kind == MdeIndicatorType.Unknown
            ? $"{one.Line} Unknown {one.Reason}"
            : $"{one.Line} {one.Type} {one.Value}{(one.Skipped is { } skip ? $" {skip}" : string.Empty)}";
}
