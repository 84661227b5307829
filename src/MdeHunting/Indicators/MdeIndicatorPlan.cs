using MdeHunting.Text;

namespace MdeHunting;

/// <summary>One query of a sweep: a table, and some of what is looked for in it.</summary>
public sealed class MdeIndicatorPlan : MdeOutput
{
    internal MdeIndicatorPlan(string connection, string? tenantId, string table)
    {
        Connection = connection;
        TenantId = tenantId;
        Table = table;
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>What the query is for: Search, or Widen, which finds the SHA-1 of files (-Widen).</summary>
    public string Purpose { get; internal init; } = "Search";

    /// <summary>The query's place among those of the table, from 1.</summary>
    public int Chunk { get; internal init; }

    /// <summary>How many queries the table takes.</summary>
    public int Chunks { get; internal init; }

    /// <summary>How many indicators the query looks for.</summary>
    public int Indicators { get; internal init; }

    /// <summary>The columns that it looks at.</summary>
    public IReadOnlyList<string> Columns { get; internal init; } = [];

    /// <summary>The query, without the time range that is put around it.</summary>
    public string Query { get; internal init; } = string.Empty;

    /// <summary>The length of the query, in bytes of UTF-8.</summary>
    public int QueryBytes { get; internal init; }

    /// <summary>Which part of the tenant's calls a minute it takes, in percent; null where the quota isn't known.</summary>
    public double? QuotaPercent { get; internal init; }

    /// <summary>What isn't known before the sweep runs; null if everything is.</summary>
    public string? Note { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(FormattableString.Invariant($"{Table} ({Chunk} of {Chunks})"));
}
