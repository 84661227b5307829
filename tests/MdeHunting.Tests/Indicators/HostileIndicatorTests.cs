using System.Text.Json;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>Values that somebody wrote to break what reads them keep what they are, in each format; and documents that are none are told.</summary>
public sealed class HostileIndicatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Values =>
        [
            "it's \"quoted\" and `back`",
            "a\\b\\\\c\\",
            "```evil```",
            "x\" \"y",
            "x'; DeviceEvents | take 1 //",
            "line\u2028separator\u2029s",
            "right\u202Eto\u202Cleft",
            "nul\0inside",
            "tab\tand\u0001control",
            "<script>alert(1)</script>&amp;",
            "]]>{\"a\":1}",
            "=cmd|' /C calc'!A0",
            "\ud83d\ude00 smile",
            "%s{0}$($x)",
        ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Values))]
    public void A_subject_keeps_its_text_in_every_format(string value)
    {
        var text = JsonSerializer.Serialize(value);
        var pattern = JsonSerializer.Serialize($"[email-message:subject = '{value.Replace("\\", "\\\\").Replace("'", "\\'")}']");
        var stix = Write("a.json", $$"""{"type":"bundle","objects":[{"type":"indicator","spec_version":"2.1","pattern_type":"stix","pattern":{{pattern}}}]}""");
        var misp = Write("b.json", $$"""[{"type":"email-subject","to_ids":true,"value":{{text}}}]""");
        using var shell = new Shell();

        Assert.Equal(value, Subject(shell, "Import-MdeIndicator -LiteralPath $args[0]", stix));
        Assert.Equal(value, Subject(shell, "Import-MdeIndicator -LiteralPath $args[0]", misp));
        Assert.Equal(value, Subject(shell, "$args[0] | ConvertTo-MdeIndicator -Type MailSubject", value));
        Assert.Equal(value, Subject(shell, "[pscustomobject]@{ Subject = $args[0] } | ConvertTo-MdeIndicator", value));
        Assert.Equal(value, Subject(shell, "@{ Value = $args[0]; Type = 'subject' } | ConvertTo-MdeIndicator", value));

        // A text with NUL is a binary one to whoever finds out the format, and XML has no control characters.
        if (!value.Contains('\0', StringComparison.Ordinal))
        {
            var csv = Write("c.csv", $"type,value\r\nsubject,\"{value.Replace("\"", "\"\"")}\"\r\n");
            Assert.Equal(value, Subject(shell, "Import-MdeIndicator -LiteralPath $args[0]", csv));
        }

        if (!value.Any(char.IsControl))
        {
            var ioc = Write(
                "d.ioc",
                "<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"><IndicatorItem condition=\"is\"><Context search=\"Email/Subject\"/><Content type=\"string\">"
                    + System.Security.SecurityElement.Escape(value)
                    + "</Content></IndicatorItem></ioc>"
            );
            Assert.Equal(value, Subject(shell, "Import-MdeIndicator -LiteralPath $args[0]", ioc));
        }
    }

    [Fact]
    public void A_document_that_cannot_be_read_is_told_with_its_file_and_the_rest_goes_on()
    {
        Write("a good.txt", "evil[.]example");
        File.WriteAllBytes(Path.Combine(_folder, "binary.txt"), [0x4d, 0x5a, 0x90, 0x00, 0x03]);
        using (var large = File.Create(Path.Combine(_folder, "large.txt")))
        {
            large.SetLength(2L * 1024 * 1024 * 1024);
        }

        Write(
            "dtd.xml",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE ioc [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\">&e;</ioc>"
        );
        Write("cut.json", "{\"type\":\"bundle\",\"objects\":[\n{\"type\":\"domain-name\",\"value\":\"first.example\"},\n{\"type\":\"dom");
        Write("empty.txt", "");
        Write("none.csv", "indicator,type\n,\n");
        File.WriteAllBytes(Path.Combine(_folder, "latin.txt"), [.. "evil.example\nM"u8, 0xfc, .. "nchen\n"u8]);
        Write(
            "types.csv",
            "type,value\nfrobnicate,second.example\nfrobnicate,nothing\nsha1,xyz\nsha256,1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2\n"
        );
        Write("unknown.json", "{\"Event\":{\"Attribute\":[{\"type\":\"mutex\",\"value\":\"x\"},\n{\"type\":\"domain\",\"value\":\"third.example\"}]}}");
        Write("z good.txt", "last[.]example");
        using var shell = new Shell();

        var result = shell.Run("Import-MdeIndicator -LiteralPath $args[0] -WarningVariable told; $told", _folder);

        var told = result
            .Errors.Select(error => $"{error.FullyQualifiedErrorId.Split(',')[0]} {error.Exception.Message}".Replace(_folder, string.Empty))
            .ToList();
        Assert.Equal(
            [
                "IndicatorFormatUnknown binary.txt",
                "IndicatorFileDamaged cut.json line 3",
                "IndicatorFileDamaged dtd.xml line 2",
                "NoIndicators empty.txt nothing in it",
                "IndicatorFileUnreadable large.txt larger than 512 MB",
                "IndicatorFormatUnknown latin.txt line 2",
                "NoIndicators none.csv nothing in it",
            ],
            told.Select(one =>
                Kept(
                    one,
                    "binary.txt",
                    "cut.json",
                    "dtd.xml",
                    "empty.txt",
                    "large.txt",
                    "latin.txt",
                    "none.csv",
                    "line 2",
                    "line 3",
                    "nothing in it",
                    "larger than 512 MB"
                )
            )
        );
        Assert.Equal(
            [
                "evil.example",
                "first.example",
                "second.example",
                "1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2",
                "third.example",
                "last.example",
            ],
            result.Output.Select(one => one.BaseObject).OfType<MdeIndicator>().Select(one => one.Value)
        );
        var warnings = result.Output.Where(one => one.BaseObject is not MdeIndicator).Select(one => one.ToString()).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.Contains("types.csv': 2 of its values aren't read as indicators. Line 3, 'nothing': The type 'frobnicate' isn't known", warnings[0]);
        Assert.Contains("unknown.json': 1 of its values aren't read as indicators. Line 1, 'x': No table contains attributes of the type mutex", warnings[1]);
    }

    [Theory]
    [InlineData(
        "@{ Sha256 = '1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2', '2e4c8b16d57af91360c2e8b4d5f6a90318ca20e4591f7d6a83b50e1c924df7b3' }",
        "Sha256 1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2; Sha256 2e4c8b16d57af91360c2e8b4d5f6a90318ca20e4591f7d6a83b50e1c924df7b3"
    )]
    [InlineData("@{ Sha1 = [byte[]] (1..20) }", "Sha1 0102030405060708090a0b0c0d0e0f1011121314")]
    [InlineData("@{ Value = [ipaddress] '8.8.4.5' }", "IPv4 8.8.4.5")]
    [InlineData("@{ Value = 'evil.example', 'bad.example'; Type = 'domain' }", "Domain evil.example; Domain bad.example")]
    [InlineData("@{ Url = [uri] 'https://evil.example/a%20b' }", "Url https://evil.example/a%20b")]
    [InlineData("@{ ObjectId = [guid] '0d3a9b72-5c41-4e86-9f10-7b8c2d6e4a05' }", "AccountObjectId 0d3a9b72-5c41-4e86-9f10-7b8c2d6e4a05")]
    [InlineData("[pscustomobject]@{ IPAddress = [ipaddress[]] ('8.8.4.5', '2a00::1') }", "IPv4 8.8.4.5; IPv6 2a00::1")]
    [InlineData(
        "[pscustomobject]@{ sha256_hash = '1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2' }",
        "Sha256 1f3d9a07c65be82470d1f9c3a6e5b80427d91cf35a80e6b7d24c19f0835ea6d2"
    )]
    [InlineData("(Get-FileHash -LiteralPath $args[0] -Algorithm MD5 | Select-Object Hash)", "Md5 d41d8cd98f00b204e9800998ecf8427e")]
    public void Objects_are_read_by_their_properties_whatever_these_are(string input, string expected)
    {
        var file = Write("x", "");
        using var shell = new Shell();

        var found = shell.Run($"{input} | ConvertTo-MdeIndicator", file).ThrowIfFailed().Output.Select(one => (MdeIndicator)one.BaseObject);

        Assert.Equal(expected, string.Join("; ", found.Select(one => $"{one.Type} {one.Value}")));
    }

    private static string Kept(string text, params string[] parts) =>
        string.Join(' ', parts.Where(part => text.Contains(part, StringComparison.Ordinal)).Prepend(text.Split(' ')[0]));

    private static string Subject(Shell shell, string command, string argument) =>
        ((MdeIndicator)Assert.Single(shell.Run(command, argument).ThrowIfFailed().Output).BaseObject) is { Kind: MdeIndicatorType.MailSubject } one
            ? one.Value
            : string.Empty;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
