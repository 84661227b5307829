using System.Reflection;

namespace MdeHunting.Isolation;

/// <summary>
/// Windows PowerShell: one process, one context. Files are found by their simple name, since powershell.exe has no binding redirects of ours,
/// and only for requesters that lie in the private folder. Another module that loaded an older version first still wins.
/// </summary>
internal sealed class PrivateFolder
{
    private readonly string _folder;

    private PrivateFolder(string folder)
    {
        _folder = folder;
    }

    /// <summary>Loads a private part and, as they are needed, the files beside it.</summary>
    public static Assembly Load(string folder, string file)
    {
        AppDomain.CurrentDomain.AssemblyResolve += new PrivateFolder(folder).Resolve;

        // LoadFrom, never LoadFile: the latter would give the same file two identities.
        return Assembly.LoadFrom(file);
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        var requester = request.RequestingAssembly;
        if (requester is null || requester.IsDynamic || !string.Equals(Path.GetDirectoryName(requester.Location), _folder, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = new AssemblyName(request.Name).Name;
        var own = typeof(PrivateFolder).Assembly;
        if (name == own.GetName().Name)
        {
            return own;
        }

        var file = Path.Combine(_folder, name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }
}
