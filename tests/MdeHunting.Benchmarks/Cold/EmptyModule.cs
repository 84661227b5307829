using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using MdeHunting.Views;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>A binary module that has nothing in it but the module's own format and type files: what PowerShell itself takes to import one.</summary>
internal static class EmptyModule
{
    private const string Name = "EmptyModule";

    /// <summary>Makes it in a folder.</summary>
    /// <returns>The path of its manifest.</returns>
    public static async Task<string> CreateAsync(string manifest, string folder, CancellationToken cancellationToken)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Name), typeof(object).Assembly);
        Views(assembly.DefineDynamicModule(Name).DefineType(typeof(MdeView).FullName!, TypeAttributes.Class | TypeAttributes.Public));
        assembly.Save(Path.Combine(folder, Name + ".dll"));

        var formats = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(manifest)!, "Views"));
        foreach (var file in formats)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string Named(string ending) => string.Join(", ", formats.Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)).Select(file => $"'{Path.GetFileName(file)}'"));
        var path = Path.Combine(folder, Name + ".psd1");
        await File.WriteAllTextAsync(
            path,
            $$"""
            @{
                RootModule = '{{Name}}.dll'; RequiredAssemblies = '{{Name}}.dll'; ModuleVersion = '1.0.0'; GUID = 'a3b5a1c0-7c1f-4f39-8f0a-0d9f0f2f4d5e'; PowerShellVersion = '5.1'; CompatiblePSEditions = @('Desktop', 'Core')
                FormatsToProcess = @({{Named(".format.ps1xml")}}); TypesToProcess = @({{Named(".types.ps1xml")}})
                FunctionsToExport = @(); CmdletsToExport = @(); VariablesToExport = @(); AliasesToExport = @()
            }
            """,
            cancellationToken);
        return path;
    }

    // What the type files name has to be there.
    private static void Views(TypeBuilder views)
    {
        foreach (var method in typeof(MdeView).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            var code = views.DefineMethod(method.Name, method.Attributes, method.ReturnType, [typeof(PSObject)]).GetILGenerator();
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ret);
        }

        views.CreateType();
    }
}
