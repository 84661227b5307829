using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Running;
using MdeHunting.Running.Time;

namespace MdeHunting.Sweeps;

/// <summary>How a sweep is run.</summary>
/// <param name="Time">The time.</param>
/// <param name="Tables">The tables that are meant, with wildcards; none for all.</param>
/// <param name="ThrottleLimit">How many queries run at once.</param>
/// <param name="Sending">How patiently each is sent.</param>
internal sealed record SweepOptions(TimeRangeRequest Time, IReadOnlyList<string> Tables, int ThrottleLimit, SendingOptions Sending)
{
    /// <summary>Whether a SHA-256 is looked for by the SHA-1 of the same files as well.</summary>
    public bool Widens { get; init; }

    /// <summary>Whether the rows of the hits are wanted as well.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>Whether the plan alone is wanted.</summary>
    public bool PlansOnly { get; init; }

    /// <summary>What records the requests and responses; null for nobody.</summary>
    public EvidenceRecording? Evidence { get; init; }

    /// <summary>The folder that hits and rows are written to; null where they are given out.</summary>
    public OutputFolder? Folder { get; init; }

    /// <summary>How much a query may hold.</summary>
    public SweepLimits Limits { get; init; } = SweepLimits.Default;
}
