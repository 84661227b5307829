using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MdeHunting.Pipeline;

/// <summary>How wide the screen is that a runspace writes to. A view is not told, so the cmdlets remember each runspace's host.</summary>
/// <remarks>
/// What goes to a file or becomes a text is not cut: there the width is <see cref="Unlimited"/>, and PowerShell breaks what is longer than the width that it
/// was given.
/// </remarks>
internal static class ScreenWidth
{
    /// <summary>There is no screen: nothing is cut.</summary>
    public const int Unlimited = int.MaxValue;

    private const int Usual = 120;
    private const int Least = 20;
    private const string ConsoleHost = "ConsoleHost";

    // Goes with the runspace.
    private static readonly ConditionalWeakTable<Runspace, PSHost> Hosts = new();

    /// <summary>The width for the runspace that the calling (pipeline) thread works for, in cells.</summary>
    public static int Current
    {
        get
        {
            if (RunningPipeline.EndsInText)
            {
                return Unlimited;
            }

            try
            {
                var host = Runspace.DefaultRunspace is { } runspace && Hosts.TryGetValue(runspace, out var remembered) ? remembered : null;
                if (host?.Name == ConsoleHost && Console.IsOutputRedirected)
                {
                    return Unlimited;
                }

                // One cell less: a line that fills the last one may take a line end with it.
                var width = host is not null ? host.UI.RawUI.BufferSize.Width : Console.BufferWidth;
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
