using System.Management.Automation;

namespace MdeHunting.Isolation;

/// <summary>
/// Refuses PowerShell 7.0 to 7.3, whose .NET is too old for the private side. The manifest can name but one least version, that of Windows PowerShell: to choose by the
/// edition it would have to be run by all who read it, and tools such as Import-PowerShellDataFile run none.
/// </summary>
/// <remarks>PowerShell calls it (https://learn.microsoft.com/dotnet/api/system.management.automation.imoduleassemblyinitializer); it is not for scripts.</remarks>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    private static readonly Version Least = new(7, 4);

    /// <summary>Called by PowerShell for each session that imports the module.</summary>
    /// <exception cref="RuntimeException">This PowerShell is too old (ErrorId <c>PowerShellTooOld</c>).</exception>
    public void OnImport()
    {
        if (!Edition.IsDesktop)
        {
            Require(typeof(PSObject).Assembly.GetName().Version);
        }
    }

    /// <summary>Refuses an engine that is too old; its assembly has the version of the PowerShell that it is of.</summary>
    internal static void Require(Version engine)
    {
        if (engine >= Least)
        {
            return;
        }

        var message = $"MdeHunting needs PowerShell {Least} or later, or Windows PowerShell 5.1, and this is PowerShell {engine.ToString(2)}. Update it (https://aka.ms/install-powershell), and import the module there.";
        throw new RuntimeException(message, null, new ErrorRecord(new NotSupportedException(message), "PowerShellTooOld", ErrorCategory.NotInstalled, engine));
    }
}
