namespace MdeHunting.Formats.Csv;

/// <summary>A row of separated values, or a comment between rows.</summary>
/// <param name="Line">The number of the line in which it begins, counted from 1.</param>
/// <param name="Cells">Its values; the text alone where it is a comment.</param>
internal sealed record CsvRow(int Line, string[] Cells)
{
    /// <summary>Whether it is a comment.</summary>
    public bool IsComment { get; init; }

    /// <summary>What is wrong with its quotation marks, so that its line was divided without regard to them; null for nothing.</summary>
    public string? Damage { get; init; }
}
