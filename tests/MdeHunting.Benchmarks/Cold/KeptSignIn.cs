using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.Benchmarks.Probes;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>A process that signs in once and keeps the sign-in for the processes after it.</summary>
internal static class KeptSignIn
{
    /// <summary>The word by which the benchmark starts it.</summary>
    public const string Name = "--probe-sign-in";

    /// <summary>Runs the script that signs in.</summary>
    public static int Run(string script, string clientId)
    {
        var target = Target.Read();
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell
            .AddScript($"Import-Module '{target.Manifest}'; {script}")
            .AddArgument(target.EnvironmentFile)
            .AddArgument(target.Tenant)
            .AddArgument(clientId)
            .Invoke();
        return 0;
    }
}
