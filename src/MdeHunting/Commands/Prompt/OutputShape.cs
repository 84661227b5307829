using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Commands.Prompt;

/// <summary>
/// What the output of a command will have, for Tab behind it in a pipeline. PowerShell goes by the members of a command's output types, whichever of them its
/// parameters choose, and knows no columns. Before it does, it binds the parameters and has the command say which dynamic ones it has: there a command
/// gives the members of a type that no object is of.
/// </summary>
internal static class OutputShape
{
    /// <summary>The name of that type.</summary>
    public const string TypeName = "MdeHuntingOutput";

    /// <summary>Says that a command's output will have the properties of a type.</summary>
    /// <param name="command">The command.</param>
    /// <param name="type">The type; null where the properties are not known.</param>
    /// <returns>The command's dynamic parameters, of which there are none.</returns>
    public static object? Of(PSCmdlet command, Type? type) => Of(command, () => type?.GetProperties().Select(property => property.Name) ?? []);

    /// <summary>Says that a command's output will have some properties.</summary>
    /// <param name="command">The command.</param>
    /// <param name="properties">Finds them, where the command is looked at and not run.</param>
    /// <returns>The command's dynamic parameters, of which there are none.</returns>
    public static object? Of(PSCmdlet command, Func<IEnumerable<string>> properties)
    {
        if (command.MyInvocation.PipelinePosition == 0)
        {
            Tell(properties());
        }

        return null;
    }

    /// <summary>The columns of what a query returns, as far as they are known.</summary>
    public static IEnumerable<string> ColumnsOf(string query, IReadOnlyList<KnownTable> tables) =>
        QueryBinder.Bind(KqlParser.Parse(TokenTree.Of(new SourceText(query))), TableRows.Of(tables)).Result?.Columns.Select(column => column.Name) ?? [];

    // In place of those that the type had.
    private static void Tell(IEnumerable<string> properties)
    {
        var type = new TypeData(TypeName);
        foreach (var name in properties)
        {
            type.Members[name] = new NotePropertyData(name, null);
        }

        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell
                .AddCommand(@"Microsoft.PowerShell.Utility\Remove-TypeData")
                .AddParameter("TypeName", TypeName)
                .AddParameter("ErrorAction", ActionPreference.Ignore);
            if (type.Members.Count > 0)
            {
                shell.AddStatement().AddCommand(@"Microsoft.PowerShell.Utility\Update-TypeData").AddParameter("TypeData", type);
            }

            shell.Invoke();
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            // Who looks at the command from outside of a pipeline, or may not change types, has no members suggested.
        }
    }
}
