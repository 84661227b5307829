using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Commands;

/// <summary>Suggests nothing for a value that is no file, where PowerShell would suggest the files of the folder.</summary>
public sealed class NoFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => [];
}
