using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using MdeHunting.Commands;
using MdeHunting.Internal;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>A binary module that has next to nothing in it: what PowerShell itself takes to import one.</summary>
internal static class EmptyModule
{
    private const string Name = "EmptyModule";

    /// <summary>Makes one with the module's own manifest, so what each module has that a gallery takes, and one cmdlet.</summary>
    /// <returns>The path of its manifest.</returns>
    public static string CreateLike(string manifest, string folder)
    {
        var own = Path.GetDirectoryName(manifest)!;
        foreach (var file in Directory.GetFiles(own, "*.ps*1*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(own, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var name = Path.GetFileNameWithoutExtension(manifest);
        Save(name, Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, typeof(GetMdeConnectionCommand));
        return Path.Combine(folder, Path.GetFileName(manifest));
    }

    /// <summary>Makes one with the module's own format and type files, and nothing else.</summary>
    /// <returns>The path of its manifest.</returns>
    public static async Task<string> CreateAsync(string manifest, string folder, CancellationToken token)
    {
        Save(Name, folder, cmdlet: null);
        var formats = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(manifest)!, "Views"));
        foreach (var file in formats)
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        string Named(string ending) =>
            string.Join(", ", formats.Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)).Select(file => $"'{Path.GetFileName(file)}'"));
        var path = Path.Combine(folder, Name + ".psd1");
        await File.WriteAllTextAsync(
            path,
            $$"""
            @{
                RootModule = '{{Name}}.dll'; RequiredAssemblies = '{{Name}}.dll'; ModuleVersion = '1.0.0'
                GUID = 'a3b5a1c0-7c1f-4f39-8f0a-0d9f0f2f4d5e'; PowerShellVersion = '5.1'; CompatiblePSEditions = @('Desktop', 'Core')
                FormatsToProcess = @({{Named(".format.ps1xml")}}); TypesToProcess = @({{Named(".types.ps1xml")}})
                FunctionsToExport = @(); CmdletsToExport = @(); VariablesToExport = @(); AliasesToExport = @()
            }
            """,
            token
        );
        return path;
    }

    private static void Save(string name, string folder, Type? cmdlet)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(name);
        Views(module.DefineType(typeof(MdeView).FullName!, TypeAttributes.Class | TypeAttributes.Public));
        foreach (var type in typeof(MdeView).Assembly.GetExportedTypes().Where(IsNamed))
        {
            Derive(module, type);
        }

        if (cmdlet?.GetCustomAttribute<CmdletAttribute>() is { } named)
        {
            var command = module.DefineType(cmdlet.FullName!, TypeAttributes.Class | TypeAttributes.Public, typeof(PSCmdlet));
            command.SetCustomAttribute(
                new CustomAttributeBuilder(typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!, [named.VerbName, named.NounName])
            );
            command.CreateType();
        }

        assembly.Save(Path.Combine(folder, name + ".dll"));
    }

    // The outputs, and what PowerShell is to call for them.
    private static bool IsNamed(Type type) =>
        type is { IsClass: true, IsAbstract: false }
        && (
            type.BaseType == typeof(object)
            || type.BaseType == typeof(MdeOutput)
            || type == typeof(ExactPropertyAdapter)
            || type == typeof(DeserializedRow)
            || type == typeof(DeserializedOutput)
        );

    // A type of the same name, and of the same base where that is PowerShell's, which does nothing.
    private static void Derive(ModuleBuilder module, Type like)
    {
        var parent = like.BaseType == typeof(MdeOutput) ? typeof(object) : like.BaseType!;
        var type = module.DefineType(like.FullName!, TypeAttributes.Class | TypeAttributes.Public, parent);
        foreach (var method in parent.GetMethods().Where(method => method.IsAbstract))
        {
            var code = type.DefineMethod(
                    method.Name,
                    method.Attributes & ~(MethodAttributes.Abstract | MethodAttributes.NewSlot),
                    method.ReturnType,
                    [.. method.GetParameters().Select(parameter => parameter.ParameterType)]
                )
                .GetILGenerator();
            if (method.ReturnType != typeof(void))
            {
                code.Emit(method.ReturnType.IsValueType ? OpCodes.Ldc_I4_0 : OpCodes.Ldnull);
            }

            code.Emit(OpCodes.Ret);
        }

        type.CreateType();
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
