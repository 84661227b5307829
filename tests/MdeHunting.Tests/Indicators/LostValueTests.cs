using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>What was meant as an indicator and is none is told with its place and the reason; reports in prose are left in peace.</summary>
public sealed class LostValueTests : IDisposable
{
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14141";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[pscustomobject]@{ Value = 'zzz'; Type = 'Sha256' }", "Object 1, 'zzz': The value isn't valid: a SHA-256 hash has 64 hexadecimal digits.")]
    [InlineData("[pscustomobject]@{ RemoteIP = '999.1.1.1' }", "Object 1, '999.1.1.1': It looks like an IPv4 address, whose numbers are from 0 to 255")]
    [InlineData(
        "@{ Sha1 = '" + Sha1 + "' }, @{ Sha1 = '33958' }",
        "Object 2, '33958': The value isn't valid: a SHA-1 hash has 40 hexadecimal digits. This one has 5."
    )]
    [InlineData("@{ Value = 'evil..com'; Type = 'domain' }", "Object 1, 'evil..com': It looks like a host's name, and isn't one: it has two dots in a row.")]
    [InlineData("@{ Value = '10.0.0.0/40'; Type = 'ip' }", "Object 1, '10.0.0.0/40': It looks like an IPv4 network, whose prefix is from /0 to /32.")]
    [InlineData("@{ Domain = 'evil.example'; Other = '10.0.0.300' }", "Object 1, '10.0.0.300': It looks like an IPv4 address")]
    [InlineData("@{ Value = \"a`e[31mb\"; Type = 'md5' }", "Object 1, 'a<U+001B>[31mb': The value isn't valid: an MD5 hash has 32 hexadecimal digits.")]
    [InlineData("'evil.example', '10.0.0.300'", "Line 2, '10.0.0.300': It looks like an IPv4 address")]
    [InlineData("'nothing'", "Line 1, 'nothing': Nothing in the line has the form of an indicator.")]
    public void A_value_of_the_pipeline_that_is_none_of_its_type_is_told(string input, string expected)
    {
        using var shell = new Shell();

        var result = shell.Run($"$null = {input} | ConvertTo-MdeIndicator -WarningVariable told; $told").ThrowIfFailed();

        Assert.Contains(expected, Assert.Single(result.Output).ToString());
    }

    [Theory]
    [InlineData("a.csv", "IndicatorValue,IndicatorType,ExpirationTime\nevil.example,DomainName,31.12.2027\nbad.example,DomainName,2099-01-01T00:00:00Z\n")]
    [InlineData(
        "a.json",
        "{\"type\":\"bundle\",\"objects\":[\n{\"type\":\"indicator\",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value = 'evil.example']\",\"valid_until\":\"31.12.2027\"}]}"
    )]
    public void A_time_of_expiration_that_is_none_is_told_with_its_line_and_the_indicator_is_used(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        using var shell = new Shell();

        var result = shell.Run("Import-MdeIndicator -LiteralPath $args[0]", path).ThrowIfFailed();

        Assert.Equal("evil.example", result.Output[0].ToString());
        var told = Assert.Single(result.Warnings);
        Assert.Contains(path, told, StringComparison.Ordinal);
        Assert.Contains("1 of its expiration times can't be read, and the indicators are used. Line 2, '31.12.2027': ", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MailSubject", "Invoice overdue!")]
    [InlineData("MailAddress", "a@evil.example")]
    [InlineData("Cidr", "8.8.4.0/24")]
    [InlineData("AccountObjectId", "0f2d6c8a-7f0b-4b0e-9d0a-0d3c5f1c2a11")]
    [InlineData("CertificateThumbprint", Sha1)]
    [InlineData("CommandLine", "-enc AAAA")]
    [InlineData("MessageId", "<a@b>")]
    public void The_names_of_the_modules_own_types_are_known(string type, string value)
    {
        using var shell = new Shell();

        var read = shell.Run("[pscustomobject]@{ Type = $args[0]; Value = $args[1] } | ConvertTo-MdeIndicator", type, value).ThrowIfFailed();

        Assert.Empty(read.Warnings);
        Assert.Equal((type, value), Assert.IsType<MdeIndicator>(Assert.Single(read.Output).BaseObject) is var one ? (one.Type, one.Value) : default);
    }

    [Fact]
    public void A_type_of_a_list_that_is_two_has_two_values()
    {
        using var shell = new Shell();

        var result = shell
            .Run(
                "('type,value', 'regkey|value,HKLM\\Software\\X|a b', 'ip-dst|port,8.8.4.5|443' -join [char]10) | ConvertTo-MdeIndicator -IncludeUnread | ForEach-Object { \"$($_.Type) $_\" }"
            )
            .ThrowIfFailed();

        Assert.Equal(["RegistryKey HKEY_LOCAL_MACHINE\\Software\\X", "RegistryValue a b", "IPv4 8.8.4.5"], result.Output.Select(one => one.ToString()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0x1")]
    [InlineData(@"C:\Users\Public\a.exe")]
    public void The_data_of_a_registry_value_is_told_as_such(string data)
    {
        using var shell = new Shell();

        var misp = $"{{\"Attribute\": [{{\"type\": \"regkey|value\", \"value\": \"HKLM\\\\Software\\\\X|{data.Replace(@"\", @"\\")}\"}}]}}";
        foreach (var input in new[] { misp, $"type,value\nregkey|value,HKLM\\Software\\X|{data}" })
        {
            var read = shell
                .Run("ConvertTo-MdeIndicator $args[0] -IncludeUnread", input)
                .ThrowIfFailed()
                .Output.Select(one => (MdeIndicator)one.BaseObject)
                .ToList();

            Assert.Equal(["RegistryKey HKEY_LOCAL_MACHINE\\Software\\X", $"Unknown {data}"], read.Select(one => $"{one.Type} {one.Value}"));
            Assert.Equal("It's the data of a registry value, and only the names of registry values are looked for.", read[1].Reason);
        }
    }

    [Theory]
    [InlineData("type,value,revoked,to_ids,confidence\ndomain,evil.example,true,1,80\n", "Revoked 80")]
    [InlineData("type,value,revoked,to_ids,confidence\ndomain,evil.example,false,no,40%\n", "NotForDetection 40")]
    [InlineData("domain,Revoked,Confidence\nevil.example,0,\n", " ")]
    [InlineData("domain,Revoked,Confidence\nevil.example,maybe,high\n", "  Unknown maybe Unknown high")]
    public void What_a_row_says_of_its_value_is_read(string text, string expected)
    {
        using var shell = new Shell();

        var read = shell
            .Run("ConvertTo-MdeIndicator $args[0] -IncludeUnread", text)
            .ThrowIfFailed()
            .Output.Select(one => (MdeIndicator)one.BaseObject)
            .ToList();

        Assert.Equal("evil.example", read[0].Value);
        Assert.Equal(expected, string.Join(" ", [$"{read[0].Skipped} {read[0].Confidence}", .. read.Skip(1).Select(one => $"{one.Type} {one}")]));
    }

    [Fact]
    public void What_an_object_says_of_its_value_is_read_whatever_its_type()
    {
        using var shell = new Shell();

        var read = shell
            .Run(
                "$until = [datetime]::SpecifyKind('2020-05-01', 'Utc'); [pscustomobject]@{ Domain = 'a.example'; revoked = $true; confidence = 70; valid_until = $until }, "
                    + "@{ Value = 'b.example'; to_ids = $false }, @{ Value = 'c.example'; valid_until = $until; confidence = 5 } | ConvertTo-MdeIndicator"
            )
            .ThrowIfFailed()
            .Output.Select(one => (MdeIndicator)one.BaseObject);

        Assert.Equal(
            ["a.example Revoked 70 2020-05-01", "b.example NotForDetection  ", "c.example Expired 5 2020-05-01"],
            read.Select(one => FormattableString.Invariant($"{one} {one.Skipped} {one.Confidence} {one.ValidUntil:yyyy-MM-dd}"))
        );
    }

    [Fact]
    public void Many_values_are_told_in_one_warning_and_the_others_are_returned()
    {
        using var shell = new Shell();

        var result = shell.Run(
            "$read = 1..50 | ForEach-Object { @{ RemoteIP = \"8.8.4.$($_ + 220)\" } } | ConvertTo-MdeIndicator -WarningVariable told; $read.Count; $told"
        );

        Assert.Equal(["35"], result.Output.Take(1).Select(one => one.ToString()));
        var told = Assert.Single(result.Output.Skip(1)).ToString();
        Assert.StartsWith("15 of the values aren't read as indicators. Object 36, '8.8.4.256': ", told);
        Assert.EndsWith("To return them with the reason, use -IncludeUnread.", told);
    }

    [Theory]
    [InlineData("45.77.20.8\n10.0.0.300\n", "Line 2, '10.0.0.300': It looks like an IPv4 address, whose numbers are from 0 to 255")]
    [InlineData(
        "44d88612fea8a8f36de82e1278abb02e\n44d88612fea8a8f36de82e1278abb02\n",
        "Line 2, '44d88612fea8a8f36de82e1278abb02': It looks like a hash, and has 31 hexadecimal digits: an MD5 hash has 32"
    )]
    [InlineData("evil.example\nevil..com\n", "Line 2, 'evil..com': It looks like a host's name, and isn't one: it has two dots in a row.")]
    [InlineData("evil.example\nhttp://\n", "Line 2, 'http://': It looks like a URL, and isn't one: it has no host.")]
    [InlineData("evil.example\nevil[.]\n", "Line 2, 'evil[.]': It looks like a host's name, and isn't one: 'evil' has no top-level domain.")]
    [InlineData(
        "evil.example\nhttp://intranet/x\n",
        "Line 2, 'http://intranet/x': It's written like an address, and isn't one: 'intranet' has no top-level domain."
    )]
    [InlineData("evil.example\nhttp://10.0.0.300/x\n", "an IPv4 address has four numbers from 0 to 255.")]
    [InlineData("evil.example\nevil.notatld\n", "'notatld' isn't a known top-level domain.")]
    [InlineData("evil.example\n- \"10.1.2.3/40\"  # too long\n", "It looks like an IPv4 network, whose prefix is from /0 to /32.")]
    [InlineData("evil.example\n2001:db8::1::2\n", "It looks like an IPv6 address")]
    [InlineData("evil.example\n4F:0D:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11\n", "has 19 pairs of digits: a SHA-1 hash has 20")]
    [InlineData("evil.example\n0d3a9b72-5c41-4e86-9f10-7b8c2d6e4a05\n", "It's a GUID")]
    [InlineData("evil.example\na@b\n", "It looks like a mail address, and isn't one: 'b' has no top-level domain.")]
    [InlineData("evil.example\nC:\\Users\\*\\a.exe\n", "It has a wildcard (* or ?)")]
    [InlineData("IP addresses\n8.8.4.5\n\nHashes\n44d88612fea8a8f36de82e1278abb02o\n", "3 of its lines or values aren't read as indicators. Line 5, ")]
    [InlineData("8.8.4.5 first\n44d88612fea8a8f36de82e1278abb02  evil.exe\n", "Line 2, '44d88612fea8a8f36de82e1278abb02': It looks like a hash")]
    [InlineData(
        "evil.com, the first C2 server of the group in 2024\n8.8.4.5, the second C2 server of the group\n10.0.0.300, yet another C2\n",
        "Line 3, '10.0.0.300"
    )]
    [InlineData("a.example,first\n10.0.0.300,second\n", "Line 2, '10.0.0.300'")]
    [InlineData("a.example,first\nnothing,second\n", "Line 2, 'nothing'")]
    [InlineData("sha1,note\n" + Sha1 + ",a\n33958,b\n", "Line 3, '33958': The value isn't valid: a SHA-1 hash has 40 hexadecimal digits. This one has 5.")]
    public void A_line_of_a_list_that_has_no_indicator_is_told_in_one_warning(string text, string expected)
    {
        var path = Path.Combine(_folder, "list.txt");
        File.WriteAllText(path, text);
        using var shell = new Shell();

        var result = shell.Run("$null = Import-MdeIndicator -LiteralPath $args[0] -WarningVariable told; $told", path).ThrowIfFailed();
        var quiet = shell.Run("$null = Import-MdeIndicator -LiteralPath $args[0] -WarningVariable told -IncludeUnread; $told", path).ThrowIfFailed();

        Assert.Contains(expected, Assert.Single(result.Output).ToString());
        Assert.Empty(quiet.Output);
    }

    [Theory]
    [InlineData("list.txt", "evil.example\n8.8.4.5  # C2\n\n# a comment\n-----\n" + Sha1 + "  evil.exe\n")]
    [InlineData("hosts", "# hosts\n0.0.0.0 evil.example\n127.0.0.1 bad.example\n")]
    [InlineData(
        "report.txt",
        "Summary\n\nThe attackers came in by mail on the first of May, and left on the next day.\nThey used evil[.]example and version 10.0.300.1 of a tool.\n\nFindings\n\n"
            + "Nothing else was seen on any of the other machines.\n8.8.4.5\n"
    )]
    [InlineData("report.md", "# Report\n\nOne\n\nevil[.]example\n\n10.0.0.300\n")]
    [InlineData("page.html", "<html><body><a>Home</a><p>About</p><p>evil[.]example</p><p>10.0.0.300</p></body></html>")]
    public void What_is_no_list_or_has_nothing_but_indicators_has_no_warning(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        using var shell = new Shell();

        var file = shell.Run("$null = Import-MdeIndicator -LiteralPath $args[0] -WarningVariable told; $told", path).ThrowIfFailed();
        var lines = shell.Run("$null = Get-Content -LiteralPath $args[0] | ConvertTo-MdeIndicator -WarningVariable told; $told", path).ThrowIfFailed();

        Assert.Empty(file.Output);
        Assert.Equal(name is "report.md" or "page.html" ? lines.Output : [], lines.Output);
    }

    [Fact]
    public void Columns_of_Defenders_own_list_are_known_and_none_of_a_row_vanishes()
    {
        var path = Path.Combine(_folder, "a.csv");
        File.WriteAllText(
            path,
            "IndicatorType,IndicatorValue,ExpirationTime,Action,Severity,Title,Description,RecommendedActions,RbacGroups,Category,MitreTechniques,GenerateAlert\n"
                + "DomainName,evil.example,2099-01-01T00:00:00Z,Block,High,T,D,Isolate it,group,Malware,T1059,TRUE\n"
                + "DomainName,bad.example,2099-01-01T00:00:00Z,Block,High,T,D,Isolate it,group,Malware,T1059,TRUE,more.example\n"
        );
        using var shell = new Shell();

        var read = shell.Run("Import-MdeIndicator -LiteralPath $args[0] -IncludeUnread", path).ThrowIfFailed().Output;

        Assert.Equal(["evil.example", "bad.example", "more.example"], read.Select(one => one.ToString()));
    }

    [Fact]
    public void What_was_exported_is_read_again_as_it_was()
    {
        var path = Path.Combine(_folder, "a.csv");
        File.WriteAllText(
            Path.Combine(_folder, "a.json"),
            """
            [{"type":"domain","value":"evil.example","to_ids":true,"comment":"seen with 8.8.4.5"},{"type":"domain","value":"good.example","to_ids":false},
             {"type":"filename","value":"report.zip","to_ids":true}]
            """
        );
        using var shell = new Shell();

        var read = shell.Run(
            "Import-MdeIndicator \"$($args[0])/a.json\" | Export-Csv $args[1] -NoTypeInformation; "
                + "Import-MdeIndicator -LiteralPath $args[1] -IncludeUnread; Import-Csv $args[1] | ConvertTo-MdeIndicator",
            _folder,
            path
        );

        string[] expected = ["Domain evil.example ", "Domain good.example NotForDetection", "FileName report.zip "];
        Assert.Equal(
            [.. expected, .. expected],
            read.ThrowIfFailed().Output.Select(one => (MdeIndicator)one.BaseObject).Select(one => $"{one.Type} {one.Value} {one.Skipped}")
        );
    }
}
