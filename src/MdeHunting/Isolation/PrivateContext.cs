using System.Reflection;
using System.Runtime.InteropServices;

namespace MdeHunting.Isolation;

/// <summary>
/// PowerShell 7: each private part has an AssemblyLoadContext of its own, so that no other module's MSAL meets ours.
/// </summary>
/// <remarks>
/// The class is reached by its name, as .NET Framework has none, and Windows PowerShell reads every type of this assembly. So there is no Load of our own to
/// override: every file of the part is loaded at once instead, as only what a context has loaded already answers before what somebody else has
/// (https://learn.microsoft.com/dotnet/core/dependency-loading/loading-managed#algorithm). The public assembly, which both sides talk in, is the one that
/// PowerShell loaded.
/// </remarks>
internal static class PrivateContext
{
    // The .NET that they are compiled for. An older one would compile them like any other file, and have more to read.
    private const int PrecompiledForVersion = 10;

    private static string SystemName =>
        (
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx"
            : "linux"
        ) + $"-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>
    /// Loads a part and the files beside it. Those that lie compiled in a folder named after this system are taken from there, and all from beside it
    /// where one of them will not load: it is damaged, or a policy holds it back that knows the publisher's own file.
    /// </summary>
    public static Assembly Load(string folder, string file)
    {
        var precompiled = Path.Combine(folder, SystemName);
        if (Environment.Version.Major >= PrecompiledForVersion && Directory.Exists(precompiled))
        {
            try
            {
                return LoadAll(folder, precompiled, file);
            }
            catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
            {
                // A context remembers what it could not load, so the portable files get another.
            }
        }

        return LoadAll(folder, folder, file);
    }

    private static Assembly LoadAll(string folder, string preferred, string wanted)
    {
        var type = Type.GetType("System.Runtime.Loader.AssemblyLoadContext", throwOnError: true)!;
        var load =
            (Func<string, Assembly>)
                type.GetMethod("LoadFromAssemblyPath")!
                    .CreateDelegate(typeof(Func<string, Assembly>), Activator.CreateInstance(type, $"MdeHunting.{Path.GetFileName(folder)}", false));
        foreach (var file in Directory.GetFiles(folder, "*.dll"))
        {
            load(Better(file));
        }

        // Loaded already, so the context gives the same one.
        return load(Better(wanted));

        string Better(string file) => Path.Combine(preferred, Path.GetFileName(file)) is var better && File.Exists(better) ? better : file;
    }
}
