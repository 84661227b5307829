using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A query of a pack that a sweep would run in one tenant, or the reason why not.</summary>
public sealed class MdePackPlan : MdeOutput
{
    internal MdePackPlan(string connection, string? tenantId, string name)
    {
        Connection = connection;
        TenantId = tenantId;
        Name = name;
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The query's place in the order in which the tenant is queried, from 1; null where it would not be run.</summary>
    public int? Order { get; internal init; }

    /// <summary>The name of the query.</summary>
    public string Name { get; }

    /// <summary>What the sweep would give as its status without a call, such as NotRunnable; null for a query that would be run.</summary>
    public string? Status { get; internal init; }

    /// <summary>Why it would not be run; null for one that would be.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The tables that it reads.</summary>
    public IReadOnlyList<string> Tables { get; internal init; } = [];

    /// <summary>The ids of the ATT&amp;CK techniques that it hunts.</summary>
    public IReadOnlyList<string> Technique { get; internal init; } = [];

    /// <summary>The file and the line of the query.</summary>
    public string Source { get; internal init; } = string.Empty;

    /// <summary>The query with the values of its parameters, without the time range that is put around it.</summary>
    public string Query { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Name);
}
