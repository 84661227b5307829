using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Connections;

/// <summary>Suggests environment files, which are JSON, and the folders on the way to one.</summary>
public sealed class EnvironmentFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(wordToComplete ?? string.Empty)
            .Where(file => file.ResultType is CompletionResultType.ProviderContainer || file.ListItemText.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
}
