namespace MdeHunting.TestKit.Chaos;

/// <summary>What came of a run over many windows while responses went wrong at random.</summary>
internal sealed record ChaosOutcome
{
    /// <summary>How many rows the tenant has.</summary>
    public required int Expected { get; init; }

    /// <summary>How many came.</summary>
    public required int Rows { get; init; }

    /// <summary>How many requests reached the service.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them met a fault.</summary>
    public required int Faults { get; init; }

    /// <summary>Rows that did not come, in no window that was named as missing.</summary>
    public required int Untold { get; init; }

    /// <summary>Rows that came again.</summary>
    public required int Doubled { get; init; }

    /// <summary>Rows that the tenant does not have.</summary>
    public required int Wrong { get; init; }

    /// <summary>Rows that came before an earlier one.</summary>
    public required int Disordered { get; init; }

    /// <summary>Windows that were named as missing, with their error.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What ended the run; null where it came to its end.</summary>
    public required MdeException? Thrown { get; init; }

    /// <summary>How long the module waited between requests, by its clock.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>Whether every row came.</summary>
    public bool IsComplete => Rows == Expected && Missing.Count == 0 && Thrown is null;

    /// <summary>Whether nothing is wrong that was not told.</summary>
    public bool IsHonest => (Untold, Doubled, Wrong, Disordered) == (0, 0, 0, 0);
}
