using System.Management.Automation;
using System.Runtime.Loader;
using MdeHunting.Package.Help;
using MdeHunting.Package.Manifest;

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
        default:
            Console.Error.WriteLine("MdeHunting.Package : error MDE0001: This is a step of the build; run dotnet build.");
            return 2;
    }
}
catch (Exception e) when (e is IOException or InvalidDataException or RuntimeException)
{
    // In the form that the build shows as an error.
    Console.Error.WriteLine($"MdeHunting.Package {args[0]} : error MDE0002: {e.Message}");
    return 1;
}
