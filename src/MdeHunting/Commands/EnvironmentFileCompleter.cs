using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Suggests environment files, which are JSON, and the folders on the way to one.</summary>
public sealed class EnvironmentFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        if (PromptWord.IsEscaped(wordToComplete, commandAst))
        {
            return [];
        }

        // PowerShell finds the files; what it writes of them is for parameters that take wildcards, and its list shows a file's name as it is.
        var typed = PromptWord.Unquoted(wordToComplete);
        var folder = typed.Substring(0, typed.LastIndexOfAny(['/', '\\']) + 1);
        return CompletionCompleters
            .CompleteFilename(WildcardPattern.Escape(typed))
            .Where(file => file.ResultType is CompletionResultType.ProviderContainer || file.ListItemText.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .Where(file => TerminalSafeText.IsTypable(file.ListItemText))
            .Select(file => new CompletionResult(
                PowerShellLiteral.Argument((folder.Length > 0 ? folder : $".{Path.DirectorySeparatorChar}") + file.ListItemText),
                TerminalSafeText.Line(file.ListItemText),
                file.ResultType,
                TerminalSafeText.Line(file.ToolTip)
            ));
    }
}
