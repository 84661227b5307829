using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>A process that is nothing but the engine, which runs a script: a shell for where there is no pwsh.</summary>
internal static class ColdProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-cold";

    /// <summary>Runs a script's file, or nothing, and prints what it gives.</summary>
    public static int Run(string script)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script.Length == 0 ? "exit" : File.ReadAllText(script));
        foreach (var line in shell.Invoke())
        {
            Console.WriteLine(line);
        }

        foreach (var error in shell.Streams.Error)
        {
            Console.Error.WriteLine(error);
        }

        return shell.HadErrors ? 1 : 0;
    }
}
