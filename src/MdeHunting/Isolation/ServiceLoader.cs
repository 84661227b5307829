using System.Reflection;
using MdeHunting.Contract;

namespace MdeHunting.Isolation;

/// <summary>Loads the private side, which no compile-time reference leads to, when it is first needed; importing the module does not.</summary>
internal static class ServiceLoader
{
    private const string ServiceType = "MdeHunting.Service.MdeService";

    // Once for the process: the context that it is loaded in cannot be unloaded.
    private static readonly Lazy<IMdeService> Loaded = new(Load);

    /// <summary>The private side.</summary>
    public static IMdeService Service => Loaded.Value;

    private static IMdeService Load()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ServiceLoader).Assembly.Location)!, Edition.IsDesktop ? "net472" : "net8.0", "private");
        var file = Path.Combine(folder, "MdeHunting.Service.dll");
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"The module is not whole: '{file}' is missing. Install it again, or build it with ./build.ps1.", file);
        }

        var assembly = Edition.IsDesktop ? PrivateFolder.Load(folder, file) : PrivateContext.Load(folder, file);
        var type = assembly.GetType(ServiceType, throwOnError: true)!;
        return (IMdeService)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [], null)!;
    }
}
