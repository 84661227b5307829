using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MdeHunting.Tests.Hosting;

/// <summary>
/// Has this process load the module's assemblies from where the build laid them out, and the private ones in the module's own context: the tests
/// reach into the very files that PowerShell imports.
/// </summary>
internal static class ModuleSetup
{
    /// <summary>The checkout's root.</summary>
    public static string RepositoryRoot { get; } = typeof(ModuleSetup).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(RepositoryRoot, "MdeHunting.psd1");

    /// <summary>Where this edition's public assembly is.</summary>
    public static string ModuleFolder { get; } = Path.Combine(RepositoryRoot, "bin", "net8.0");

    [ModuleInitializer]
    public static void Register()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name switch
    {
        "MdeHunting" => context.LoadFromAssemblyPath(Path.Combine(ModuleFolder, "MdeHunting.dll")),
        "MdeHunting.Service" => ServiceAssembly(),
        { } other when File.Exists(Path.Combine(ModuleFolder, "private", other + ".dll")) =>
            AssemblyLoadContext.GetLoadContext(ServiceAssembly())!.LoadFromAssemblyName(name),
        _ => null,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Assembly ServiceAssembly() => MdeHunting.Isolation.ServiceLoader.Service.GetType().Assembly;
}
