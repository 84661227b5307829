using System.Collections.Concurrent;
using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Schema;
using MdeHunting.Sweeps;

namespace MdeHunting.Packs.Sweeping;

/// <summary>
/// Runs the queries of packs in each tenant: those that can run there, the cheap ones first, a limited number at once; and gives out what became of each. What
/// fails is an error with the names of the connection and the query, and the others go on.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="options">How it is run.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class PackSweep(IReadOnlyList<MdeConnection> connections, PackSweepOptions options, PipelineStreams streams)
{
    // Of one query and tenant, without files: what a person looks at, and what the memory holds of hundreds of queries.
    private const int UsualRows = 1000;

    // A sweep takes its time, and its last query is still about the moment of its first.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private readonly Dictionary<MdeConnection, TenantJudge> _judges = [];
    private readonly CallQueue _queue = new(connections, options.ThrottleLimit, "Hunting", streams) { CallsPerMinute = TenantSweep.CallsOf };
    private readonly ConcurrentDictionary<PackTask, bool> _asked = new();
    private QueryRunner _runner = null!;
    private int _bounded;

    /// <summary>How many queries run, but for those that wait for a place to go on.</summary>
    public int Active => _queue.Active;

    private bool IsAlone => connections.Count == 1;

    /// <summary>Runs the queries.</summary>
    /// <exception cref="HuntingException">The time range is not valid.</exception>
    /// <exception cref="ConnectionException">The only connection is closed.</exception>
    public async Task RunAsync(IReadOnlyList<MdePackQuery> queries, CancellationToken token)
    {
        var folder = options.PlansOnly ? null : options.Folder;
        if (folder is not null)
        {
            await folder.PrepareAsync(streams, token).ConfigureAwait(false);
        }

        var now = folder?.Moment ?? connections[0].Session.UtcNow;
        var run = folder?.Settle(options.Run) ?? options.Run;
        var range = run.Time.IsAsked ? run.Time.ToRange(now) : (TimeRange?)null;
        foreach (var note in options.Run.Time.Notes())
        {
            await streams.VerboseAsync(note).ConfigureAwait(false);
        }

        _runner = new QueryRunner(
            run with
            {
                Time = new TimeRangeRequest(range?.Start, range?.End, null),
                MaxRows = run.MaxRows ?? (folder is null ? UsualRows : null),
                KeepsMoment = true,
                Slack = Slack,
            },
            now
        );
        foreach (var (connection, judge) in await Task.WhenAll(connections.Select(connection => JudgeAsync(connection, token))).ConfigureAwait(false))
        {
            _judges.Add(connection, judge);
        }

        var warnings = new PackWarnings(streams);
        await warnings.TellNamesAsync(queries).ConfigureAwait(false);
        var tasks = new PackPlanner(connections, options.Parameters, _judges).Plan(queries);
        if (options.PlansOnly)
        {
            await streams.WriteTogetherAsync(PackPlanner.ToPlans(tasks)).ConfigureAwait(false);
            return;
        }

        folder?.Begin(tasks, run, now, range);
        await warnings.TellTasksAsync(tasks, options.Parameters.Unused).ConfigureAwait(false);
        await _queue.RunAsync(await BeginAsync(tasks).ConfigureAwait(false), token).ConfigureAwait(false);
        if (folder is not null)
        {
            await folder.EndAsync(streams).ConfigureAwait(false);
        }

        if (_bounded > 0 && folder is null)
        {
            await streams
                .WarnAsync(
                    FormattableString.Invariant($"{_bounded:N0} {(_bounded == 1 ? "result has" : "results have")} more than ")
                        + FormattableString.Invariant($"{run.MaxRows ?? UsualRows:N0} rows, of which the first are returned. ")
                        + "To keep all rows, write them to files with -OutputPath; -MaxRows sets the limit."
                )
                .ConfigureAwait(false);
        }
    }

    // What is there already, and what cannot run, is given out at once.
    private async Task<IReadOnlyList<QueuedCall>> BeginAsync(IReadOnlyList<PackTask> tasks)
    {
        var calls = new List<QueuedCall>();
        foreach (var task in tasks)
        {
            if (options.Folder?.Find(task) is { } there)
            {
                await streams.WriteAsync(Result(there, [], wasThere: true)).ConfigureAwait(false);
            }
            else if (task.Verdict is { } verdict)
            {
                await WriteAsync(task, PackOutcome.Of(verdict), null).ConfigureAwait(false);
            }
            else
            {
                calls.Add(
                    new QueuedCall(
                        task.Connection,
                        task.Title,
                        (report, stopping) => RunAsync(task, report, stopping),
                        (end, _) => WriteAsync(task, PackOutcome.Of(LeftOut(task, end)), null)
                    )
                );
            }
        }

        return calls;
    }

    private PackVerdict LeftOut(PackTask task, MdeException end) =>
        _asked.ContainsKey(task)
            ? new(MdePackStatus.Failed, end.ErrorId, $"{end.What} {end.NextStep}") { RequestId = end.GetRequestId() }
            : new(MdePackStatus.Skipped, nameof(HuntingFailure.NotAsked), $"It wasn't run, because an earlier query failed: {end.What}");

    // What a tenant has is asked of all at once: one that does not respond holds up none of the others.
    private async Task<(MdeConnection, TenantJudge)> JudgeAsync(MdeConnection connection, CancellationToken token)
    {
        var report = _queue.Report(connection, new ConnectionProgress(streams, 0, "Hunting", 1), null, null);
        IReadOnlyList<KnownTable>? live = null;
        try
        {
            live = await connection.Schema.DiscoverAsync(options.Run.Sending, report, token).ConfigureAwait(false);
        }
        catch (HuntingException e)
        {
            await report.VerboseAsync($"The tables couldn't be listed, so the documented ones are assumed: {e.What}").ConfigureAwait(false);
        }
        catch (MdeException e) when (e is SignInException || (e is ConnectionException && !IsAlone))
        {
            if (_queue.End(connection, e))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }

        return (connection, new TenantJudge(live, connection.Session.UtcNow));
    }

    private async Task RunAsync(PackTask task, IHuntingReport report, CancellationToken token)
    {
        // An earlier query may have shown that the tenant lacks a table.
        if (_judges[task.Connection].Judge(task.Query) is { } verdict)
        {
            await WriteAsync(task, PackOutcome.Of(verdict), null).ConfigureAwait(false);
            return;
        }

        options.Folder?.Ask();
        _asked.TryAdd(task, true);
        var output = options.Folder?.Output(task) ?? new PackOutput();
        PackVerdict? failure = null;
        try
        {
            var check = CheckAsync(task, report);
            try
            {
                await _runner.RunAsync(task.Connection, task.Composed!, output, report, token).ConfigureAwait(false);
            }
            finally
            {
                await check.ConfigureAwait(false);
            }
        }
        catch (HuntingException e) when (e.IsOfQuery)
        {
            failure = await FailedAsync(task, output, e, report).ConfigureAwait(false);
        }
        catch (SignInException e) when (e.MayPass)
        {
            failure = new PackVerdict(MdePackStatus.Failed, e.ErrorId, e.What);
            await report.WriteErrorAsync(e).ConfigureAwait(false);
        }
        catch (Exception e) when (HuntingException.IsUnforeseen(e, token))
        {
            var unforeseen = HuntingException.Unforeseen(e);
            failure = new PackVerdict(MdePackStatus.Failed, unforeseen.ErrorId, unforeseen.What);
            await report.WriteErrorAsync(unforeseen).ConfigureAwait(false);
        }

        if (output.Result is { IsComplete: false } bounded && bounded.Missing.Any(window => window.ErrorId is null))
        {
            Interlocked.Increment(ref _bounded);
        }

        var outcome =
            output.Result is { } responses ? PackOutcome.Of(responses, failure)
            : failure is not null ? PackOutcome.Of(failure)
            : PackOutcome.Of(new PackVerdict(MdePackStatus.Skipped, null, "It wasn't run, because of -WhatIf or the answer to -Confirm."));
        await WriteAsync(task, outcome, output).ConfigureAwait(false);
    }

    // Each query once, whatever tenants it runs in.
    private Task CheckAsync(PackTask task, IHuntingReport report)
    {
        var (composed, tables) = (task.Composed!, EffectiveSchema.Tables(task.Connection));
        return options.Check?.BeginAsync(composed.Text, composed.InGiven, tables, task.Connection.Session.UtcNow, Warn) ?? Task.CompletedTask;

        Task Warn(string found) => report.WarnAsync($"{task.Title}: {found}");
    }

    private async Task WriteAsync(PackTask task, PackOutcome outcome, IPackOutput? output)
    {
        var entry = options.Folder is { } folder
            ? await folder.KeepAsync(task, outcome, output, streams).ConfigureAwait(false)
            : new IndexEntry(task, outcome, null);
        await streams.WriteAsync(Result(entry, output?.Rows ?? [], wasThere: false)).ConfigureAwait(false);
    }

    private async Task<PackVerdict> FailedAsync(PackTask task, IPackOutput output, HuntingException failure, IHuntingReport report)
    {
        if (
            failure.Failure is HuntingFailure.QueryRefused
            && _judges[task.Connection].Learn(task.Query, failure.GetServiceMessage() ?? string.Empty) is { } lack
        )
        {
            return lack;
        }

        var told = NameSuggestions.Explain(failure, task.Query.Query, EffectiveSchema.Tables(task.Connection), task.Composed);
        await report.WriteErrorAsync(told).ConfigureAwait(false);
        var status =
            output.Result is not null ? MdePackStatus.Cut
            : failure.Failure
                is HuntingFailure.QueryRefused
                    or HuntingFailure.QueryNotBounded
                    or HuntingFailure.QueryNotSplittable
                    or HuntingFailure.QueryCheckFailed
                ? MdePackStatus.Refused
            : MdePackStatus.Failed;
        return new PackVerdict(status, told.ErrorId, $"{told.What} {told.NextStep}") { RequestId = told.GetRequestId() };
    }

    private MdePackResult Result(IndexEntry entry, IReadOnlyList<PSObject> rows, bool wasThere)
    {
        var (task, outcome) = (entry.Task, entry.Outcome);
        return new(task.Connection.Name, task.Connection.TenantId, task.Title, outcome.Status)
        {
            Id = task.Query.Id,
            Rows = outcome.Rows,
            Seconds = outcome.Seconds,
            IsComplete = outcome.IsComplete,
            Missing = outcome.Missing,
            ResultPath = entry.Part is { } part ? options.Folder!.FullPath(part) : null,
            Results = rows,
            Error = outcome.Error,
            ErrorId = outcome.ErrorId,
            Technique = task.Query.Techniques,
            Tactic = task.Query.Tactics,
            Source = task.Query.Source,
            Query = task.Query.Query,
            Api = task.Connection.Api,
            StartedAt = outcome.StartedAt,
            RequestId = outcome.RequestId,
            WasThere = wasThere,
        };
    }
}
