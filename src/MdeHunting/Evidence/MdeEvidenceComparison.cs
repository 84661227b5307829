using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>What a tenant answers to a recorded query today, beside what it answered then.</summary>
public sealed class MdeEvidenceComparison : MdeOutput
{
    internal MdeEvidenceComparison(MdeEvidence then, string connection, DateTime comparedAt, RowComparison rows)
    {
        Path = then.Path;
        Number = then.Number;
        Query = then.Query;
        Connection = TerminalSafeText.Line(connection);
        RecordedAt = then.StartedAt;
        ComparedAt = comparedAt;
        RowsThen = rows.Then;
        RowsNow = rows.Now;
        Same = rows.Same;
        Gone = rows.Gone;
        Added = rows.Added;
    }

    /// <summary>The bag's folder.</summary>
    public string Path { get; }

    /// <summary>The query's number in the bag, from 1 on.</summary>
    public long Number { get; }

    /// <summary>The query as it was given.</summary>
    public string? Query { get; }

    /// <summary>The name of the connection that was asked today.</summary>
    public string Connection { get; }

    /// <summary>When it was recorded (UTC).</summary>
    public DateTime RecordedAt { get; }

    /// <summary>When it was asked again (UTC).</summary>
    public DateTime ComparedAt { get; }

    /// <summary>How many rows there were then.</summary>
    public long RowsThen { get; }

    /// <summary>How many rows there are now.</summary>
    public long RowsNow { get; }

    /// <summary>How many rows are the same, cell by cell.</summary>
    public long Same { get; }

    /// <summary>Whether all of them are.</summary>
    public bool IsSame => Same == RowsThen && Same == RowsNow;

    /// <summary>The rows of then that are not there today: the service keeps thirty days, and adds to rows later.</summary>
    public IReadOnlyList<PSObject> Gone { get; }

    /// <summary>The rows of today that were not there then.</summary>
    public IReadOnlyList<PSObject> Added { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Path} #{Number}: {Same:N0} same, {Gone.Count:N0} gone, {Added.Count:N0} added");
}
