using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MdeHunting.Lab.Tour;

/// <summary>A PowerShell session that shows each command as it would be typed and, below it, what PowerShell shows.</summary>
internal sealed class TourShell : IDisposable
{
    private readonly TextWriter _output;
    private readonly Runspace _runspace;
    private readonly bool _isColored;

    public TourShell(TextWriter output, int width, bool isColored)
    {
        // Read by the engine when it is first used.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        _output = output;
        _isColored = isColored;
        _runspace = RunspaceFactory.CreateRunspace(new TourHost(output, width, isColored), InitialSessionState.CreateDefault2());
        _runspace.Open();
    }

    /// <summary>Makes a folder the session's current one.</summary>
    public void GoTo(string folder) => _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(folder));

    /// <summary>Shows a command, runs it, shows what came, and gives it. A device code that it asks for is handed over while it waits.</summary>
    public TourResult Show(string command, Action<string>? onDeviceCode = null)
    {
        var lines = command.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var prompt = i == 0 ? "PS> " : ">>  ";
            _output.WriteLine(_isColored ? $"\e[32m{prompt}\e[0m\e[1m{lines[i]}\e[0m" : prompt + lines[i]);
        }

        var result = Run(command, onDeviceCode);
        using var display = PowerShell.Create(_runspace).AddCommand("Out-Default");
        display.Invoke(result.Output.Concat(result.Errors.Select(PSObject.AsPSObject)));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    /// <summary>Runs a command and shows nothing of it.</summary>
    public TourResult Run(string command, Action<string>? onDeviceCode = null)
    {
        using var shell = PowerShell.Create(_runspace).AddScript(command, useLocalScope: false);
        shell.Streams.Information.DataAdded += (_, added) =>
        {
            var record = shell.Streams.Information[added.Index];
            if (record.Tags.Contains("MdeHunting.DeviceCode"))
            {
                onDeviceCode?.Invoke(record.MessageData.ToString()!);
            }
        };

        try
        {
            var output = shell.Invoke();
            return new TourResult([.. output], [.. shell.Streams.Error]);
        }
        catch (RuntimeException e)
        {
            return new TourResult([], [.. shell.Streams.Error, e.ErrorRecord]);
        }
    }
}

/// <summary>What a command of the tour gave.</summary>
/// <param name="Output">The objects.</param>
/// <param name="Errors">The errors, the one that ended it among them.</param>
internal sealed record TourResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors)
{
    /// <summary>A property of an object of the output, as a script sees it; null where there is none.</summary>
    public object? Value(int index, string property) =>
        index < Output.Count && Output[index].Properties[property]?.Value is { } value ? (value as PSObject)?.BaseObject ?? value : null;
}
