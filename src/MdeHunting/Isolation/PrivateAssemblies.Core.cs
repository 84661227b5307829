#if NET
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MdeHunting.Isolation;

/// <summary>PowerShell 7: the private side has a load context of its own, so that no other module's MSAL meets ours.</summary>
internal sealed class PrivateAssemblies : AssemblyLoadContext
{
    // The .NET that they are compiled for. An older one would compile them like any other file, and have more to read.
    private const int PrecompiledForVersion = 10;

    private readonly string _folder;

    private PrivateAssemblies(string folder, IEnumerable<string> precompiled)
        : base("MdeHunting")
    {
        _folder = folder;
        foreach (var file in precompiled)
        {
            LoadFromAssemblyPath(file);
        }
    }

    private static string SystemName =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>
    /// Loads the private side and, as they are needed, the files beside it. Those that lie compiled in a folder named after this system are taken from there, and all from
    /// beside it where one of them will not load: it is damaged, or a policy holds it back that knows the publisher's own file.
    /// </summary>
    public static Assembly Load(string folder, string file)
    {
        var name = new AssemblyName(Path.GetFileNameWithoutExtension(file));
        var precompiled = Path.Combine(folder, SystemName);
        if (Environment.Version.Major >= PrecompiledForVersion && Directory.Exists(precompiled))
        {
            try
            {
                return new PrivateAssemblies(folder, Directory.GetFiles(precompiled, "*.dll")).LoadFromAssemblyName(name);
            }
            catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
            {
                // A context remembers what it could not load, so the portable files get another.
            }
        }

        return new PrivateAssemblies(folder, []).LoadFromAssemblyName(name);
    }

    /// <remarks>
    /// Asked before the default context, so what is in our folder is never answered by a version that somebody else has loaded.
    /// The public assembly is the one that PowerShell loaded: its types are what both sides talk in.
    /// </remarks>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var own = typeof(PrivateAssemblies).Assembly;
        if (assemblyName.Name == own.GetName().Name)
        {
            return own;
        }

        var file = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
#endif
