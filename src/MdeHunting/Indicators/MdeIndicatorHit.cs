using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A value in a column of a table that is an indicator, and how often, when and where it is there.</summary>
public sealed class MdeIndicatorHit : MdeOutput
{
    internal MdeIndicatorHit(string connection, string? tenantId, MdeIndicator indicator, MdeIndicatorGrade grade, string table, string column, string value)
    {
        Connection = connection;
        TenantId = tenantId;
        Indicator = indicator;
        Match = grade;
        Table = table;
        Column = column;
        Value = value;
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The indicator; its text is its value.</summary>
    public MdeIndicator Indicator { get; }

    /// <summary>What the indicator is a value of: a name of <see cref="MdeIndicatorType"/>.</summary>
    public string Type => Indicator.Type;

    /// <summary>In which way the value is the indicator: a name of <see cref="MdeIndicatorGrade"/>.</summary>
    public string Grade => Match.ToString();

    /// <summary>In which way.</summary>
    internal MdeIndicatorGrade Match { get; }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>The value that was found.</summary>
    public string Value { get; }

    /// <summary>How many rows have it.</summary>
    public long Count { get; internal set; }

    /// <summary>When the first of those rows was (UTC); null in a table without a time.</summary>
    public DateTime? FirstSeen { get; internal set; }

    /// <summary>When the last of those rows was (UTC); null in a table without a time.</summary>
    public DateTime? LastSeen { get; internal set; }

    /// <summary>The devices of those rows, at most 100.</summary>
    public IReadOnlyList<string> Devices { get; internal set; } = [];

    /// <summary>How many devices there are.</summary>
    public long DeviceCount { get; internal set; }

    /// <summary>Whether the number of devices is the service's estimate, as it is for more than 100.</summary>
    public bool IsDeviceCountEstimated { get; internal set; }

    /// <summary>The accounts of those rows, at most 100.</summary>
    public IReadOnlyList<string> Accounts { get; internal set; } = [];

    /// <summary>How many accounts there are.</summary>
    public long AccountCount { get; internal set; }

    /// <summary>Whether the number of accounts is the service's estimate, as it is for more than 100.</summary>
    public bool IsAccountCountEstimated { get; internal set; }

    /// <summary>
    /// Whether its table gave a complete response, so that nothing is missing from its count, times, and names; with -Detailed, also whether Rows has all rows.
    /// </summary>
    public bool IsComplete => Reason is null;

    /// <summary>What is missing from its count or its rows, and why; null if nothing is.</summary>
    public string? Reason { get; private set; }

    /// <summary>The rows themselves, with -Detailed; none without it. Fewer than Count where they couldn't all be had: Reason says why.</summary>
    public IReadOnlyList<PSObject> Rows { get; internal set; } = [];

    /// <summary>Notes that something is missing.</summary>
    /// <param name="reason">Why.</param>
    internal void Miss(string reason) => Reason ??= reason;

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Indicator.Value}: {Grade} in {Table}.{Column}");
}
