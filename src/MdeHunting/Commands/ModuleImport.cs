using System.Management.Automation;

namespace MdeHunting.Internal;

/// <summary>
/// Refuses PowerShell 6 to 7.3, whose .NET is too old for the private side. The manifest can name but one least version, that of Windows PowerShell: to choose
/// by the edition it would have to be run by all who read it, and tools such as Import-PowerShellDataFile run none.
/// </summary>
/// <remarks>
/// PowerShell calls it (https://learn.microsoft.com/dotnet/api/system.management.automation.imoduleassemblyinitializer); it is not for scripts.
/// </remarks>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <summary>Called by PowerShell for each session that imports the module.</summary>
    /// <exception cref="RuntimeException">This PowerShell is too old (ErrorId <c>PowerShellTooOld</c>).</exception>
    public void OnImport() => Require(typeof(PSObject).Assembly.GetName().Version!);

    /// <summary>
    /// Refuses an engine that is too old; its assembly has the version of the PowerShell that it is of, and that of Windows PowerShell 5.1 is 3.0.
    /// </summary>
    internal static void Require(Version engine)
    {
        if (engine is { Major: 6 } or { Major: 7, Minor: < 4 })
        {
            throw TooOld(engine);
        }
    }

    private static RuntimeException TooOld(Version engine)
    {
        var message =
            $"MdeHunting requires PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell {engine.ToString(2)}. Update it "
            + "(https://aka.ms/install-powershell), and import the module there.";
        return new RuntimeException(message, null, new ErrorRecord(new NotSupportedException(message), "PowerShellTooOld", ErrorCategory.NotInstalled, engine));
    }
}
