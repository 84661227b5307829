#if NET
using System.Reflection;
using System.Runtime.Loader;

namespace MdeHunting.Isolation;

/// <summary>PowerShell 7: the private side has a load context of its own, so that no other module's MSAL meets ours.</summary>
internal sealed class PrivateAssemblies : AssemblyLoadContext
{
    private readonly string _folder;

    private PrivateAssemblies(string folder)
        : base("MdeHunting")
    {
        _folder = folder;
    }

    /// <summary>Loads the private side and, as they are needed, the files beside it.</summary>
    public static Assembly Load(string folder, string file) => new PrivateAssemblies(folder).LoadFromAssemblyPath(file);

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
