using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>A PowerShell engine in this process, with the built module and a connection.</summary>
internal sealed class HostedModule : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Imports the module and connects with a token.</summary>
    public HostedModule(Target target)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run("Import-Module -Name $args[0] -ErrorAction Stop", target.Manifest);
        using var token = TestSecret.Of(target.Token);
        Run(
            "$null = Connect-MdeTenant -Environment $args[0] -Api $args[1] -AccessToken $args[2] -TenantId $args[3] -ErrorAction Stop",
            target.EnvironmentFile,
            target.Api,
            token,
            target.Tenant
        );
    }

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="InvalidOperationException">It wrote an error.</exception>
    public PSObject? Run(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var output = shell.Invoke();
        return shell.HadErrors ? throw new InvalidOperationException($"{script}: {shell.Streams.Error.FirstOrDefault()}") : output.FirstOrDefault();
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
