namespace MdeHunting.Module.Manifest;

/// <summary>The manifest as the package has it: that of the checkout, with the views where the package has them. Nothing else differs.</summary>
internal static class PackageManifest
{
    public static string Of(string manifest) => manifest.Replace("'src/MdeHunting/Views/", "'Views/", StringComparison.Ordinal);
}
