using System.Diagnostics;
using System.Globalization;
using MdeHunting.Journal;
using MdeHunting.Kql;
using MdeHunting.Kql.Time;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Text;

namespace MdeHunting.Packs.Sweeping;

/// <summary>A sweep in a folder's journal: what tells its queries from others, and what became of each.</summary>
internal static class PackRecord
{
    private const string Between = ";";

    // What another run would get no more of than this one.
    private static readonly HashSet<string> Lasting = new(StringComparer.Ordinal) { nameof(HuntingFailure.ResultTruncated), LookBack.ErrorId };

    /// <summary>What tells a query in a tenant from any other: by its tokens and its parameters, so that a changed comment makes it no other.</summary>
    /// <param name="query">The query with the values of its parameters, without what may not be shown.</param>
    /// <param name="time">The time asked for; null for the query's own.</param>
    /// <param name="connection">The connection.</param>
    public static string KeyOf(string query, TimeRange? time, MdeConnection connection)
    {
        var text = new SourceText(query);
        return Sha256Text.Of(
            string.Join(
                "\n",
                text.Significant.Select(text.TextOf)
                    .Concat([
                        string.Empty,
                        time is { } range ? $"{UtcText.Exact(range.Start)}/{UtcText.Exact(range.End)}" : "own",
                        connection.TenantId ?? connection.Name,
                        connection.Api,
                        connection.HuntingHost,
                    ])
            )
        );
    }

    /// <summary>What tells a sweep from any other: all of its queries.</summary>
    public static string SweepOf(IEnumerable<string> keys) => Sha256Text.Of(string.Join("\n", keys.OrderBy(key => key, StringComparer.Ordinal)));

    /// <summary>What the journal tells of a query and where its rows go.</summary>
    /// <param name="task">The query.</param>
    /// <param name="key">What tells it from others.</param>
    /// <param name="folder">The folder of its rows.</param>
    /// <param name="file">The name of their file, without its ending.</param>
    public static JournalLine FactsOf(PackTask task, string key, string folder, string file) =>
        new JournalLine()
            .With("key", key)
            .With("name", task.Query.Name)
            .With("query", task.Text)
            .With("folder", folder)
            .With("file", file)
            .With("connection", task.Connection.Name)
            .With("tenantId", task.Connection.TenantId)
            .With("account", task.Connection.Account)
            .With("api", task.Connection.Api)
            .With("host", task.Connection.HuntingHost);

    /// <summary>What the journal tells of how each query is run.</summary>
    public static JournalLine FactsOf(RunOptions run, TimeRange? range) =>
        new JournalLine()
            .With("start", range?.Start)
            .With("end", range?.End)
            .With("split", RecordedRun.SplitText(run.Split))
            .With("force", run.Force)
            .With("maxRows", (long?)run.MaxRows);

    /// <summary>What the journal tells of the process that writes it.</summary>
    public static JournalLine OfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new JournalLine().With("process", (long)process.Id).With("computer", Environment.MachineName);
    }

    /// <summary>What the journal tells of an outcome.</summary>
    public static JournalLine FactsOf(PackOutcome outcome)
    {
        var line = new JournalLine()
            .With("status", outcome.Status.ToString())
            .With("rows", outcome.Rows)
            .With("isComplete", outcome.IsComplete)
            .With("seconds", outcome.Seconds?.ToString("0.###", CultureInfo.InvariantCulture))
            .With("error", outcome.ErrorId)
            .With("why", outcome.Error)
            .With("sentAt", outcome.StartedAt)
            .With("requestId", outcome.RequestId);
        return outcome.Missing.Count == 0 ? line : line.With("missing", [.. outcome.Missing.Select(NameOf)]);
    }

    /// <summary>The outcome that a line of the journal tells of; null where it tells of none.</summary>
    public static PackOutcome? OutcomeOf(JournalLine facts) =>
        Enum.TryParse<MdePackStatus>(facts.Text("status"), out var status)
            ? new PackOutcome(status)
            {
                Rows = facts.Number("rows") ?? 0,
                IsComplete = facts.IsSet("isComplete"),
                Seconds = double.TryParse(facts.Text("seconds"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
                ErrorId = facts.Text("error"),
                Error = facts.Text("why"),
                StartedAt = facts.Moment("sentAt"),
                RequestId = facts.Text("requestId"),
                Missing = [.. facts.Texts("missing").Select(WindowOf)],
            }
            : null;

    /// <summary>Whether an outcome is one that running the query again would not better: then -Resume leaves it.</summary>
    public static bool IsLasting(PackOutcome outcome) =>
        outcome.Status switch
        {
            MdePackStatus.Found or MdePackStatus.NothingFound or MdePackStatus.Refused or MdePackStatus.NotRunnable => true,
            MdePackStatus.Cut => outcome.Missing.All(window => window.ErrorId is null || Lasting.Contains(window.ErrorId))
                && (outcome.ErrorId is null || Lasting.Contains(outcome.ErrorId)),
            _ => false,
        };

    // The number keeps windows apart that are alike.
    private static KeyValuePair<string, string> NameOf(MdeMissingWindow window, int place) =>
        new(string.Join(Between, place.ToString(CultureInfo.InvariantCulture), Exact(window.StartTime), Exact(window.EndTime), window.ErrorId), window.Reason);

    private static MdeMissingWindow WindowOf(KeyValuePair<string, string> told)
    {
        var parts = told.Key.Split([Between], StringSplitOptions.None);
        return parts.Length == 4
            ? new MdeMissingWindow(UtcText.ReadExact(parts[1]), UtcText.ReadExact(parts[2]), parts[3].Length == 0 ? null : parts[3], told.Value)
            : new MdeMissingWindow(null, null, null, told.Value);
    }

    private static string Exact(DateTime? moment) => moment is { } known ? UtcText.Exact(known) : string.Empty;
}
