using System.Globalization;

namespace MdeHunting.Benchmarks;

/// <summary>What one case of a benchmark came to.</summary>
/// <param name="Case">The case.</param>
/// <param name="Values">Each number by its name, with its unit where it has one, in the order in which they are shown.</param>
internal sealed record Figure(string Case, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    /// <summary>Whether a bound that the project has set itself is kept; null where there is none.</summary>
    public bool? IsWithinBound { get; init; }

    /// <summary>In one line.</summary>
    public override string ToString()
    {
        var values = Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Value:#,0.##}"));
        var verdict = IsWithinBound switch
        {
            true => ": within the bound",
            false => ": OVER THE BOUND",
            null => string.Empty,
        };
        return $"{Case, -40} {string.Join(", ", values)}{verdict}";
    }
}
