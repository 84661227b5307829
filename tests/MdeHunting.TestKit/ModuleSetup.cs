using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MdeHunting.Lab.Directory;

namespace MdeHunting.TestKit;

/// <summary>
/// Has this process load the module's assemblies from the package's folder, and the private ones in the module's own context: the tests reach into the very
/// files that PowerShell imports. The module is installed for this process, so that a session that has not imported it finds it by its name.
/// </summary>
internal static class ModuleSetup
{
    /// <summary>The checkout's root.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The package's folder, as it would be installed.</summary>
    public static string PackageFolder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Metadata("PackageLayout")));

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(PackageFolder, "MdeHunting.psd1");

    /// <summary>The public assembly.</summary>
    public static string PublicAssembly { get; } = Path.Combine(PackageFolder, "bin", "MdeHunting.dll");

    /// <summary>Where the private side of this edition is.</summary>
    public static string PrivateFolder { get; } = PrivateFolderOf("net8.0");

    /// <summary>Where the private side of an edition is.</summary>
    public static string PrivateFolderOf(string edition) => Path.Combine(PackageFolder, "bin", edition, "private", "service");

    /// <summary>To be called when the program starts, before a method that names a type of the module.</summary>
    public static void Register()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("PSModulePath", Path.GetDirectoryName(Path.GetDirectoryName(PackageFolder)));
        RsaKeys.Create = TestKeys.Next;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>What the build tells the tests: a path by its name.</summary>
    /// <param name="key">The name.</param>
    /// <param name="assembly">The tests that it is told to; null for what it tells all of them.</param>
    public static string Metadata(string key, Assembly? assembly = null) =>
        (assembly ?? typeof(ModuleSetup).Assembly).GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name switch
        {
            "MdeHunting" => context.LoadFromAssemblyPath(PublicAssembly),
            "MdeHunting.Service" => ServiceAssembly(),
            { } other when File.Exists(Path.Combine(PrivateFolder, other + ".dll")) => AssemblyLoadContext
                .GetLoadContext(ServiceAssembly())!
                .LoadFromAssemblyName(name),
            _ => null,
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Assembly ServiceAssembly() => MdeHunting.Isolation.ServiceLoader.Service.GetType().Assembly;
}
