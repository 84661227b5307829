using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Running;
using MdeHunting.Running.Time;

namespace MdeHunting.Commands;

/// <summary>A command that runs queries which others wrote, and can divide their time.</summary>
public abstract class SplittingCommand : TimedCommand
{
    private protected SplittingCommand() { }

    /// <summary>
    /// Divides the time range (by default, 30 days) into windows and runs each query once for each. Specify Off, a window's length such as 1h, or
    /// Auto, which runs the whole query first and divides it only if the service's limits require it. A query that would return different rows when
    /// split is rejected.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string Split { get; set; } = "Off";

    /// <summary>
    /// Splits a query even if splitting can change the result. The query runs separately on each window, and the result's Notes record it.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How each query is run.</summary>
    /// <param name="rows">How many rows of each are kept; 0 for all.</param>
    /// <param name="evidence">What is recorded into; null for nothing.</param>
    /// <exception cref="HuntingException">A parameter isn't valid.</exception>
    private protected RunOptions Run(int rows, EvidenceRecording? evidence) =>
        new(TimeRangeRequest.Of(StartTime, EndTime, Timespan), Running.Windows.Split.Parse(Split), Force, rows == 0 ? null : rows, Sending())
        {
            Evidence = evidence,
        };
}
