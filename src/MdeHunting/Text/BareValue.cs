using System.Management.Automation;

namespace MdeHunting.Text;

/// <summary>A value without what PowerShell wraps it in.</summary>
internal static class BareValue
{
    /// <summary>The value itself.</summary>
    public static object? Of(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
