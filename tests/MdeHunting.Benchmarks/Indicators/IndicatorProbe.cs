using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Indicators;

/// <summary>A process that reads the indicators of a file, or none, and prints how many there were and its largest working set.</summary>
internal static class IndicatorProbe
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-indicators";

    private const string Read =
        "Import-Module -Name $args[0] -ErrorAction Stop; $found = Import-MdeIndicator -LiteralPath $args[1] -ErrorAction Stop; $found.Count";

    /// <summary>Runs it.</summary>
    /// <param name="file">The file; empty for the bare shell.</param>
    public static int Run(string file)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        var script = file.Length == 0 ? shell.AddScript("0") : shell.AddScript(Read).AddArgument(Target.Read().Manifest).AddArgument(file);
        var count = Convert.ToDouble(script.Invoke()[0].BaseObject, CultureInfo.InvariantCulture);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"count {count}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {process.PeakWorkingSet64 / 1e6:F2}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor {process.TotalProcessorTime.TotalSeconds:F2}"));
        return shell.HadErrors ? 1 : 0;
    }
}
