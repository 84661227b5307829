using System.Security.Cryptography;
using System.Text;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Bags that others made: valid, valid with a warning, or not valid, as the Library of Congress's conformance suite has their kinds.</summary>
public sealed class BagItReaderTests : IDisposable
{
    private const string Content = "hello";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-bagit-reader-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("1.0", "sha512", "{0}  data/hello.txt\n", "valid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\r\n", "valid")]
    [InlineData("0.97", "md5", "{0} data/hello.txt\n", "valid")]
    [InlineData("0.96", "sha1", "{0}\tdata/hello.txt", "valid")]
    [InlineData("0.97", "md5", "{0} *data/hello.txt\n", "warning")]
    [InlineData("0.97", "md5", "{0}  ./data/hello.txt\n", "warning")]
    [InlineData("0.97", "sha256", "{0}  data/hello.txt\n{0}  data/hello.txt\n", "warning")]
    [InlineData("0.97", "sha256", "{0}  data/hello.txt\n{0}  data/HELLO.txt\n", "warning")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  data/hello.txt\n", "invalid")]
    [InlineData("1.0", "sha256", "", "invalid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  data/other.txt\n", "invalid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  ../hello.txt\n", "invalid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  /etc/hostname\n", "invalid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  ~/hello.txt\n", "invalid")]
    [InlineData("1.0", "sha256", "{0}  data/hello.txt\n{0}  C:/hello.txt\n", "invalid")]
    [InlineData("1.0", "sha256", "00{0}  data/hello.txt\n", "invalid")]
    [InlineData("2.0", "sha256", "{0}  data/hello.txt\n", "invalid")]
    [InlineData("x", "sha256", "{0}  data/hello.txt\n", "invalid")]
    public void A_bag_is_judged_as_the_suite_does(string version, string algorithm, string manifest, string expected)
    {
        File.WriteAllText(In("bagit.txt"), $"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n");
        Directory.CreateDirectory(In("data"));
        File.WriteAllText(In("data/hello.txt"), Content);
        File.WriteAllText(In($"manifest-{algorithm}.txt"), string.Format(null, manifest, Sum(algorithm)));

        Assert.Equal(expected, Kind(Read()));
    }

    [Theory]
    [InlineData("https://nowhere.invalid/a 5 data/hello.txt\n", "warning")]
    [InlineData("https://nowhere.invalid/a - data/hello.txt\n", "warning")]
    [InlineData("https://nowhere.invalid/a 5 ../outside\n", "invalid")]
    [InlineData("https://nowhere.invalid/a 5 /etc/passwd\n", "invalid")]
    [InlineData("https://nowhere.invalid/a 5 ~/outside\n", "invalid")]
    public void What_is_to_be_fetched_is_told_and_never_fetched(string fetch, string expected)
    {
        A_bag_is_judged_as_the_suite_does("1.0", "sha256", "{0}  data/hello.txt\n", "valid");
        File.WriteAllText(In("fetch.txt"), fetch);

        var reader = Read();

        Assert.Equal(expected, Kind(reader));
        Assert.Contains(reader.Warnings, warning => warning.Contains("Nothing is fetched.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bag_of_others_is_told_as_that_and_is_no_evidence()
    {
        A_bag_is_judged_as_the_suite_does("1.0", "sha256", "{0}  data/hello.txt\n", "valid");

        var check = Assert.Single((await SampleBag.TestAsync(_root.FullName)).Checks);

        Assert.Equal(("Evidence", false), (check.Name, check.Passed));
        Assert.Contains("is a valid bag (RFC 8493), but has nothing that makes it evidence", check.Detail, StringComparison.Ordinal);
    }

    private BagItReader Read()
    {
        var reader = new BagItReader(new JournalFiles(), _root.FullName, CancellationToken.None);
        reader.Read();
        return reader;
    }

    private static string Kind(BagItReader reader) =>
        reader.Errors.Count > 0 ? "invalid"
        : reader.Warnings.Count > 0 ? "warning"
        : "valid";

    private static string Sum(string algorithm) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), Encoding.UTF8.GetBytes(Content)));

    private string In(string file) => Path.Combine(_root.FullName, file);
}
