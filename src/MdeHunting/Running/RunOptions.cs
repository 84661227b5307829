using MdeHunting.Contract;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Running;

/// <summary>How the queries of one call of the cmdlet are asked.</summary>
/// <param name="Time">The time asked for.</param>
/// <param name="Split">How that time is divided.</param>
/// <param name="Force">Whether a query is split although that gives other rows.</param>
/// <param name="MaxRows">After how many rows to stop, on purpose; null for never.</param>
/// <param name="Sending">How patiently each query is sent.</param>
internal sealed record RunOptions(TimeRangeRequest Time, Split Split, bool Force, int? MaxRows, SendingOptions Sending)
{
    private readonly LookBackWarning _lookBack = new();

    /// <summary>Runs a query so.</summary>
    /// <exception cref="MdeException">It failed, or rows are missing.</exception>
    public async Task RunAsync(
        MdeConnection connection,
        string query,
        IResultSink output,
        IHuntingPrompt prompt,
        IHuntingReport report,
        CancellationToken token
    )
    {
        var run = new HuntingRun(connection, output, prompt, report);
        if (!Time.IsAsked && !Split.IsOn)
        {
            var own = new OwnTime(query, connection.Session.UtcNow);
            var cut = own.Cut;
            if (cut is not null)
            {
                await _lookBack.TellAsync(cut, report).ConfigureAwait(false);
            }

            string[] notes = !output.IsImmediate && own.Note is { } note ? [note] : [];
            await run.RunAsync(
                    query,
                    new HuntingRequest(query)
                    {
                        Timespan = cut?.Timespan,
                        MaxRows = MaxRows,
                        Sending = Sending,
                    },
                    null,
                    cut,
                    notes,
                    token
                )
                .ConfigureAwait(false);
            return;
        }

        var now = connection.Session.UtcNow;
        var range = Time.ToRange(now);
        var plan = HuntingPlan.Of(query, range, Split, Force, now);
        await TellAsync(plan, report).ConfigureAwait(false);
        if (Split.IsOn)
        {
            await new WindowedRun(connection, plan, Sending, output, prompt, report).RunAsync(MaxRows, token).ConfigureAwait(false);
            return;
        }

        var request = new HuntingRequest(plan.Over(range))
        {
            Timespan = plan.Timespan(range),
            MaxRows = MaxRows,
            Sending = Sending,
        };
        await run.RunAsync(query, request, range, plan.Cut, plan.Notes, token).ConfigureAwait(false);
    }

    private async Task TellAsync(HuntingPlan plan, IHuntingReport report)
    {
        foreach (var note in Time.Notes())
        {
            await report.VerboseAsync(note).ConfigureAwait(false);
        }

        await report.VerboseAsync($"The time asked for is from {plan.Range}; the end is not part of it.").ConfigureAwait(false);
        foreach (var table in plan.Untimed)
        {
            await report.VerboseAsync($"{table} has no time column, and is read whole.").ConfigureAwait(false);
        }

        foreach (var note in plan.Notes)
        {
            await report.VerboseAsync(note).ConfigureAwait(false);
        }

        if (plan.Cut is { } cut)
        {
            await _lookBack.TellAsync(cut, report).ConfigureAwait(false);
        }
    }
}
