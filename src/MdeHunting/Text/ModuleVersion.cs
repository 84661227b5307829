using System.Reflection;

namespace MdeHunting.Text;

/// <summary>The version of the module, as its manifest has it.</summary>
internal static class ModuleVersion
{
    /// <summary>That of this assembly, which is the module's.</summary>
    public static string Own { get; } = Of(typeof(ModuleVersion).Assembly);

    /// <summary>That of an assembly.</summary>
    public static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version!.ToString();
}
