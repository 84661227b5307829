using System.Globalization;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.Text;

namespace MdeHunting.Running;

/// <summary>How a query was asked, as a folder's journal tells it, and what of it is there.</summary>
internal static class RecordedRun
{
    /// <summary>What tells a query of a connection from another one, and how it is asked.</summary>
    /// <param name="subject">The query and its connection.</param>
    /// <param name="query">The query.</param>
    /// <param name="occurrence">Which one it is among those of a command that are alike, from 1 on.</param>
    /// <param name="folder">The folder of its files, from the journal's on.</param>
    /// <param name="options">How it is asked.</param>
    /// <param name="now">The moment of the run (UTC).</param>
    /// <param name="range">The time; null for the query's own.</param>
    public static JournalLine Facts(JobSubject subject, string query, int occurrence, string folder, RunOptions options, DateTime now, TimeRange? range) =>
        Facts(subject, query, Sha256Text.Of(query), occurrence, folder, now, range)
            .With("split", SplitText(options.Split))
            .With("force", options.Force)
            .With("maxRows", (long?)options.MaxRows);

    /// <summary>The same of what is no single query.</summary>
    /// <param name="subject">What is asked, and the connection.</param>
    /// <param name="shown">What is asked, in words.</param>
    /// <param name="sha256">A hash of all that tells it from others.</param>
    /// <param name="occurrence">Which one it is among those of a command that are alike, from 1 on.</param>
    /// <param name="folder">The folder of its files, from the journal's on.</param>
    /// <param name="now">The moment of the run (UTC).</param>
    /// <param name="range">The time; null for the query's own.</param>
    public static JournalLine Facts(JobSubject subject, string shown, string sha256, int occurrence, string folder, DateTime now, TimeRange? range)
    {
        var session = subject.Connection.Session;
        return new JournalLine()
            .With("query", shown)
            .With("querySha256", sha256)
            .With("occurrence", (long)occurrence)
            .With("name", subject.Name)
            .With("path", subject.Path)
            .With("folder", folder)
            .With("connection", subject.Connection.Name)
            .With("tenantId", session.TenantId)
            .With("account", session.Account)
            .With("api", session.Api.ToString())
            .With("cloud", session.Cloud)
            .With("host", session.HuntingHost)
            .With("moment", now)
            .With("start", range?.Start)
            .With("end", range?.End);
    }

    /// <summary>Whether that is how a query of a connection was asked.</summary>
    public static bool Is(JournalLine facts, JobSubject subject, string query, int occurrence) =>
        IsOf(facts, subject.Connection) && facts.Text("querySha256") == Sha256Text.Of(query) && facts.Number("occurrence") == occurrence;

    /// <summary>Whether it was asked of the tenant and the service of a connection.</summary>
    public static bool IsOf(JournalLine facts, MdeConnection connection) =>
        facts.Text("tenantId") == connection.Session.TenantId
        && facts.Text("api") == connection.Session.Api.ToString()
        && facts.Text("host") == connection.Session.HuntingHost
        && (connection.Session.TenantId is not null || facts.Text("connection") == connection.Name);

    /// <summary>The time; null for the query's own.</summary>
    public static TimeRange? Range(JournalLine facts) =>
        facts.Moment("start") is { } start && facts.Moment("end") is { } end ? new TimeRange(start, end) : null;

    /// <summary>The options of the first run; those that are given now have to be the same.</summary>
    /// <param name="facts">How it was asked.</param>
    /// <param name="options">How it is asked now.</param>
    /// <param name="given">The names of the parameters that are given.</param>
    /// <param name="differences">What differs; empty where it may be resumed.</param>
    public static RunOptions Settle(JournalLine facts, RunOptions options, ISet<string> given, out IReadOnlyList<string> differences)
    {
        var range = Range(facts);
        var found = new List<string>();
        if (options.Time.IsAsked)
        {
            var asked = options.Time.ToRange(facts.Moment("moment") ?? default);
            if (asked != range)
            {
                found.Add($"the time is {asked}, and was {range?.ToString() ?? "the query's own"}");
            }
        }

        Compare("Split", SplitText(options.Split), facts.Text("split"));
        Compare("Force", options.Force ? "set" : "not set", facts.IsSet("force") ? "set" : "not set");
        Compare("MaxRows", FormattableString.Invariant($"{options.MaxRows}"), FormattableString.Invariant($"{facts.Number("maxRows")}"));
        differences = found;
        return options with
        {
            Time = new TimeRangeRequest(range?.Start, range?.End, null),
            Split = Split.Parse(facts.Text("split") ?? "Off"),
            Force = facts.IsSet("force"),
            MaxRows = (int?)facts.Number("maxRows"),
        };

        void Compare(string name, string now, string? before)
        {
            if (given.Contains(name) && now != before)
            {
                found.Add($"-{name} is {now}, and was {(string.IsNullOrEmpty(before) ? "not specified" : before)}");
            }
        }
    }

    /// <summary>What is left of it to be asked: null for the query's own time, and nothing where all is there.</summary>
    public static IReadOnlyList<TimeRange?> Left(JournalTask task)
    {
        if (task.Facts.Number("maxRows") is { } most && task.Parts.Sum(Rows) >= most)
        {
            return [];
        }

        // Asked in one piece.
        if (Range(task.Facts) is not { } range || task.Facts.Text("split") == SplitText(Split.Off))
        {
            return task.Parts.Count == 0 ? [Range(task.Facts)] : [];
        }

        return [.. TimeCover.Left(range, task.Parts.Select(part => Range(part.Facts)).OfType<TimeRange>())];
    }

    /// <summary>Whether rows of it are missing that asking again would not give: the service does not keep them, or not give so many.</summary>
    public static bool IsCut(JournalTask task) => task.IsCut || task.Parts.Any(part => part.Facts.Text("error") is not null);

    /// <summary>How many rows a part has.</summary>
    public static long Rows(JournalPart part) => part.Facts.Number("rows") ?? 0;

    /// <summary>The name of a window among those of its query.</summary>
    public static string Key(TimeRange? window) => window is { } range ? $"{UtcText.Exact(range.Start)}/{UtcText.Exact(range.End)}" : "all";

    /// <summary>Says in which way a query is none that was asked.</summary>
    /// <param name="tasks">What was asked; one at the least.</param>
    /// <param name="subject">The query and its connection.</param>
    /// <param name="query">The query.</param>
    public static string Difference(IReadOnlyList<JournalTask> tasks, JobSubject subject, string query)
    {
        var own = $"'{FirstWords.Of(query)}' (SHA-256 {Sha256Text.Of(query).Substring(0, 8)}…)";
        var ofTenant = tasks.Where(task => IsOf(task.Facts, subject.Connection)).ToList();
        if (ofTenant.Count == 0)
        {
            return OtherTenant(tasks[0].Facts, subject.Connection);
        }

        var (text, hash) = (ofTenant[0].Facts.Text("query") ?? string.Empty, ofTenant[0].Facts.Text("querySha256") ?? string.Empty);
        return ofTenant.Count == 1
            ? $"its query is '{FirstWords.Of(text)}' (SHA-256 {hash.Substring(0, Math.Min(8, hash.Length))}…), and not {own}"
            : FormattableString.Invariant($"none of its {ofTenant.Count} queries is {own}");
    }

    /// <summary>Says that it was asked of another tenant or service.</summary>
    public static string OtherTenant(JournalLine facts, MdeConnection connection) =>
        $"it ran on '{facts.Text("connection")}' (tenant {facts.Text("tenantId") ?? "not known"}, {facts.Text("api")} at {facts.Text("host")}), "
        + $"and not '{connection.Name}' (tenant {connection.TenantId ?? "not known"}, {connection.Api} at {connection.HuntingHost})";

    /// <summary>How it is split, as the journal tells it.</summary>
    public static string SplitText(Split split) =>
        split.IsAuto ? "Auto"
        : split.Step is { } step ? step.ToString("c", CultureInfo.InvariantCulture)
        : "Off";
}
