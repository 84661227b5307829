using MdeHunting.Module.Notices;
using Xunit;

namespace MdeHunting.Tests.Package;

public sealed class NoticesTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("mdehunting-packages-").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public void A_package_is_told_with_its_files_its_address_and_its_own_licence()
    {
        var one = Add("One", "<license type=\"file\">docs/terms.md</license><projectUrl>https://one.example</projectUrl>", ("docs/terms.md", "Terms of One"));

        Assert.Matches(@"One 1\.2\.3 \(One\.dll\)\n  https://one\.example\n-+\n\nTerms of One\n", Notices(one));
    }

    [Fact]
    public void A_licence_that_a_package_only_names_is_told_in_full_with_its_copyright()
    {
        var named = Add("Named", "<license type=\"expression\">MIT</license><copyright>Copyright (c) Somebody</copyright>");

        Assert.Contains("Copyright (c) Somebody\n\nPermission is hereby granted", Notices(named));
    }

    [Fact]
    public void A_licence_without_a_text_stops_the_build_and_says_what_to_do()
    {
        var unknown = Add("Unknown", "<license type=\"expression\">Zlib</license>");

        var problem = Assert.Throws<InvalidDataException>(() => Notices(unknown));

        Assert.Contains("Unknown", problem.Message);
        Assert.Contains("src/MdeHunting.Module/Notices/Licenses/Zlib.txt", problem.Message);
    }

    [Fact]
    public void Packages_of_the_same_terms_share_them_and_a_notice_of_a_third_party_is_told_once()
    {
        const string Third = "Preamble\n\nLicense notice for Zlib\n-----\nzlib's terms\n";
        var one = Add("One", "", ("LICENSE.TXT", "Same terms"), ("THIRD-PARTY-NOTICES.TXT", Third));
        var two = Add("Two", "", ("LICENSE", "Same terms\r\n"), ("THIRD-PARTY-NOTICES.TXT", $"{Third}\nLicense notice for Mono\n-----\nMono's terms"));

        var notices = Notices(one, two);

        Assert.Equal([2, 2, 2, 2], new[] { "Same terms", "zlib's terms", "Preamble", "Mono's terms" }.Select(text => notices.Split(text).Length));
    }

    [Fact]
    public void A_file_of_no_package_is_refused()
    {
        var file = Path.Combine(_cache, "loose.dll");
        File.WriteAllText(file, string.Empty);

        Assert.Contains("loose.dll", Assert.Throws<InvalidDataException>(() => Notices(file)).Message);
    }

    private string Add(string id, string metadata, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_cache, id.ToLowerInvariant(), "1.2.3")).FullName;
        foreach (var (name, text) in (IEnumerable<(string, string)>)[("lib/net8.0/" + id + ".dll", ""), .. files])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        File.WriteAllText(
            Path.Combine(folder, $"{id}.nuspec"),
            $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{id}</id><version>1.2.3</version><authors>A</authors>{metadata}</metadata></package>"
        );
        return Path.Combine(folder, "lib", "net8.0", $"{id}.dll");
    }

    private string Notices(params string[] shipped)
    {
        var file = Path.Combine(_cache, "notices.txt");
        NoticesFile.Write(file, shipped);
        return File.ReadAllText(file);
    }
}
