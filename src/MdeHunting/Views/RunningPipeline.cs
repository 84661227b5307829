using System.Collections;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MdeHunting.Views;

/// <summary>
/// Where what a view shows goes to: a view is told neither its output nor its width, and only the running pipelines know. They are asked by members of the engine that are not public;
/// where the engine has them no more, it is taken to be the screen.
/// </summary>
internal static class RunningPipeline
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Whether the innermost pipeline that ends in an output ends in a file or a text (<c>Out-File</c>, <c>&gt;</c>, <c>Out-String</c>), and not on the screen.</summary>
    public static bool EndsInText
    {
        get
        {
            try
            {
                return Runspace.DefaultRunspace is { } runspace && EndsIn(Processors(runspace));
            }
            catch (Exception e) when (e is TargetInvocationException or ArgumentException or MemberAccessException or InvalidOperationException or InvalidCastException or NullReferenceException)
            {
                // An engine that is built otherwise, or a pipeline that is being stopped.
                return false;
            }
        }
    }

    private static bool EndsIn(IEnumerable? processors)
    {
        foreach (var processor in processors ?? Array.Empty<object>())
        {
            foreach (var command in (IEnumerable)(Get(processor, "Commands") ?? Array.Empty<object>()))
            {
                switch (Get(command, "Command")?.GetType().FullName)
                {
                    case "Microsoft.PowerShell.Commands.OutStringCommand" or "Microsoft.PowerShell.Commands.OutFileCommand":
                        return true;
                    case "Microsoft.PowerShell.Commands.OutDefaultCommand" or "Microsoft.PowerShell.Commands.OutHostCommand":
                        return false;
                }
            }
        }

        return false;
    }

    // The innermost first.
    private static IEnumerable? Processors(Runspace runspace)
    {
        var pipeline = runspace.GetType().GetMethod("GetCurrentlyRunningPipeline", Members)?.Invoke(runspace, null);
        var stopper = pipeline is null ? null : Get(pipeline, "Stopper");
        return stopper?.GetType().GetField("_stack", Members)?.GetValue(stopper) as IEnumerable;
    }

    private static object? Get(object instance, string property) => instance.GetType().GetProperty(property, Members)?.GetValue(instance);
}
