using System.Runtime.CompilerServices;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;

namespace MdeHunting.Lab.Tests;

/// <summary>Has the labs of this program share keys.</summary>
internal static class TestStart
{
    [ModuleInitializer]
    internal static void Register() => RsaKeys.Create = TestKeys.Next;
}
