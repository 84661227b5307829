using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.Lab.Tour;

namespace MdeHunting.TestKit;

/// <summary>A PowerShell runspace with the built module imported, as a user's session has it.</summary>
internal sealed class Shell : IDisposable
{
    private const int UsualWidth = 160;
    private readonly Runspace _runspace;

    /// <summary>A session with the module, or with these cmdlets instead.</summary>
    public Shell(params (string Name, Type Type)[] cmdlets)
        : this(UsualWidth, cmdlets) { }

    /// <summary>A session whose screen is as wide as that, in characters.</summary>
    public Shell(int width, params (string Name, Type Type)[] cmdlets)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        foreach (var (name, type) in cmdlets)
        {
            state.Commands.Add(new SessionStateCmdletEntry(name, type, null));
        }

        _runspace = RunspaceFactory.CreateRunspace(new TourHost(Screen, width, isColored: false), state);
        _runspace.Open();
        if (cmdlets.Length == 0)
        {
            Run("Import-Module -Name $args[0] -ErrorAction Stop", ModuleSetup.Manifest).ThrowIfFailed();
        }
    }

    /// <summary>What the host was shown.</summary>
    public Screen Screen { get; } = new();

    /// <summary>The runspace itself.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Runs a script to its end.</summary>
    public ShellResult Run(string script, params object?[] arguments)
    {
        using var shell = Prepare(script, arguments);
        return Invoke(shell, null);
    }

    /// <summary>Runs a script over a pipeline's input, which reaches it as <c>$input</c>.</summary>
    public ShellResult RunOver(IEnumerable<object?> input, string script, params object?[] arguments)
    {
        using var shell = Prepare(script, arguments);
        return Invoke(shell, input);
    }

    /// <summary>A script that is ready to run and can be stopped.</summary>
    public PowerShell Prepare(string script, params object?[] arguments)
    {
        var shell = PowerShell.Create(_runspace).AddScript(script, useLocalScope: false);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private static ShellResult Invoke(PowerShell shell, IEnumerable<object?>? input)
    {
        var output = new List<PSObject>();
        Exception? thrown = null;
        try
        {
            shell.Invoke(input, output);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return new ShellResult(output, shell.Streams, thrown);
    }
}
