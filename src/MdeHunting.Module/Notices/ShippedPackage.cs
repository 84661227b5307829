using System.Xml.Linq;

namespace MdeHunting.Module.Notices;

/// <summary>A NuGet package of which something is shipped, as its own files describe it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="License">The text of its licence, with its copyright.</param>
/// <param name="Notices">What it says itself of third parties; null where it says nothing.</param>
internal sealed record ShippedPackage(string Id, string Version, string Address, string License, string? Notices)
{
    /// <summary>Reads the package that a file of the package cache belongs to.</summary>
    /// <exception cref="InvalidDataException">The licence's text cannot be had.</exception>
    public static ShippedPackage Of(string file)
    {
        for (var folder = Directory.GetParent(Path.GetFullPath(file)); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("*.nuspec") is [var description])
            {
                return Read(folder, XDocument.Load(description.FullName).Root!.Elements().Single(element => element.Name.LocalName == "metadata"));
            }
        }

        throw new InvalidDataException($"{file} does not lie in a NuGet package.");
    }

    private static ShippedPackage Read(DirectoryInfo folder, XElement metadata)
    {
        var id = Of("id")!.Value;
        return new ShippedPackage(
            id,
            Of("version")!.Value,
            Of("projectUrl")?.Value ?? $"https://www.nuget.org/packages/{id}",
            License(),
            Text("*THIRD*PARTY*NOTICE*")
        );

        XElement? Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

        string License()
        {
            var license = Of("license");
            if (license?.Attribute("type")?.Value == "file")
            {
                return Normal(File.ReadAllText(Path.Combine(folder.FullName, license.Value)));
            }

            return Text("LICENSE*") ?? $"{Of("copyright")?.Value ?? $"Copyright (c) {Of("authors")!.Value}"}\n\n{LicenseTexts.Of(license?.Value, id)}";
        }

        string? Text(string pattern) =>
            folder
                .EnumerateFiles(pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
                .Select(file => Normal(File.ReadAllText(file.FullName)))
                .FirstOrDefault();
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();
}

/// <summary>The texts of licences that packages name and do not bring along.</summary>
internal static class LicenseTexts
{
    /// <exception cref="InvalidDataException">There is no such text here.</exception>
    public static string Of(string? expression, string package)
    {
        using var text = expression is null ? null : typeof(LicenseTexts).Assembly.GetManifestResourceStream($"{expression}.txt");
        using var reader = new StreamReader(
            text
                ?? throw new InvalidDataException(
                    $"The package {package} has the licence '{expression}' and no text of it. Put the text into "
                        + $"src/MdeHunting.Module/Notices/Licenses/{expression}.txt."
                )
        );
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
