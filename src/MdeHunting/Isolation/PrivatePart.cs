using System.Collections.Concurrent;
using System.Reflection;

namespace MdeHunting.Isolation;

/// <summary>
/// Loads a private part of the module, which no compile-time reference leads to, when it is first asked for; importing the module loads none. Each part has a
/// folder of its own, <c>private/PART</c>, and in PowerShell 7 a context of its own: none sees another's files. They talk in the types of the contract alone.
/// </summary>
/// <typeparam name="T">What the part is asked for, in the contract.</typeparam>
internal static class PrivatePart<T>
    where T : class
{
    // Once for the process: the context that a part is loaded in cannot be unloaded.
    private static readonly ConcurrentDictionary<string, Lazy<T>> Loaded = new(StringComparer.Ordinal);

    /// <summary>The part's object of that type.</summary>
    /// <param name="part">The part's folder.</param>
    /// <param name="typeName">The type; the assembly that it is in has its namespace for a name.</param>
    /// <exception cref="FileNotFoundException">The part is not there.</exception>
    public static T Load(string part, string typeName) => Loaded.GetOrAdd($"{part}/{typeName}", _ => new Lazy<T>(() => Create(part, typeName))).Value;

    private static T Create(string part, string typeName)
    {
        var edition = Edition.IsDesktop ? "net472" : "net8.0";
        var folder = Path.Combine(Path.GetDirectoryName(typeof(PrivatePart<T>).Assembly.Location)!, edition, "private", part);
        var file = Path.Combine(folder, typeName.Substring(0, typeName.LastIndexOf('.')) + ".dll");
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"The installation is incomplete: '{file}' is missing. Reinstall the module, or build it with ./build.ps1.", file);
        }

        var assembly = Edition.IsDesktop ? PrivateFolder.Load(folder, file) : PrivateContext.Load(folder, file);
        var type = assembly.GetType(typeName, throwOnError: true)!;
        return (T)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [], null)!;
    }
}
