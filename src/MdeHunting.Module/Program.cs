using System.Globalization;
using System.Runtime.Loader;
using MdeHunting.Module.Help;
using MdeHunting.Module.Manifest;
using MdeHunting.Module.Notices;

// Called by the targets of this project, one step at a time, so that each runs only where what it reads has changed.
try
{
    switch (args)
    {
        case ["help", var assembly, var manifest, var output]:
            var module = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(assembly));
            var documentation = DocumentationFile.Load(Path.ChangeExtension(assembly, ".xml"));
            MamlFile.Write(output, new CommandHelpReader(module, documentation, ManifestFile.Read(manifest).ProjectUri).ReadAll());
            return 0;
        case ["notices", var shipped, var output]:
            NoticesFile.Write(output, File.ReadAllLines(shipped));
            return 0;
        case ["nuspec", var manifest, var output]:
            NuspecFile.Write(output, Path.GetFileNameWithoutExtension(manifest), ManifestFile.Read(manifest));
            return 0;
        case ["size", var folder, var packages]:
            var package = Path.Combine(packages, $"MdeHunting.{ManifestFile.Read(Path.Combine(folder, "MdeHunting.psd1")).Version}.nupkg");
            var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{package}: {new FileInfo(package).Length / 1e6:0.00} MB; {folder}: {files.Length} files, {files.Sum(file => file.Length) / 1e6:0.00} MB"
                )
            );
            return 0;
        default:
            Console.Error.WriteLine("MdeHunting.Module : error MDE0001: This is a step of the build; run dotnet build.");
            return 2;
    }
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    // In the form that the build shows as an error.
    Console.Error.WriteLine($"MdeHunting.Module {args[0]} : error MDE0002: {e.Message}");
    return 1;
}
