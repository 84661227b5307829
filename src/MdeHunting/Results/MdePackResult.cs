using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>What became of one query of a pack in one tenant.</summary>
public sealed class MdePackResult : MdeOutput
{
    internal MdePackResult(string connection, string? tenantId, string name, MdePackStatus status)
    {
        Connection = connection;
        TenantId = tenantId;
        Name = name;
        Known = status;
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The name of the query.</summary>
    public string Name { get; }

    /// <summary>The id that its author gave it; null where there is none.</summary>
    public string? Id { get; internal init; }

    /// <summary>What became of it: a name of <see cref="MdePackStatus"/>.</summary>
    public string Status => Known.ToString();

    /// <summary>How many rows it returned; with -MaxRows, how many of them were kept.</summary>
    public long Rows { get; internal init; }

    /// <summary>How long its calls took, in seconds; null where none was made.</summary>
    public double? Seconds { get; internal init; }

    /// <summary>Whether every row of the query's result is there, as far as can be known.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>What is missing and why, on purpose (-MaxRows) or not; empty where nothing is missing, or nothing was run.</summary>
    public IReadOnlyList<MdeMissingWindow> Missing { get; internal init; } = [];

    /// <summary>The file with the rows; null without -OutputPath, and where there is none.</summary>
    public string? ResultPath { get; internal init; }

    /// <summary>The rows, with typed properties; empty with -OutputPath.</summary>
    public IReadOnlyList<PSObject> Results { get; internal init; } = [];

    /// <summary>Why it has no rows, or not all of them; null where it has them.</summary>
    public string? Error { get; internal init; }

    /// <summary>The id of that error, such as QueryRefused; null where there is none.</summary>
    public string? ErrorId { get; internal init; }

    /// <summary>The ids of the ATT&amp;CK techniques that the query hunts.</summary>
    public IReadOnlyList<string> Technique { get; internal init; } = [];

    /// <summary>The ATT&amp;CK tactics that the query hunts.</summary>
    public IReadOnlyList<string> Tactic { get; internal init; } = [];

    /// <summary>The file and the line of the query.</summary>
    public string Source { get; internal init; } = string.Empty;

    /// <summary>The query, as its pack has it.</summary>
    public string Query { get; internal init; } = string.Empty;

    /// <summary>The service that ran it: a name of <see cref="MdeApi"/>.</summary>
    public string Api { get; internal init; } = string.Empty;

    /// <summary>When the first request was sent (UTC); null where none was.</summary>
    public DateTime? StartedAt { get; internal init; }

    /// <summary>The service's id of the request; of the last, where there were several; null where there was none.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>Whether -Resume found it in the folder, and didn't run it again.</summary>
    public bool WasThere { get; internal init; }

    internal MdePackStatus Known { get; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Name}: {Status}");
}
