using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Views;

/// <summary>
/// PowerShell's own style of a table's header, <c>$PSStyle.Formatting.TableHeader</c>. Windows PowerShell has none, and the reference that both editions are
/// compiled against lacks it. Whether colours reach the screen is decided by PowerShell's host.
/// </summary>
internal static class TableStyle
{
    private const string Reset = "\u001b[0m";

    private static readonly PropertyInfo? Instance = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance");

    /// <summary>The lines of a header, each in the style.</summary>
    public static string Header(string lines)
    {
        var style = Read();
        return style.Length == 0 ? lines : $"{style}{lines.Replace("\n", $"{Reset}\n{style}")}{Reset}";
    }

    private static string Read()
    {
        var formatting = Instance?.GetValue(null) is { } style ? style.GetType().GetProperty("Formatting")?.GetValue(style) : null;
        return formatting?.GetType().GetProperty("TableHeader")?.GetValue(formatting) as string ?? string.Empty;
    }
}
