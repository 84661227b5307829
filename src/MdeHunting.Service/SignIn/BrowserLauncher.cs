using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Opens an address in the system's browser; the environment variable BROWSER names another program. Whatever is started is started by its full path, in the
/// user's own folder, and searches no other folders than PATH's full ones itself: the folder that PowerShell was started in may be somebody's evidence.
/// </summary>
/// <param name="variable">Reads the process's environment.</param>
/// <param name="start">Starts a program; false where it does not start.</param>
internal sealed class BrowserLauncher(Func<string, string?> variable, Func<ProcessStartInfo, bool> start)
{
    private const string Variable = "BROWSER";
    private static readonly string[] LinuxPrograms = ["xdg-open", "gnome-open", "kfmclient", "microsoft-edge", "wslview"];

    /// <summary>The launcher of this process.</summary>
    public static BrowserLauncher OfProcess { get; } = new(Environment.GetEnvironmentVariable, TryStart);

    /// <summary>Opens it.</summary>
    /// <exception cref="SignInException">There is no browser here.</exception>
    public Task OpenAsync(Uri address)
    {
        // What is not https could be a file or a program to the system.
        if (address.Scheme == Uri.UriSchemeHttps && Starts(address.AbsoluteUri).Any(start))
        {
            return Task.CompletedTask;
        }

        const string next =
            "Connect with -DeviceCode, which works with a browser on any device. Many tenants block it; if yours does, use an application with a certificate.";
        throw Named is { } named
            ? new SignInException(
                SignInFailure.BrowserUnavailable,
                $"The environment variable {Variable} names '{named}', which is neither the full path of a program nor the name of one in PATH.",
                $"Set it to the full path of a browser, or remove it. {next}"
            )
            : new SignInException(SignInFailure.BrowserUnavailable, "No browser can be opened here.", next);
    }

    private string? Named => variable(Variable) is { Length: > 0 } named ? named : null;

    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home && Directory.Exists(home) ? home
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Environment.SystemDirectory
        : "/";

    private IEnumerable<ProcessStartInfo> Starts(string address)
    {
        // Windows gives a https address to the program that is registered for it, and looks in no folder.
        if (Named is null && RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return [new ProcessStartInfo(address) { UseShellExecute = true, WorkingDirectory = Home }];
        }

        return Programs()
            .Select(program =>
            {
                // Nothing of the browser's own chatter belongs on the responder's screen.
                var info = new ProcessStartInfo(program, $"\"{address}\"")
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = Home,
                };
                info.Environment["PATH"] = string.Join(Path.PathSeparator.ToString(), SearchPath.Folders(variable("PATH")));
                return info;
            });
    }

    private IEnumerable<string> Programs()
    {
        if (Named is { } named)
        {
            return !SearchPath.IsFull(named) ? SearchPath.Find(named, variable("PATH"))
                : SearchPath.IsProgram(named) ? [named]
                : [];
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            return ["/usr/bin/open"];
        }

        // Over SSH or on a server there is a program that opens browsers, but no screen to open one on.
        var hasScreen = variable("DISPLAY") is { Length: > 0 } || variable("WAYLAND_DISPLAY") is { Length: > 0 };
        return hasScreen || variable("WSL_DISTRO_NAME") is { Length: > 0 } ? LinuxPrograms.SelectMany(name => SearchPath.Find(name, variable("PATH"))) : [];
    }

    private static bool TryStart(ProcessStartInfo info)
    {
        try
        {
            using var process = Process.Start(info);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
