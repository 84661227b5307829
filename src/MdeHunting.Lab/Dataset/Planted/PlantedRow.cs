namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>A row of the supplier's case: one that a sweep has to report, one that it must not, or both.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Host">The host that it is of; null for a row that is of none.</param>
/// <param name="DaysBefore">How many days before the data's last one it is; null for a table without a time.</param>
/// <param name="Cells">What it has beside its device, its time and the process that did it.</param>
internal sealed record PlantedRow(string Table, string? Host, int? DaysBefore, IReadOnlyList<(string Column, object? Value)> Cells)
{
    /// <summary>What a sweep finds in it; nothing in a decoy.</summary>
    public IReadOnlyList<PlantedHit> Hits { get; init; } = [];

    /// <summary>Cells that name an indicator, or look like one, and are none.</summary>
    public IReadOnlyList<string> Decoys { get; init; } = [];

    /// <summary>The row with one more hit in it.</summary>
    /// <param name="indicator">What is found.</param>
    /// <param name="column">The column.</param>
    /// <param name="grade">In which way.</param>
    /// <param name="value">The value that is found, where it is not the whole cell.</param>
    public PlantedRow Finds(string indicator, string column, PlantedGrade grade = PlantedGrade.Exact, string? value = null) =>
        this with
        {
            Hits = [.. Hits, new PlantedHit(indicator, grade, Table, column, value ?? (string)Cells.Single(cell => cell.Column == column).Value!)],
        };

    /// <summary>The row with columns that mislead.</summary>
    public PlantedRow Misleads(params string[] columns) => this with { Decoys = [.. Decoys, .. columns] };
}

/// <summary>An indicator that a sweep finds in a row.</summary>
/// <param name="Indicator">The indicator's value.</param>
/// <param name="Grade">In which way.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">The value that is found.</param>
internal sealed record PlantedHit(string Indicator, PlantedGrade Grade, string Table, string Column, string Value);

/// <summary>In which way a value is what was looked for.</summary>
internal enum PlantedGrade
{
    /// <summary>It is the value itself, however it is written.</summary>
    Exact,

    /// <summary>It is a host below the domain, by itself or in an address.</summary>
    Below,

    /// <summary>The domain is the host of an address; or the host of the address that is looked for is there with another path, or alone.</summary>
    SameHost,

    /// <summary>It is an address that begins as the one that is looked for.</summary>
    Beginning,

    /// <summary>It is an address of the network.</summary>
    InNetwork,

    /// <summary>It is a key below the one that is looked for.</summary>
    SubKey,

    /// <summary>It is in a longer text.</summary>
    Part,

    /// <summary>It is the SHA-1 of the same file, whose SHA-256 the row does not have.</summary>
    SameFile,
}
