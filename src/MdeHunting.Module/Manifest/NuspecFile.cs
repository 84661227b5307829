using System.Xml.Linq;

namespace MdeHunting.Module.Manifest;

/// <summary>
/// Writes the description of the NuGet package, with the elements and tags that PowerShell's publishing commands write: PSResourceGet (CreateNuspec in
/// src/code/PublishHelper.cs of https://github.com/PowerShell/PSResourceGet), and PowerShellGet 2 for the tags by which the gallery finds a cmdlet's module.
/// </summary>
internal static class NuspecFile
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";

    public static void Write(string path, string id, ManifestFile manifest)
    {
        string[] tags =
        [
            "PSModule",
            .. manifest.Tags,
            "PSIncludes_Cmdlet",
            .. manifest.Cmdlets.Select(cmdlet => $"PSCmdlet_{cmdlet}"),
            .. manifest.Cmdlets.Select(cmdlet => $"PSCommand_{cmdlet}"),
        ];
        new XDocument(
            new XElement(
                Schema + "package",
                new XElement(
                    Schema + "metadata",
                    new XElement(Schema + "id", id),
                    new XElement(Schema + "version", manifest.Version),
                    new XElement(Schema + "authors", manifest.Author),
                    new XElement(Schema + "owners", manifest.CompanyName),
                    new XElement(Schema + "requireLicenseAcceptance", "false"),
                    new XElement(Schema + "licenseUrl", manifest.LicenseUri),
                    new XElement(Schema + "projectUrl", manifest.ProjectUri),
                    new XElement(Schema + "description", manifest.Description),
                    new XElement(Schema + "releaseNotes", manifest.ReleaseNotes),
                    new XElement(Schema + "copyright", manifest.Copyright),
                    new XElement(Schema + "tags", string.Join(' ', tags))
                )
            )
        ).Save(path);
    }
}
