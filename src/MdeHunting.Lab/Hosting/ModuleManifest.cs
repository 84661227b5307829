namespace MdeHunting.Lab.Hosting;

/// <summary>Finds the module of the checkout that this program was built in.</summary>
internal static class ModuleManifest
{
    private const string Name = "MdeHunting.psd1";

    /// <summary>The manifest's full path; null where this program does not lie in a checkout.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, Name);
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        return null;
    }
}
