using MdeHunting.Contract;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Running;

/// <summary>How the queries of one command are run.</summary>
/// <param name="Time">The time asked for.</param>
/// <param name="Split">How that time is divided.</param>
/// <param name="Force">Whether a query is split although that gives other rows.</param>
/// <param name="MaxRows">After how many rows to stop, on purpose; null for never.</param>
/// <param name="Sending">How patiently each query is sent.</param>
internal sealed record RunOptions(TimeRangeRequest Time, Split Split, bool Force, int? MaxRows, SendingOptions Sending);
