using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>A query run over windows of time, as the cmdlet runs it, and all that came of it.</summary>
internal sealed class LabRun
{
    private readonly KeptRows _output;

    private LabRun(KeptRows output) => _output = output;

    /// <summary>The rows as text, in the order in which they came.</summary>
    public IReadOnlyList<string> Rows => _output.Rows;

    /// <summary>What is known of them; null where nothing came to be completed.</summary>
    public MdeHuntingResult? Result => _output.Result;

    /// <summary>What the run told.</summary>
    public RecordedReport Report { get; private init; } = new();

    /// <summary>What ended it; null where it came to its end.</summary>
    public MdeException? Thrown { get; private set; }

    /// <summary>The times that errors name.</summary>
    public IEnumerable<TimeRange> Missing =>
        (Result?.Missing ?? [])
            .Where(window => window.ErrorId is not (null or LookBack.ErrorId))
            .Select(window => new TimeRange(window.StartTime!.Value, window.EndTime!.Value));

    /// <summary>Runs a query.</summary>
    public static async Task<LabRun> OfAsync(
        LabSession session,
        string query,
        TimeRange range,
        Split split,
        int? maxRows = null,
        bool force = false,
        bool isImmediate = true,
        RecordedReport? report = null,
        CancellationToken token = default
    )
    {
        var run = new LabRun(new KeptRows { IsImmediate = isImmediate }) { Report = report ?? new RecordedReport() };
        var plan = HuntingPlan.Of(query, range, split, force, session.UtcNow);
        try
        {
            await new WindowedRun(new MdeConnection("Lab", null, session), plan, SendingOptions.Default, run._output, run.Report)
                .RunAsync(maxRows, token)
                .ConfigureAwait(false);
        }
        catch (MdeException e)
        {
            run.Thrown = e;
        }

        return run;
    }
}
