using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MdeHunting.Pipeline;

/// <summary>
/// Where goes what a view shows or a command returns: neither is told, and only the running pipelines know. They are asked by members of the engine that are
/// not public; where the engine has them no more, it is taken to be the screen.
/// </summary>
internal static class RunningPipeline
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // Select-Object that leaves rows out, and no columns.
    private const string FewerRows = "SelectObjectCommand of rows";

    // It writes its file by a pipeline of its own, which the engine lists nowhere, and then passes the same object on.
    private const string TeeObject = "TeeObjectCommand";

    // Format-Table with columns that the first row has.
    private const string FirstColumns = "FormatTableCommand of the first row";

    // What shows each row by its own columns, or none of it.
    private static readonly string[] LosesNone =
    [
        "OutNullCommand",
        "OutDefaultCommand",
        "OutHostCommand",
        "OutStringCommand",
        "OutFileCommand",
        "FormatTableCommand",
        "FormatListCommand",
        "FormatWideCommand",
        "FormatCustomCommand",
        "MeasureObjectCommand",
    ];

    private static readonly string[] PassesOn = ["WhereObjectCommand", "SortObjectCommand", TeeObject, FewerRows];

    /// <summary>
    /// Whether the innermost pipeline that ends in an output ends in a file or a text (<c>Out-File</c>, <c>&gt;</c>, <c>Out-String</c>, the file of
    /// <c>Tee-Object</c>), and not on the screen.
    /// </summary>
    public static bool EndsInText
    {
        get
        {
            foreach (var pipeline in Pipelines())
            {
                foreach (var command in pipeline.Commands)
                {
                    switch (command)
                    {
                        case "OutStringCommand" or "OutFileCommand":
                        case TeeObject when IsTeeWriting():
                            return true;
                        case "OutDefaultCommand" or "OutHostCommand":
                            return false;
                    }
                }
            }

            return false;
        }
    }

    /// <summary>
    /// The pipeline around that of a command, where what the command returns becomes a table with the columns of the first row there, as in
    /// <c>1..3 | ForEach-Object { Invoke-… } | Export-Csv</c>; null where it does not. For the (pipeline) thread of the command.
    /// </summary>
    /// <param name="command">How the command was called.</param>
    public static object? TableAround(InvocationInfo command)
    {
        // What stands behind the command passes its rows on, or makes others of them.
        var pipelines = Pipelines();
        if (pipelines.Count == 0 || !pipelines[0].Commands.Skip(command.PipelinePosition).All(PassesOn.Contains))
        {
            return null;
        }

        // A pipeline of one command, such as a function, gives on what it gets.
        var around = pipelines.Skip(1).FirstOrDefault(pipeline => pipeline.Commands.Count > 1);
        return
            around.Commands is { } commands
            && commands[commands.Count - 1] is "ExportCsvCommand" or "ConvertToCsvCommand" or FirstColumns or "OutGridViewCommand"
            && !commands.Any(name => name is "SelectObjectCommand" or "GroupObjectCommand" or "MeasureObjectCommand")
            ? around.Processor
            : null;
    }

    /// <summary>
    /// Whether what a command returns is known to go where no table takes its columns from the first row: to the screen, or to what drops it. For the
    /// (pipeline) thread of the command.
    /// </summary>
    /// <param name="command">How the command was called.</param>
    public static bool LosesNoColumns(InvocationInfo command)
    {
        var pipelines = Pipelines();
        if (pipelines.Count == 0)
        {
            return false;
        }

        var next = pipelines[0].Commands.Skip(command.PipelinePosition).FirstOrDefault(name => !PassesOn.Contains(name));
        return next is null ? EndsOnScreen(pipelines[0].Processor) : LosesNone.Contains(next);
    }

    // Which of the two Tee-Object does is told by who calls the view: its Out-File, or what stands behind it.
    private static bool IsTeeWriting()
    {
        foreach (var frame in new StackTrace().GetFrames() ?? [])
        {
            switch (frame?.GetMethod()?.DeclaringType?.Name)
            {
                case "OutFileCommand":
                    return true;
                case TeeObject or "OutDefaultCommand":
                    return false;
            }
        }

        return false;
    }

    // Whether what comes out of a pipeline goes on to one that shows it: what is assigned to a variable does not.
    private static bool EndsOnScreen(object processor)
    {
        try
        {
            var last = ((IEnumerable)(Get(processor, "Commands") ?? Array.Empty<object>())).Cast<object>().LastOrDefault();
            var output =
                last is null ? null
                : Get(last, "CommandRuntime") is { } runtime ? Get(runtime, "OutputPipe")
                : null;
            var next = output is null ? null : Get(output, "DownstreamCmdlet");
            return next is not null && Get(next, "Command") is Cmdlet cmdlet && LosesNone.Contains(NameOf(cmdlet));
        }
        catch (Exception e) when (IsOfOtherEngine(e))
        {
            return false;
        }
    }

    // The innermost first, with the names of the types of their commands; those of functions and scripts are empty.
    private static IReadOnlyList<(object Processor, IReadOnlyList<string> Commands)> Pipelines()
    {
        try
        {
            var runspace = Runspace.DefaultRunspace;
            var pipeline = runspace?.GetType().GetMethod("GetCurrentlyRunningPipeline", Members)?.Invoke(runspace, null);
            var stopper = pipeline is null ? null : Get(pipeline, "Stopper");
            var processors = stopper?.GetType().GetField("_stack", Members)?.GetValue(stopper) as IEnumerable ?? Array.Empty<object>();
            return [.. processors.Cast<object>().Select(processor => (processor, Commands(processor)))];
        }
        catch (Exception e) when (IsOfOtherEngine(e))
        {
            return [];
        }
    }

    // An engine that is built otherwise, or a pipeline that is being stopped.
    private static bool IsOfOtherEngine(Exception e) =>
        e
            is TargetInvocationException
                or ArgumentException
                or MemberAccessException
                or InvalidOperationException
                or InvalidCastException
                or NullReferenceException;

    private static IReadOnlyList<string> Commands(object processor) =>
        [
            .. ((IEnumerable)(Get(processor, "Commands") ?? Array.Empty<object>()))
                .Cast<object>()
                .Select(command => Get(command, "Command") is Cmdlet cmdlet ? NameOf(cmdlet) : string.Empty),
        ];

    private static string NameOf(Cmdlet cmdlet) =>
        cmdlet.GetType() is not { Namespace: "Microsoft.PowerShell.Commands" } type ? string.Empty
        : type.Name == "SelectObjectCommand"
        && Get(cmdlet, "Property") is null
        && Get(cmdlet, "ExpandProperty") is null
        && Get(cmdlet, "ExcludeProperty") is null
            ? FewerRows
        : type.Name == "FormatTableCommand" && (Get(cmdlet, "Property") as object[])?.OfType<string>().Any(WildcardPattern.ContainsWildcardCharacters) == true
            ? FirstColumns
        : type.Name;

    private static object? Get(object instance, string property) => instance.GetType().GetProperty(property, Members)?.GetValue(instance);
}
