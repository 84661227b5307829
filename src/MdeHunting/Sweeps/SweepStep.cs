using MdeHunting.Contract;
using MdeHunting.Running.Windows;

namespace MdeHunting.Sweeps;

/// <summary>One call of a sweep: a table, and some of what is looked for in it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Indicators">What is looked for.</param>
/// <param name="Chunk">Its place among the calls of the table, from 1.</param>
/// <param name="Chunks">How many calls the table takes.</param>
internal sealed record SweepStep(SweptTable Table, IReadOnlyList<SweptIndicator> Indicators, int Chunk, int Chunks)
{
    /// <summary>Which half it is of the call that was planned, and which half of that: a for each first one, b for each second one.</summary>
    public string Halves { get; init; } = string.Empty;

    /// <summary>How the table is in the tenant, where that is not as it was planned; null where it is, as far as is known.</summary>
    public KnownTable? Live { get; init; }

    /// <summary>How its time is divided: a response for all of it was more than the service returns, or took too long.</summary>
    public Split Split { get; init; } = Split.Off;

    /// <summary>Whether its time can be divided.</summary>
    public bool CanBeDivided => !Split.IsOn && Table.TimeColumn is not null && !Table.IsOwn;

    /// <summary>What it is called.</summary>
    public string Name => Chunks == 1 ? Table.Name : FormattableString.Invariant($"{Table.Name} ({Chunk} of {Chunks})");

    /// <summary>What tells it from the other calls of its tenant; that of a half begins with that of the whole.</summary>
    public string Key => FormattableString.Invariant($"{Table.Name} {Chunk}/{Chunks}/{Halves}");

    /// <summary>Writes the query.</summary>
    public string Write() => new SweepQuery(Table, Indicators).Write();

    /// <summary>Its two halves; null where there is nothing to halve.</summary>
    public (SweepStep First, SweepStep Second)? Halved()
    {
        var half = Indicators.Count / 2;
        return half == 0
            ? null
            : (
                this with
                {
                    Indicators = [.. Indicators.Take(half)],
                    Halves = Halves + "a",
                },
                this with
                {
                    Indicators = [.. Indicators.Skip(half)],
                    Halves = Halves + "b",
                }
            );
    }
}
