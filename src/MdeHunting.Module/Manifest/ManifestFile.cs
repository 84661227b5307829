using System.Collections;
using System.Management.Automation.Language;

namespace MdeHunting.Module.Manifest;

/// <summary>
/// What a module's manifest says, read as Import-PowerShellDataFile reads it, and PowerShell where it looks for commands: without running it.
/// </summary>
internal sealed class ManifestFile
{
    private readonly Hashtable _members;
    private readonly Hashtable _gallery;

    private ManifestFile(Hashtable members)
    {
        _members = members;
        _gallery = (members["PrivateData"] as Hashtable)?["PSData"] as Hashtable ?? [];
    }

    /// <summary>The module's version without what marks it as a preview.</summary>
    public string ModuleVersion => Text("ModuleVersion");

    /// <summary>The version that the gallery knows it by.</summary>
    public string Version => _gallery["Prerelease"] is string { Length: > 0 } label ? $"{ModuleVersion}-{label}" : ModuleVersion;

    public string Author => Text("Author");

    public string CompanyName => Text("CompanyName");

    public string Copyright => Text("Copyright");

    public string Description => Text("Description");

    public IReadOnlyList<string> Cmdlets => [.. Texts(_members["CmdletsToExport"])];

    public IReadOnlyList<string> Tags => [.. Texts(_gallery["Tags"])];

    public string ProjectUri => GalleryText("ProjectUri");

    public string LicenseUri => GalleryText("LicenseUri");

    public string ReleaseNotes => GalleryText("ReleaseNotes");

    /// <exception cref="InvalidDataException">It is no hashtable of constants.</exception>
    public static ManifestFile Read(string path)
    {
        var hashtable = Parser.ParseFile(path, out _, out var errors).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        try
        {
            return new ManifestFile(
                errors.Length == 0 && hashtable?.SafeGetValue() is Hashtable members ? members : throw new InvalidDataException($"{path} is not a hashtable.")
            );
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{path} has a value that is not a constant. {e.Message}", e);
        }
    }

    private string Text(string member) => _members[member] as string ?? throw new InvalidDataException($"The manifest has no {member}.");

    private string GalleryText(string member) =>
        _gallery[member] as string ?? throw new InvalidDataException($"The manifest has no PrivateData.PSData.{member}.");

    private static IEnumerable<string> Texts(object? value) =>
        value is IEnumerable many and not string ? many.Cast<object>().Select(one => one.ToString()!) : [];
}
