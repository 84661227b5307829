using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Packs;

/// <summary>A process that reads the queries of a folder, or none, and prints how many there were and its largest working set.</summary>
internal static class PackProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-packs";

    private const string Read =
        "Import-Module -Name $args[0] -ErrorAction Stop; $found = Import-MdeHuntingPack -LiteralPath $args[1] -ErrorAction Stop; $found.Count";

    /// <summary>Runs it.</summary>
    /// <param name="folder">The folder; empty for the bare shell.</param>
    public static int Run(string folder)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        var script = folder.Length == 0 ? shell.AddScript("0") : shell.AddScript(Read).AddArgument(Target.Read().Manifest).AddArgument(folder);
        var count = Convert.ToDouble(script.Invoke()[0].BaseObject, CultureInfo.InvariantCulture);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"count {count}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {process.PeakWorkingSet64 / 1e6:F2}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor {process.TotalProcessorTime.TotalSeconds:F2}"));
        return shell.HadErrors ? 1 : 0;
    }
}
