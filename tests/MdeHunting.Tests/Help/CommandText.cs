using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Tests.Help;

/// <summary>Finds in a text what names a cmdlet or a parameter of the module that is not there.</summary>
/// <param name="commands">The module's cmdlets.</param>
internal sealed class CommandText(IReadOnlyDictionary<string, CommandInfo> commands)
{
    /// <summary>What is wrong with a script; empty where nothing is.</summary>
    public IEnumerable<string> ProblemsOf(string script)
    {
        var tree = Parser.ParseInput(script, out _, out var errors);
        foreach (var error in errors)
        {
            yield return error.Message;
        }

        foreach (var command in tree.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            var name = command.GetCommandName();
            if (name is null || !name.Contains("-Mde", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!commands.TryGetValue(name, out var info))
            {
                yield return $"There is no {name}.";
                continue;
            }

            foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>().Where(parameter => !Has(info, parameter.ParameterName)))
            {
                yield return $"{name} has no -{parameter.ParameterName}.";
            }
        }
    }

    // In full: an example that shortens a name is read by somebody who then looks for the short one.
    private static bool Has(CommandInfo command, string parameter) => command.Parameters.ContainsKey(parameter);
}
