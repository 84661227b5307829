using MdeHunting.Checks;
using MdeHunting.Parameters;
using MdeHunting.Running;

namespace MdeHunting.Packs.Sweeping;

/// <summary>How a pack is run.</summary>
/// <param name="Run">How each query is run.</param>
/// <param name="ThrottleLimit">How many queries run at once.</param>
/// <param name="Parameters">The values of the queries' parameters.</param>
internal sealed record PackSweepOptions(RunOptions Run, int ThrottleLimit, QueryParameters Parameters)
{
    /// <summary>Where the rows are written; null where they are kept.</summary>
    public PackFolder? Folder { get; init; }

    /// <summary>What checks the queries as they are run; null for nothing.</summary>
    public RunCheck? Check { get; init; }

    /// <summary>Whether the plan alone is wanted.</summary>
    public bool PlansOnly { get; init; }
}
