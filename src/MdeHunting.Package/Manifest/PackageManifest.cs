using System.Text.RegularExpressions;

namespace MdeHunting.Package.Manifest;

/// <summary>
/// The manifest as the package has it: that of the checkout, without what only a checkout needs, and with the views where the package has them. Nothing else differs.
/// </summary>
internal static partial class PackageManifest
{
    public static string Of(string manifest) => CheckoutOnly().Replace(manifest, string.Empty).Replace("'src/MdeHunting/Views/", "'Views/", StringComparison.Ordinal);

    // The line, and the comment above it.
    [GeneratedRegex(@"^(\s*#.*\r?\n)?\s*ScriptsToProcess\s*=.*\r?\n", RegexOptions.Multiline)]
    private static partial Regex CheckoutOnly();
}
