using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MdeHunting.Views;

/// <summary>How wide the screen is that a runspace writes to. A view is not told, so the cmdlets remember each runspace's host.</summary>
internal static class ScreenWidth
{
    private const int Usual = 120;
    private const int Least = 20;

    // Goes with the runspace.
    private static readonly ConditionalWeakTable<Runspace, PSHost> Hosts = new();

    /// <summary>The width for the runspace that the calling (pipeline) thread works for, in cells.</summary>
    public static int Current
    {
        get
        {
            try
            {
                // One cell less: a line that fills the last one may take a line end with it.
                var width = Runspace.DefaultRunspace is { } runspace && Hosts.TryGetValue(runspace, out var host) ? host.UI.RawUI.BufferSize.Width : Console.BufferWidth;
                return width > 0 ? Math.Max(Least, width - 1) : Usual;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Hosts without a screen throw whatever they like.
                return Usual;
            }
        }
    }

    /// <summary>Remembers the host of the runspace that the calling (pipeline) thread works for.</summary>
    public static void Remember(PSHost host)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            Hosts.GetValue(runspace, _ => host);
        }
    }
}
