using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>
/// The connections of each runspace: two runspaces never see each other's, so that no command runs in another tenant than its own script chose.
/// </summary>
internal static class RunspaceConnections
{
    // The module's one piece of state. It goes with the runspace.
    private static readonly ConditionalWeakTable<Runspace, ConnectionTable> Tables = new();

    /// <summary>Those of the runspace that the calling (pipeline) thread works for.</summary>
    public static ConnectionTable Current =>
        Tables.GetValue(
            Runspace.DefaultRunspace ?? throw new InvalidOperationException("Only the pipeline thread can get the runspace's connections."),
            static _ => new ConnectionTable()
        );

    /// <summary>Whether a connection is the current one of the runspace that the calling thread works for.</summary>
    public static bool IsCurrent(MdeConnection connection) =>
        Runspace.DefaultRunspace is { } runspace && Tables.TryGetValue(runspace, out var table) && table.IsCurrent(connection);

    /// <summary>Those of the command's runspace, for what runs beside its pipeline thread.</summary>
    public static Task<ConnectionTable> GetAsync(PipelineStreams streams) => streams.InvokeAsync(static () => Current);
}
