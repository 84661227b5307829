using System.Security.Cryptography;
using System.Text;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>
/// The kinds of case that the Library of Congress's conformance suite has of bags (RFC 8493): what is valid, what is told, and what is not valid. A bag of
/// evidence is held to more, so each case is a damaged or unusual bag of evidence and what is told of it.
/// </summary>
public sealed class BagItTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-bagit-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_bag_of_evidence_is_valid() => Assert.True((await TestAsync(_ => { })).IsValid);

    [Theory]
    [InlineData("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", true)]
    [InlineData("BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n", true)]
    [InlineData("\uFEFFBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", false)]
    [InlineData("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", false)]
    [InlineData("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", false)]
    [InlineData("BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n", false)]
    [InlineData("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n", false)]
    [InlineData("BagIt-Version: 1.0\n", false)]
    [InlineData("BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n", false)]
    [InlineData("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nOther: x\n", false)]
    [InlineData("", false)]
    public async Task The_declaration_is_the_one_of_version_1_0_in_UTF_8(string declaration, bool isValid)
    {
        var test = await TestAsync(path => File.WriteAllBytes(In(path, "bagit.txt"), Encoding.UTF8.GetBytes(declaration)));

        Assert.Equal(isValid, test.Checks.Single(check => check.Name == "Declaration").Passed);
    }

    [Theory]
    [InlineData("bagit.txt")]
    [InlineData("manifest-sha256.txt")]
    [InlineData("bag-info.txt")]
    [InlineData("data/000001/response.json")]
    public async Task A_file_that_is_missing_is_named(string file) =>
        Assert.Contains(
            (await TestAsync(path => File.Delete(In(path, file)))).Checks.SelectMany(check => check.Faults),
            fault => fault.Contains(file, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("../outside")]
    [InlineData("data/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("~/outside")]
    [InlineData("~root/outside")]
    [InlineData(@"data\..\outside")]
    [InlineData("C:/outside")]
    [InlineData("./data/a")]
    [InlineData("data//a")]
    public async Task A_path_that_leads_out_is_named(string name)
    {
        var test = await TestAsync(path => Add(path, $"{new string('0', 64)}  {name}\n"));

        Assert.Contains(test.Checks.SelectMany(check => check.Faults), fault => fault.Contains("isn't a path below the bag", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_file_twice_and_names_that_are_one_on_some_systems_are_named()
    {
        var twice = await TestAsync(path => Add(path, $"{Sum(path, "data/000001/query.kql")}  data/000001/query.kql\n"));
        var alike = await TestAsync(path =>
        {
            foreach (var name in new[] { "data/caf\u00e9", "data/cafe\u0301", "data/Plain", "data/plain" })
            {
                File.WriteAllText(In(path, name), name);
                Add(path, $"{Sum(path, name)}  {name}\n");
            }
        });

        Assert.Contains(twice.Checks.SelectMany(check => check.Faults), fault => fault.Contains("twice", StringComparison.Ordinal));
        Assert.True(
            alike.Checks.SelectMany(check => check.Faults).Count(fault => fault.Contains("the same one on some systems", StringComparison.Ordinal)) >= 2
        );
    }

    [Theory]
    [InlineData("data/100%25")]
    [InlineData("data/a%0Ab")]
    [InlineData("data/a%0Db")]
    [InlineData("data/a%0db")]
    [InlineData("data/with blanks  in it")]
    public async Task A_name_that_is_encoded_is_the_files(string written)
    {
        var name = written
            .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase)
            .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
            .Replace("%25", "%", StringComparison.Ordinal);
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.AsSpan().ContainsAny('\n', '\r'), "Windows has no such names.");

        var test = await TestAsync(path =>
        {
            File.WriteAllText(In(path, name), "x");
            Add(path, $"{Sum(path, name)}  {written}\n");
        });

        Assert.DoesNotContain(
            test.Checks.SelectMany(check => check.Faults),
            fault => fault.Contains("which manifest-sha256.txt lists, is missing", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(test.Checks.SelectMany(check => check.Faults), fault => fault.Contains("isn't in manifest-sha256.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{0} *{1}")]
    [InlineData("{0}\t{1}")]
    [InlineData("{0} {1}")]
    [InlineData("{0}    {1}")]
    public async Task A_line_of_a_manifest_is_read_as_others_write_it(string form)
    {
        var test = await TestAsync(path =>
        {
            var lines = File.ReadAllLines(In(path, "manifest-sha256.txt")).Select(line => string.Format(null, form, line[..64].ToUpperInvariant(), line[66..]));
            File.WriteAllText(In(path, "manifest-sha256.txt"), string.Join("\r\n", lines));
        });

        Assert.True(test.Checks.Single(check => check.Name == "Payload").Passed);
    }

    [Theory]
    [InlineData("fetch.txt", "https://nowhere.invalid/a 3 data/a\n")]
    [InlineData("manifest-md5.txt", "d41d8cd98f00b204e9800998ecf8427e  data/000001/query.kql\n")]
    [InlineData(".DS_Store", "x")]
    [InlineData("Thumbs.db", "x")]
    public async Task What_BagIt_allows_and_evidence_does_not_is_named_and_never_fetched(string file, string content) =>
        Assert.Contains(
            (await TestAsync(path => File.WriteAllText(In(path, file), content))).Checks.SelectMany(check => check.Faults),
            fault => fault.Contains(file, StringComparison.Ordinal)
        );

    [Fact]
    public async Task A_bag_of_a_newer_version_is_told_as_that_by_whoever_reads_it()
    {
        var path = Path.Combine(_root.FullName, "newer");
        Directory.CreateDirectory(path);
        using (var log = new JournalLog(new JournalFiles(), In(path, BagFolder.LogName)))
        {
            log.Append(new JournalLine().With("event", "opened").With("version", "99"));
        }

        var tested = await Assert.ThrowsAsync<EvidenceException>(() => SampleBag.TestAsync(path));
        var read = Assert.Throws<EvidenceException>(() => MdeEvidence.Read(new JournalFiles(), path).ToList());
        var filled = Assert.Throws<EvidenceException>(() => BagOpening.Open(new JournalFiles(), path, EvidenceCase.Unknown, () => SampleBag.Now));

        Assert.All(new[] { tested, read, filled }, failure => Assert.Equal(EvidenceFailure.EvidenceNewer, failure.Failure));
        Assert.Contains("version 99", read.What, StringComparison.Ordinal);
    }

    private async Task<MdeEvidenceTest> TestAsync(Action<string> change)
    {
        var path = Path.Combine(_root.FullName, Path.GetRandomFileName());
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path);
        change(path);
        return await SampleBag.TestAsync(path);
    }

    private static void Add(string path, string line) => File.AppendAllText(In(path, BagText.ManifestName), line);

    private static string Sum(string path, string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(In(path, file))));

    private static string In(string path, string file) => Path.Combine(path, file);
}
