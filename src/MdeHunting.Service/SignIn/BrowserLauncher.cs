using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MdeHunting.Connections;

namespace MdeHunting.Service.SignIn;

/// <summary>Opens an address in the system's browser; the environment variable BROWSER names another program.</summary>
internal static class BrowserLauncher
{
    private static readonly string[] LinuxPrograms = ["xdg-open", "gnome-open", "kfmclient", "microsoft-edge", "wslview"];

    /// <summary>Opens it.</summary>
    /// <exception cref="SignInException">There is no browser here.</exception>
    public static Task OpenAsync(Uri address)
    {
        foreach (var program in Programs())
        {
            if (TryStart(program, address.AbsoluteUri))
            {
                return Task.CompletedTask;
            }
        }

        throw new SignInException(
            SignInFailure.BrowserUnavailable,
            "No browser can be opened here.",
            "Connect with -DeviceCode, which takes a browser anywhere; many tenants block it, and then an application with a certificate is the way.");
    }

    private static IEnumerable<string?> Programs()
    {
        if (Environment.GetEnvironmentVariable("BROWSER") is { Length: > 0 } named)
        {
            return [named];
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return [null];
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            return ["open"];
        }

        // Over SSH or on a server there is a program that opens browsers, but no screen to open one on.
        var hasScreen = Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        return hasScreen || Environment.GetEnvironmentVariable("WSL_DISTRO_NAME") is { Length: > 0 } ? LinuxPrograms : [];
    }

    private static bool TryStart(string? program, string address)
    {
        // Nothing of the browser's own chatter belongs on the responder's screen.
        var start = program is null
            ? new ProcessStartInfo(address) { UseShellExecute = true }
            : new ProcessStartInfo(program, $"\"{address}\"") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
