using System.Runtime.CompilerServices;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Hosting;

/// <summary>Has this program load the module from its package.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    internal static void Register() => ModuleSetup.Register();
}
