using System.Xml.Linq;
using MdeHunting.Module.Manifest;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Package;

public sealed class NuspecTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-nuspec-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_says_what_the_manifest_says_with_the_tags_that_the_gallery_finds_cmdlets_by()
    {
        var manifest = ManifestFile.Read(ModuleSetup.Manifest);

        var metadata = Write(manifest);

        Assert.Equal("MdeHunting", metadata["id"]);
        Assert.Equal(Path.GetFileName(ModuleSetup.PackageFolder), metadata["version"]);
        Assert.Equal((manifest.ProjectUri, manifest.LicenseUri), (metadata["projectUrl"], metadata["licenseUrl"]));
        Assert.Equal((manifest.Description, manifest.ReleaseNotes), (metadata["description"], metadata["releaseNotes"].ReplaceLineEndings("\n")));
        var tags = metadata["tags"].Split(' ');
        Assert.Equal("PSModule", tags[0]);
        Assert.Superset(
            new HashSet<string> { "PSEdition_Core", "PSEdition_Desktop", "PSIncludes_Cmdlet", "PSCmdlet_Invoke-MdeHuntingQuery", "PSCommand_Get-MdeQuota" },
            tags.ToHashSet()
        );
    }

    [Fact]
    public void A_preview_has_its_label_in_the_version()
    {
        var text = File.ReadAllText(ModuleSetup.Manifest).Replace("PSData = @{", "PSData = @{ Prerelease = 'rc1'", StringComparison.Ordinal);

        Assert.Equal($"{Path.GetFileName(ModuleSetup.PackageFolder)}-rc1", Write(Read(text))["version"]);
    }

    [Theory]
    [InlineData("@{ ModuleVersion = '1.0.0' }", "The manifest has no Author.")]
    [InlineData("'1.0.0'", "is not a hashtable")]
    public void A_manifest_that_lacks_something_is_told(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Write(Read(text))).Message);

    [Theory]
    [InlineData("@{ ModuleVersion = (Get-Date) }")]
    [InlineData("@{ RootModule = if ($PSEdition -eq 'Core') { 'a' } else { 'b' } }")]
    public void A_manifest_that_has_to_be_run_cannot_be_published(string text) =>
        Assert.Contains("is not a constant", Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    private ManifestFile Read(string text)
    {
        var file = Path.Combine(_folder, "MdeHunting.psd1");
        File.WriteAllText(file, text);
        return ManifestFile.Read(file);
    }

    private Dictionary<string, string> Write(ManifestFile manifest)
    {
        var file = Path.Combine(_folder, "MdeHunting.nuspec");
        NuspecFile.Write(file, "MdeHunting", manifest);
        return XDocument.Load(file).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }
}
