using System.Reflection;
using System.Runtime.CompilerServices;

namespace MdeHunting.DesktopTests;

/// <summary>
/// <c>MdeHunting.DesktopTests.exe &lt;package folder&gt; &lt;environment file&gt; &lt;facades folder&gt;</c>: runs the checks on the package's own files, which
/// the module's own loader loads.
/// </summary>
/// <remarks>
/// .NET Framework 4.7.2 has facades, such as netstandard, which only forward to its other assemblies; Debian's Mono lacks some of them, and takes them from the
/// folder.
/// </remarks>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments.Length != 3)
        {
            Console.Error.WriteLine("Give the package's folder, a lab's environment file and the folder of the framework's facades.");
            return 2;
        }

        var module = Path.Combine(arguments[0], "bin", "MdeHunting.dll");
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            var name = new AssemblyName(request.Name).Name;
            var facade = Path.Combine(arguments[2], name + ".dll");
            return name == "MdeHunting" ? Assembly.LoadFrom(module)
                : File.Exists(facade) ? Assembly.LoadFrom(facade)
                : null;
        };
        return Run(arguments[1]);
    }

    // A method of its own: what it names is loaded when it is first called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string environmentFile)
    {
        var failed = 0;
        foreach (var (name, check) in Checks.All(environmentFile))
        {
            try
            {
                Task.Run(check).GetAwaiter().GetResult();
                Console.WriteLine($"ok {name}");
            }
            catch (Exception e)
            {
                failed++;
                Console.WriteLine($"FAILED {name}: {e}");
            }
        }

        return failed == 0 ? 0 : 1;
    }
}
