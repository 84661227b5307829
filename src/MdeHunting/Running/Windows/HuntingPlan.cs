using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Parameters;
using MdeHunting.Running.Time;
using MdeHunting.Tables;

namespace MdeHunting.Running.Windows;

/// <summary>A query and the time over which it is asked, once both have been found fit for each other.</summary>
internal sealed class HuntingPlan
{
    private const string SpannedNote = "The query is sent unchanged, and Microsoft Graph's Timespan limits its time range.";

    private readonly BoundedQuery _bounded;

    private readonly ComposedQuery _query;

    private HuntingPlan(ComposedQuery query, QueryAnalysis analysis, TimeRange range, Split split, DateTime? moment, QueryDiagnostic? unsplit, LookBack? cut)
    {
        IsSpanned = analysis.First(QueryDiagnosticKind.Bounding) is not null;
        _query = query;
        Range = range;
        Split = split;
        Forced =
            unsplit is null || split.AddsUp
                ? null
                : $"-Force: {Describe(query, analysis, unsplit)} The query ran separately on each window, so its rows can differ from those of one run over the whole time range.";
        NewestFirst = unsplit is null && analysis.Rows.Order == RowOrder.NewestFirst;
        Countable = unsplit is null ? analysis.Countable : null;
        Untimed = [.. analysis.Tables.Where(table => table.TimeColumn is null).Select(table => table.Table)];
        Cut = cut;
        Notes = IsSpanned
            ? [$"{Describe(query, analysis, analysis.First(QueryDiagnosticKind.Bounding)!)} {SpannedNote}{Cuts(analysis.States)}"]
            :
            [
                .. analysis
                    .Whole.Select(part => $"'{part.Name}' ({Place(query, analysis, part.Token)}) isn't limited to the time range: {part.Why}.")
                    .Distinct(),
                .. analysis.CutStates.Select(table =>
                    $"'{table.Table}' ({Place(query, analysis, table.Token)}) describes a state rather than events, and the query returns its rows, so they are "
                    + "limited to the time range: what wasn't reported in it is missing."
                ),
            ];
        _bounded = new BoundedQuery(analysis, moment);
    }

    /// <summary>The query as it was given.</summary>
    public string Query => _query.Given;

    /// <summary>The time.</summary>
    public TimeRange Range { get; }

    /// <summary>Whether only the service can bound the query, by the Timespan of Graph.</summary>
    public bool IsSpanned { get; }

    /// <summary>How the time is divided.</summary>
    public Split Split { get; }

    /// <summary>Whether the windows are asked for from the newest on.</summary>
    public bool NewestFirst { get; }

    /// <summary>Where the rows can be counted by time; null where they cannot.</summary>
    public CountablePlace? Countable { get; }

    /// <summary>The tables that have no time and are read whole.</summary>
    public IReadOnlyList<string> Untimed { get; }

    /// <summary>What is asked for that the service does not keep; null for nothing.</summary>
    public LookBack? Cut { get; }

    /// <summary>What a reader of the result should know: the parts of the query that no time bounds.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What it means that the query was split although it was refused; null where it was not.</summary>
    public string? Forced { get; }

    /// <summary>Plans a query.</summary>
    /// <param name="query">The query as it was given.</param>
    /// <param name="range">The time asked for.</param>
    /// <param name="split">How it is divided.</param>
    /// <param name="force">Whether it is split although that gives other rows.</param>
    /// <param name="now">The moment of the run (UTC).</param>
    /// <param name="left">What is still to be asked of the time; null for all of it.</param>
    /// <param name="clock">The time (UTC), where a run goes on that was begun at another moment; null for that moment.</param>
    /// <param name="takesTimespan">Whether the service has a Timespan, which bounds what the query's text cannot.</param>
    /// <param name="keepsMoment">Whether the query's own <c>now()</c> is that moment, as it is for one that is split.</param>
    /// <exception cref="HuntingException">The query cannot be bounded in time, or not be split.</exception>
    public static HuntingPlan Of(
        ComposedQuery query,
        TimeRange range,
        Split split,
        bool force,
        DateTime now,
        TimeRange? left = null,
        DateTime? clock = null,
        bool takesTimespan = false,
        bool keepsMoment = false
    )
    {
        var analysis = QueryAnalyzer.Read(query.Text, TimeColumns.Bundled);
        DateTime? moment = split.IsOn || keepsMoment ? now : null;
        if (takesTimespan && !split.IsOn && analysis.IsSpannable)
        {
            return new HuntingPlan(query, analysis, range, split, moment, null, CutOf(analysis, left ?? range, now, clock ?? now));
        }

        if (analysis.First(QueryDiagnosticKind.Bounding) is { } unbounded)
        {
            throw Failure(
                HuntingFailure.QueryNotBounded,
                query,
                $"{(unbounded.IsUnreadable ? "The query can't be read" : "The time range can't be applied to this query")}: {Describe(query, analysis, unbounded)}",
                unbounded.Instead,
                unbounded.Name,
                Place(query, analysis, unbounded.Token)
            );
        }

        if (analysis.Tables.All(table => table.TimeColumn is null))
        {
            var named = analysis.Tables.Count == 0 ? "It reads no table." : $"It reads only {string.Join(", ", analysis.Tables.Select(table => table.Table))}.";
            throw Failure(
                HuntingFailure.QueryNotBounded,
                query,
                $"The query reads no table that has a time column, so a time range can't be applied. {named}",
                "Remove -StartTime, -EndTime, -Timespan, and -Split."
            );
        }

        var unsplit = split.IsOn ? analysis.First(QueryDiagnosticKind.Splitting) : null;
        if (unsplit is not null && !force && !split.AddsUp)
        {
            throw Failure(
                HuntingFailure.QueryNotSplittable,
                query,
                $"The query can't be split into time windows: {Describe(query, analysis, unsplit)}",
                $"{unsplit.Instead} Or run it without -Split. To run it separately on each window anyway, use -Force.",
                unsplit.Name,
                Place(query, analysis, unsplit.Token)
            );
        }

        return new HuntingPlan(query, analysis, range, split, moment, unsplit, CutOf(analysis, left ?? range, now, clock ?? now));
    }

    // The query's own bounds are joined to those from outside by "and".
    private static LookBack? CutOf(QueryAnalysis analysis, TimeRange range, DateTime now, DateTime clock)
    {
        if (LookBack.Of(range, clock) is null)
        {
            return null;
        }

        var start = analysis.Start.From(range.Start, now);
        return start < range.End ? LookBack.Of(range with { Start = start }, clock) : null;
    }

    /// <summary>Graph's Timespan for a window; null where it needs none, since Graph looks back as far by itself.</summary>
    public string? Timespan(TimeRange window) => Cut is null && !IsSpanned ? null : window.ToIsoInterval();

    /// <summary>The request of a text that was written for a window.</summary>
    public HuntingRequest ToRequest(string text) => _query.ToRequest(text) with { NeedsTimespan = IsSpanned };

    /// <summary>Such a text as it may be shown.</summary>
    public string Shown(string text) => _query.Shown(text);

    /// <summary>The query over a window.</summary>
    public string Over(TimeRange range) => IsSpanned ? _query.Text : _bounded.Over(range);

    /// <summary>The query that counts the rows of a window by time.</summary>
    public string Counting(TimeRange range, TimeSpan width, IReadOnlyList<TimeRange> only) => _bounded.Counting(range, width, Countable!.Value, only);

    private static string Cuts(IReadOnlyList<string> states) =>
        states.Count == 0
            ? string.Empty
            : $" It also applies to tables that describe a state, so devices or accounts that weren't reported in that time are missing from them: {string.Join(", ", states)}.";

    private static string Describe(ComposedQuery query, QueryAnalysis analysis, QueryDiagnostic diagnostic) =>
        $"'{diagnostic.Name}' ({Place(query, analysis, diagnostic.Token)}): {diagnostic.Why}.";

    private static KqlPosition Place(ComposedQuery query, QueryAnalysis analysis, int token)
    {
        var tokens = analysis.Query.Text.Significant;
        var place = analysis.Query.Text.LineAndColumn(tokens.Count == 0 ? 0 : tokens[Math.Max(0, Math.Min(token, tokens.Count - 1))].Start);
        return query.InGiven(place) ?? place;
    }

    private static HuntingException Failure(
        HuntingFailure failure,
        ComposedQuery query,
        string what,
        string nextStep,
        string? unresolved = null,
        KqlPosition? place = null
    ) =>
        new(failure, what, nextStep)
        {
            Target = query.Given,
            Unresolved = unresolved,
            Place = place is { } at ? (at.Line, at.Column) : null,
        };
}
