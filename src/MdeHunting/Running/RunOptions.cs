using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Running;

/// <summary>How the queries of one command are run.</summary>
/// <param name="Time">The time asked for.</param>
/// <param name="Split">How that time is divided.</param>
/// <param name="Force">Whether a query is split although that gives other rows.</param>
/// <param name="MaxRows">After how many rows to stop, on purpose; null for never.</param>
/// <param name="Sending">How patiently each query is sent.</param>
internal sealed record RunOptions(TimeRangeRequest Time, Split Split, bool Force, int? MaxRows, SendingOptions Sending)
{
    /// <summary>Whether the responses are hashed, for who keeps the results.</summary>
    public bool HashesContent { get; init; }

    /// <summary>What records the requests and responses; null for nobody.</summary>
    public EvidenceRecording? Evidence { get; init; }

    /// <summary>Whether the queries' own <c>now()</c> is the moment of the command, as it is where rows go to a folder, and where a query is split.</summary>
    public bool KeepsMoment { get; init; }

    /// <summary>
    /// For how long the moment stands for the time at which a query is sent. What a service drops between a command's first query and a later one is, in so
    /// short a time, no more than its own thirty days are imprecise.
    /// </summary>
    public TimeSpan Slack { get; init; } = DefaultSlack;

    /// <summary>That time, unless somebody says otherwise.</summary>
    public static TimeSpan DefaultSlack { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether somebody else warns that more is asked for than the services keep.</summary>
    public bool IsLookBackTold { get; init; }
}
