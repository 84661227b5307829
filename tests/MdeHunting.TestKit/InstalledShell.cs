using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace MdeHunting.TestKit;

/// <summary>
/// A PowerShell in a process of its own, for what the hosted engine does not have or cannot show: jobs, other processes, exit codes, what the console prints.
/// It finds the module by its name. Where there is no PowerShell, the test is skipped and says so.
/// </summary>
internal static class InstalledShell
{
    /// <summary>Runs a script to its end, and everything that it started with it.</summary>
    /// <param name="script">The script; <c>$args</c> has the arguments.</param>
    /// <param name="arguments">The arguments, as text.</param>
    /// <param name="environment">Variables that the process gets besides this one's; those with null it does not get.</param>
    /// <param name="folder">The folder that it is started in; null for this process's.</param>
    public static async Task<ChildProcessResult> RunAsync(
        string script,
        IEnumerable<string>? arguments = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null
    )
    {
        var file = Path.Combine(Path.GetTempPath(), Path.ChangeExtension(Path.GetRandomFileName(), ".ps1"));
        await File.WriteAllTextAsync(file, script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        try
        {
            return await RunFileAsync(file, arguments ?? [], environment ?? new Dictionary<string, string?>(), folder);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a script until it has printed enough, and kills it at whatever it does then (SIGKILL).</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isEnough">Sees each line that it prints.</param>
    public static async Task KillAsync(string script, IEnumerable<string> arguments, Func<string, bool> isEnough)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.ChangeExtension(Path.GetRandomFileName(), ".ps1"));
        await File.WriteAllTextAsync(file, script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        try
        {
            var command = Command();
            await ChildProcess.KillAsync(
                new ProcessStartInfo(command[0], [.. command[1..], "-NoProfile", "-NonInteractive", "-File", file, .. arguments]),
                isEnough
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a script to its end on a terminal of its own.</summary>
    /// <returns>What the terminal received.</returns>
    /// <param name="script">The script.</param>
    /// <param name="columns">How wide the terminal is.</param>
    /// <param name="arguments">The script's arguments.</param>
    public static async Task<string> RunInTerminalAsync(string script, int columns, IEnumerable<string> arguments)
    {
        // The program of Linux that makes a terminal; elsewhere it is another one, or none.
        const string maker = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(maker), "there is no program that makes a terminal: script of util-linux");

        var file = Path.Combine(Path.GetTempPath(), Path.ChangeExtension(Path.GetRandomFileName(), ".ps1"));
        await File.WriteAllTextAsync(file, script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        try
        {
            string[] words = [.. Command(), "-NoProfile", "-NonInteractive", "-File", file, .. arguments];
            var line = $"stty cols {columns} rows 50; exec {string.Join(' ', words.Select(word => $"'{word}'"))}";
            var start = new ProcessStartInfo(maker, ["-q", "-e", "-c", line, "/dev/null"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment =
                {
                    ["TERM"] = "xterm-256color",
                    ["NO_COLOR"] = null,
                    ["LC_ALL"] = "C.UTF-8",
                },
            };
            return (await ChildProcess.RunAsync(start)).Output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<ChildProcessResult> RunFileAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        string? folder
    )
    {
        var command = Command();
        var start = new ProcessStartInfo(command[0], [.. command[1..], "-NoProfile", "-NonInteractive", "-File", file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return await ChildProcess.RunAsync(start, closesInput: true);
    }

    // The one that `dotnet tool restore` brings, else the one that is installed.
    private static string[] Command()
    {
        using var tools = JsonDocument.Parse(File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, ".config", "dotnet-tools.json")));
        var version = tools.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        var system = OperatingSystem.IsWindows() ? "win" : "unix";
        var restored = Path.Combine(ModuleSetup.Metadata("Packages"), "powershell", version, "tools", "net10.0", "any", system, "pwsh.dll");
        if (File.Exists(restored))
        {
            return [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", restored];
        }

        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var installed = folders.Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(installed is null, "PowerShell is not installed; run: dotnet tool restore");
        return [installed!];
    }
}
