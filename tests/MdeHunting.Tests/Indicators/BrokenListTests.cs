using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Lists and reports with something broken in them: it is told, with its line, and what is beside it is read.</summary>
public sealed class BrokenListTests : IDisposable
{
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14141";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("value,type\n45.77.20.8,ip\n\"evil.com,domain\n45.77.20.9,ip\n", "line 3:", "45.77.20.8 evil.com 45.77.20.9")]
    [InlineData("value,type\n\n45.77.20.8,ip\n\"x\"y,domain\n45.77.20.9,ip\n", "line 4:", "45.77.20.8 45.77.20.9")]
    [InlineData("value,type\n\"evil.com,domain\n\"bad.com\",domain\n\"45.77.20.9\",ip\n", "line 2:", "evil.com bad.com 45.77.20.9")]
    [InlineData(
        "value,note\n\"evil.com,a\nbad.com,\"b\"\n\"x.com,c\nlast.com,\"d\nd\"\n",
        "2 lines, the first of which is line 2: a quotation mark isn't closed.",
        "evil.com bad.com x.com last.com"
    )]
    public void A_quote_that_is_not_closed_is_told_with_its_line_and_that_line_and_all_others_are_read(string text, string line, string expected)
    {
        Write("a.csv", text);
        Write("b.txt", "last[.]example");
        using var shell = new Shell();

        foreach (
            var command in new[]
            {
                "Import-MdeIndicator -LiteralPath $args[0]",
                "Get-ChildItem -LiteralPath $args[0] | Import-MdeIndicator",
                "Get-ChildItem -LiteralPath $args[0] | Get-Content -Raw | ConvertTo-MdeIndicator",
            }
        )
        {
            var result = shell.Run(command, _folder);

            Assert.Equal([.. expected.Split(' '), "last.example"], result.Output.Select(one => one.ToString()));
            var error = Assert.Single(result.Errors);
            Assert.StartsWith("IndicatorFileDamaged,", error.FullyQualifiedErrorId);
            Assert.Contains(line, error.Exception.Message);
        }
    }

    [Fact]
    public void A_row_that_is_larger_than_any_is_told_as_damage()
    {
        var path = Write("a.csv", "value,type\n45.77.20.8,ip\n\"" + new string('x', 3_000_000));
        using var shell = new Shell();

        var result = shell.Run("Import-MdeIndicator -LiteralPath $args[0]", path);

        Assert.Equal("45.77.20.8", Assert.Single(result.Output).ToString());
        Assert.Equal("IndicatorFileDamaged", result.ErrorId);
    }

    [Theory]
    [InlineData(
        "SHA256 1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d evil.exe was seen",
        "1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d"
    )]
    [InlineData(
        "SHA256:1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d, evil.exe",
        "1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d"
    )]
    [InlineData("256[.]1[.]1[.]1 and 45.77.16.1", "256[.]1[.]1[.]1")]
    [InlineData("(256.1.1.1), 45.77.16.1", "256.1.1.1")]
    [InlineData("45.77.16.1 and hxxp://bad[.]exa mple/x", "hxxp://bad[.]exa")]
    [InlineData("evil[.]notatld 45.77.16.3", "evil[.]notatld")]
    [InlineData("45.77.16.3  # and evil[.]notatld", "evil[.]notatld")]
    [InlineData("a[at]b 45.77.16.3", "a[at]b")]
    [InlineData("45.77.16.3 and the file (see a.b), e.g. x@y or 12:34, and/or f(x).g", null)]
    [InlineData("hxxps://evil[.]example/a_(b) [link](http://evil.example/x) evil[.]example, (8.8.4[.]4)", null)]
    [InlineData("`evil [.] example` and phish [at] evil [dot] example and C:\\a b\\c[1].exe", null)]
    public void A_broken_value_beside_good_ones_is_listed(string text, string? broken)
    {
        var read = Read($"first.example\n{text}", MdeIndicatorFormat.Text);

        var unread = read.Where(one => one.Kind == MdeIndicatorType.Unknown).ToList();
        Assert.Contains(read, one => one.Line == 2 && one.Kind != MdeIndicatorType.Unknown);
        Assert.Equal(broken is null ? [] : [broken], unread.Select(one => one.Original));
        Assert.All(unread, one => Assert.Equal((2, false), (one.Line, string.IsNullOrEmpty(one.Reason))));
    }

    [Fact]
    public void A_broken_value_beside_good_ones_in_a_cell_is_listed()
    {
        var read = Read($"Hash,Other\n\"{Sha1} 1f3d9a07c65be82470d1f9c3a6e5b80427d91cf\",\"evil[.]example evil[.]notatld\"\n", MdeIndicatorFormat.Csv);

        Assert.Equal(
            ["1f3d9a07c65be82470d1f9c3a6e5b80427d91cf", "evil[.]notatld"],
            read.Where(one => one.Kind == MdeIndicatorType.Unknown).Select(one => one.Original)
        );
    }

    [Fact]
    public void A_type_that_is_not_known_is_told_though_the_value_is_read_by_its_form()
    {
        var path = Write("a.csv", "type,value\nfrobnicate,evil.example\nfrobnicate,8.8.4.5\nnonsense,8.8.4.6\n");
        using var shell = new Shell();

        var file = shell.Run("$null = Import-MdeIndicator -LiteralPath $args[0] -WarningVariable told; $told", path);
        var item = shell.Run("$null = [pscustomobject]@{ Value = 'evil.example'; Type = 'nonsense' } | ConvertTo-MdeIndicator -WarningVariable told; $told");

        var warning = Assert.Single(file.Output).ToString();
        Assert.Contains("'frobnicate'", warning);
        Assert.Contains("line 2", warning);
        Assert.Contains("3 of its values", warning);
        Assert.Contains("'nonsense'", Assert.Single(item.Output).ToString());
    }

    [Fact]
    public void A_column_that_is_obeyed_is_not_called_unknown()
    {
        var read = Read("IndicatorType,IndicatorValue,Action,ExpirationTime\nDomainName,evil.example,Block,2027-01-01T00:00:00Z\n", MdeIndicatorFormat.Csv);
        var misp = Read("type,value,to_ids\ndomain,evil.example,1\n", MdeIndicatorFormat.Csv);

        Assert.Equal("evil.example", Assert.Single(read).Value);
        Assert.Equal("evil.example", Assert.Single(misp).Value);
    }

    [Theory]
    [InlineData(
        "'4F:0D:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22' | ConvertTo-MdeIndicator -Type CertificateThumbprint",
        "CertificateThumbprint 4f0d112233445566778899aabbccddeeff001122"
    )]
    [InlineData(
        "\"`u{200e}4F 0D 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 00 11 22\" | ConvertTo-MdeIndicator -Type CertificateThumbprint",
        "CertificateThumbprint 4f0d112233445566778899aabbccddeeff001122"
    )]
    [InlineData(
        "[pscustomobject]@{ Thumbprint = '4F 0D 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 00 11 22' } | ConvertTo-MdeIndicator",
        "CertificateThumbprint 4f0d112233445566778899aabbccddeeff001122"
    )]
    [InlineData("'44d88612-fea8a8f3-6de82e12-78abb02f' | ConvertTo-MdeIndicator -Type Md5", "Md5 44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("'C:\\Windows\\System32\\spoolsv.exe' | ConvertTo-MdeIndicator -Type FileName", "FilePath C:\\Windows\\System32\\spoolsv.exe")]
    [InlineData("'C:/Windows/System32/spoolsv.exe' | ConvertTo-MdeIndicator -Type FileName", "FilePath C:\\Windows\\System32\\spoolsv.exe")]
    [InlineData(
        "'\\\\?\\C:\\Windows\\a.exe', 'C:/Windows/a.exe', 'System32\\a.exe' | ConvertTo-MdeIndicator -Type FilePath",
        "FilePath C:\\Windows\\a.exe; FilePath C:\\Windows\\a.exe; FilePath System32\\a.exe"
    )]
    [InlineData("'\"C:\\a b\\c.exe\"' | ConvertTo-MdeIndicator -Type FilePath", "FilePath C:\\a b\\c.exe")]
    [InlineData("'\"a b.exe\"' | ConvertTo-MdeIndicator -Type FileName", "FileName a b.exe")]
    public void A_value_is_looked_for_as_rows_have_it(string command, string expected)
    {
        using var shell = new Shell();

        var found = shell.Run(command).ThrowIfFailed().Output.Select(one => (MdeIndicator)one.BaseObject);

        Assert.Equal(expected, string.Join("; ", found.Select(one => $"{one.Type} {one.Value}")));
    }

    [Theory]
    [InlineData("*.exe", "FileName", "file name")]
    [InlineData("a?.exe", "FileName", "file name")]
    [InlineData("a<b>.exe", "FileName", "file name")]
    [InlineData("a\"b.exe", "FileName", "file name")]
    [InlineData("*evil.exe", "FileName", "file name")]
    [InlineData("C:\\Users\\*\\a.exe", "FilePath", "path")]
    [InlineData("44d8", "Md5", "MD5 hash has 32 hexadecimal digits")]
    [InlineData("1.2.3", "IPv4", "IPv4 address")]
    [InlineData("evil", "Domain", "domain")]
    public void A_value_that_no_row_can_have_is_told_with_the_reason(string value, string type, string told)
    {
        using var shell = new Shell();

        var result = shell.Run("$args[0] | ConvertTo-MdeIndicator -Type $args[1] -IncludeUnread", value, type);

        Assert.Equal("IndicatorInvalid", result.ErrorId);
        Assert.Contains(told, result.Error.Exception.Message);
        var unread = (MdeIndicator)Assert.Single(result.Output).BaseObject;
        Assert.Equal(MdeIndicatorType.Unknown, unread.Kind);
        Assert.Contains(told, unread.Reason);
    }

    [Theory]
    [InlineData("report.md", "# evil-head.example\n\nText.\n\n## C2 45.77.15.1\n")]
    [InlineData("report.txt", "# evil-head.example\n\nSee [the list](https://good.test/x).\n\n## C2 45.77.15.1\n")]
    [InlineData("report.md", "# evil-head.example\n\n| a | b |\n|---|---|\n| c | 45.77.15.1 |\n")]
    [InlineData("list.csv", "# evil-head[.]example\nvalue,type\n45.77.15.1,ip\n")]
    public void Headings_of_a_report_are_read(string name, string text)
    {
        var path = Write(name, text);
        using var shell = new Shell();

        var found = shell.Run("Import-MdeIndicator -LiteralPath $args[0]", path).ThrowIfFailed().Output.Select(one => one.ToString()).ToList();

        Assert.Equal(["evil-head.example", "45.77.15.1"], found.Where(one => one is not "c" && !one!.Contains("good.test", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("hosts", "# evil.example\n## blocked 45.77.15.1 ##\n0.0.0.0 bad.example\n", MdeIndicatorFormat.Text, 2)]
    [InlineData("list.csv", "# evil.example, 1\nvalue,type\nbad.example,domain\n# 45.77.15.1,x\n", MdeIndicatorFormat.Csv, 2)]
    public void Comments_of_a_list_stay_comments_and_are_listed_as_such(string name, string text, MdeIndicatorFormat format, int comments)
    {
        var read = Read(text, format, name);

        Assert.DoesNotContain(read, one => one.Value is "evil.example" or "45.77.15.1");
        Assert.Equal(comments, read.Count(one => one.Reason == "The line is a comment."));
    }

    [Fact]
    public void The_next_step_of_a_text_without_indicators_names_no_parameter_that_the_command_lacks()
    {
        using var shell = new Shell();

        var error = shell.Run("\"nothing`nhere\" | ConvertTo-MdeIndicator").Error.ToString();

        Assert.Contains("The text has no indicators", error);
        Assert.DoesNotContain("'The text'", error);
        Assert.DoesNotContain("-Format", error);
    }

    [Theory]
    [InlineData("a.json", "{\"type\":\"bundle\",\"objects\":", "[", "]", "}", "IndicatorFileDamaged")]
    [InlineData("a.json", "[{\"type\":\"domain\",\"to_ids\":true,\"value\":", "{\"a\":", "1}", "]", "IndicatorFileDamaged")]
    [InlineData("a.ioc", "<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\">", "<Indicator operator=\"AND\">", "</Indicator>", "</ioc>", "NoIndicators")]
    [InlineData("a.html", "<html>", "<div>", "</div>", "</html>", "NoIndicators")]
    [InlineData("a.md", "", "> ", "", "x", "NoIndicators")]
    [InlineData("a.txt", "", "(", ")", "", "NoIndicators")]
    [InlineData("a.txt", "", "[.]", "", "", "NoIndicators")]
    public void However_deep_a_document_is_it_is_told_and_the_next_is_read(string name, string start, string open, string close, string end, string id)
    {
        Write(name, start + string.Concat(Enumerable.Repeat(open, 20_000)) + string.Concat(Enumerable.Repeat(close, 20_000)) + end);
        Write("z.txt", "evil[.]example");
        using var shell = new Shell();

        var result = shell.Run("Import-MdeIndicator -LiteralPath $args[0]", _folder);

        Assert.Equal(id, result.ErrorId);
        Assert.Equal("evil.example", Assert.Single(result.Output).ToString());
    }

    private List<MdeIndicator> Read(string text, MdeIndicatorFormat format, string name = "x")
    {
        var found = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        FormatsLoader.Indicators.ReadToEnd(
            new IndicatorDocument(content, name, format),
            new IndicatorCollector(_folder, default, DateTime.UnixEpoch, found.Add),
            default
        );
        return found;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
