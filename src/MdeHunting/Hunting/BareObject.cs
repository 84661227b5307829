using System.Management.Automation;
#if NET
using System.Runtime.CompilerServices;
#endif

namespace MdeHunting.Hunting;

/// <summary>Makes PSCustomObjects without members.</summary>
internal static class BareObject
{
    /// <summary>
    /// An object with room for so many members. PowerShell 7 has a constructor for that (https://learn.microsoft.com/dotnet/api/system.management.automation.psobject.-ctor),
    /// which the reference that both editions are compiled against lacks; it also keeps the members in the object and out of a table of the whole process.
    /// </summary>
    public static PSObject Create(int members) =>
#if NET
        New(members);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PSObject New(int instanceMemberCapacity);
#else
        new();
#endif
}
