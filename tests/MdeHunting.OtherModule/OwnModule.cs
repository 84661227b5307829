using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MdeHunting.OtherModule;

/// <summary>A PowerShell session with the module.</summary>
internal sealed class OwnModule : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public OwnModule(string manifest, string environmentFile)
    {
        _runspace.Open();
        Run("Import-Module -Name ([WildcardPattern]::Escape($args[0])) -ErrorAction Stop", manifest);
        Run(
            "$null = Connect-MdeTenant contoso.example 22222222-2222-2222-2222-222222222222 -DeviceCode -Environment $args[0] -ErrorAction Stop",
            environmentFile
        );
    }

    /// <summary>Hunts.</summary>
    /// <returns>What came.</returns>
    public string Hunt() => $"own: {Run("(Invoke-MdeHuntingQuery 'print Answer = 42' -ErrorAction Stop).Answer")}";

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private object? Run(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell.Invoke().FirstOrDefault();
    }
}
