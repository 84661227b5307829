using MdeHunting.Indicators;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>What a sweep did for one indicator in one tenant: whether it was found, where it was looked for, and where not, and why.</summary>
public sealed class MdeIndicatorLedgerEntry : MdeOutput
{
    private readonly SortedDictionary<string, TableSearch> _searches = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private string? _reason = NotYet;
    private readonly SortedDictionary<string, string> _missingRows = new(StringComparer.Ordinal);
    private MdeIndicatorGrade? _grade;
    private bool _isOfChosenTables;
    private string? _unknown;
    private readonly string? _other;

    private const int MostNames = 3;
    private const string NotYet = "It hasn't been searched for yet.";

    internal MdeIndicatorLedgerEntry(string connection, string? tenantId, MdeIndicator indicator)
    {
        Connection = connection;
        TenantId = tenantId;
        Indicator = indicator;
        _other = indicator.Kind is MdeIndicatorType.FilePath or MdeIndicatorType.FileName ? WindowsPath.WhyOther(indicator.Value) : null;
        if (indicator.Kind == MdeIndicatorType.Unknown)
        {
            IsLeftOut = true;
            _reason = indicator.Reason ?? "It doesn't have the form of an indicator.";
        }
        else if (indicator.Skip is { } skip)
        {
            IsLeftOut = true;
            _reason = $"{skip}: {indicator.Reason}";
        }
    }

    /// <summary>The name of the connection.</summary>
    public string Connection { get; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; }

    /// <summary>The indicator; its text is its value.</summary>
    public MdeIndicator Indicator { get; }

    /// <summary>What the indicator is a value of: a name of <see cref="MdeIndicatorType"/>.</summary>
    public string Type => Indicator.Type;

    /// <summary>What is known: a name of <see cref="MdeIndicatorStatus"/>.</summary>
    public string Status => Known.ToString();

    /// <summary>
    /// Whether every table of the sweep that can hold it was searched for the whole time and, with -Detailed, all rows of its hits were returned. The tables of
    /// a sweep are those that the account can query and, with -Table, that it includes; NotSearched has the others, and NotCompared the
    /// columns of longer texts. It can be false for an indicator that was found, and is false for a path or a file name that rows can have in a form that isn't
    /// known, such as one with a short (8.3) name.
    /// </summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// In which way it was found, as the hit that is most alike has it: a name of <see cref="MdeIndicatorGrade"/>; null if it wasn't found. If a URL's is
    /// SameHost, its host was found, and the URL wasn't.
    /// </summary>
    public string? Grade => _grade?.ToString();

    /// <summary>How many values were found that are the indicator; each is an MdeIndicatorHit.</summary>
    public int Hits { get; private set; }

    /// <summary>From when on it was searched for (UTC).</summary>
    public DateTime? StartTime { get; private set; }

    /// <summary>Until when it was searched for (UTC, exclusive).</summary>
    public DateTime? EndTime { get; private set; }

    /// <summary>The tables that were searched as a whole, from StartTime on.</summary>
    public IReadOnlyList<string> Tables { get; private set; } = [];

    /// <summary>Those of them that contain the current state, and say nothing of the past.</summary>
    public IReadOnlyList<string> StateTables { get; private set; } = [];

    /// <summary>
    /// The tables that can hold it and weren't searched, or not for the whole time, and why: also those that -Table leaves out, and those that the tenant
    /// doesn't have or the account can't query.
    /// </summary>
    public IReadOnlyList<MdeIndicatorGap> NotSearched { get; private set; } = [];

    /// <summary>
    /// The columns of the sweep's tables that can contain it in a longer text, such as a command line, and aren't compared with it. To search command lines for
    /// a value, specify it with the type CommandLine.
    /// </summary>
    public IReadOnlyList<string> NotCompared { get; private set; } = [];

    /// <summary>The SHA-1 hashes of the files whose SHA-256 it is, which were searched for as well (-Widen).</summary>
    public IReadOnlyList<string> WidenedTo { get; private set; } = [];

    /// <summary>
    /// What NotSearched has, in short, and where rows of hits are missing; if it wasn't found, also what NotCompared has. Null if there is nothing of these.
    /// </summary>
    public string? Reason { get; private set; } = NotYet;

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Indicator.Value}: {Status}");

    /// <summary>What is known.</summary>
    internal MdeIndicatorStatus Known { get; private set; }

    /// <summary>Whether it is not looked for at all.</summary>
    internal bool IsLeftOut { get; }

    /// <summary>Says over which time it is looked for, and in which tables.</summary>
    /// <param name="start">From when on (UTC).</param>
    /// <param name="end">Until when (UTC, exclusive).</param>
    /// <param name="searches">The tables.</param>
    /// <param name="areChosen">Whether somebody chose them (-Table), so that others can hold it too.</param>
    /// <param name="unknown">That there are no tables of names that were chosen; null where there are.</param>
    /// <param name="texts">The columns with texts that are not compared with it.</param>
    internal void Plan(
        DateTime start,
        DateTime end,
        IEnumerable<TableSearch> searches,
        bool areChosen = false,
        string? unknown = null,
        IReadOnlyList<string>? texts = null
    )
    {
        lock (_gate)
        {
            NotCompared = texts ?? [];
            (StartTime, EndTime, _isOfChosenTables, _unknown) = (start, end, areChosen, unknown);
            foreach (var search in searches)
            {
                _searches[search.Table] = search;
            }

            _reason =
                _searches.Values.Any(search => search.IsPlanned) ? NotYet
                : _searches.Values.Any(search => search.State == SearchState.NotThere) || unknown is not null ? null
                : areChosen ? "No table of -Table can hold it."
                : "No table can hold it.";
            Settle();
        }
    }

    /// <summary>Notes how far a table was searched.</summary>
    internal void Note(TableSearch search)
    {
        lock (_gate)
        {
            _searches[search.Table] = search;
            Settle();
        }
    }

    /// <summary>Notes that a table was not searched, unless it was.</summary>
    internal void Fail(TableSearch search)
    {
        lock (_gate)
        {
            if (!_searches.TryGetValue(search.Table, out var before) || before.State is SearchState.Waiting)
            {
                _searches[search.Table] = search;
                Settle();
            }
        }
    }

    /// <summary>Notes the hashes that it is looked for by as well.</summary>
    internal void Widen(IReadOnlyList<string> hashes)
    {
        lock (_gate)
        {
            WidenedTo = hashes;
        }
    }

    /// <summary>Notes hits.</summary>
    /// <param name="hits">How many.</param>
    /// <param name="grade">In which way they are the indicator, the most alike of them; null where that is not known.</param>
    internal void Add(int hits, MdeIndicatorGrade? grade)
    {
        lock (_gate)
        {
            Hits += hits;
            if (grade is { } more)
            {
                _grade = _grade is { } before ? GradeOrder.Best([before, more]) : more;
            }

            Settle();
        }
    }

    /// <summary>Notes that rows of hits are missing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="reason">Why.</param>
    internal void MissRows(string table, string reason)
    {
        lock (_gate)
        {
            _missingRows[table] = reason;
            Settle();
        }
    }

    /// <summary>What has not been searched by now will not be.</summary>
    /// <param name="reason">Why.</param>
    internal void Close(string reason)
    {
        lock (_gate)
        {
            foreach (var search in _searches.Values.Where(search => search.State == SearchState.Waiting).ToList())
            {
                _searches[search.Table] = search with { State = SearchState.Failed, Reason = reason };
            }

            _reason = !IsLeftOut && _reason == NotYet ? reason : _reason;
            Settle();
        }
    }

    private void Settle()
    {
        var planned = _searches.Values.Where(search => search.IsPlanned).ToList();
        var whole = planned.Where(search => search.State == SearchState.Whole).ToList();
        var isWhole = !IsLeftOut && planned.Count > 0 && whole.Count == planned.Count;
        var isSearched = isWhole && planned.Exists(search => !search.IsState);
        IsComplete = isSearched && _missingRows.Count == 0 && _other is null;
        Known =
            Hits > 0 ? MdeIndicatorStatus.Found
            : IsComplete ? MdeIndicatorStatus.NotFound
            : planned.Exists(search => search.State is SearchState.Whole or SearchState.Part) ? MdeIndicatorStatus.Partial
            : MdeIndicatorStatus.NotSearched;
        Tables = [.. planned.Where(search => search.State == SearchState.Whole || search.IsCut).Select(search => search.Table)];
        StateTables = [.. whole.Where(search => search.IsState).Select(search => search.Table)];
        NotSearched =
        [
            .. _searches.Values.Where(search => search.State != SearchState.Whole).Select(search => new MdeIndicatorGap(search.Table, search.Reason ?? NotYet)),
        ];
        string[] reasons =
        [
            .. isSearched ? [] : new[] { Gaps(planned) }.OfType<string>(),
            .. IsLeftOut ? [] : Others(),
            .. IsLeftOut ? [] : new[] { _other }.OfType<string>(),
            .. Known == MdeIndicatorStatus.NotFound && NotCompared.Count > 0 ? [$"Not compared with it: {Listed(NotCompared)}."] : Array.Empty<string>(),
            .. _missingRows.Select(rows => $"Rows of hits are missing from {rows.Key}: {rows.Value}"),
        ];
        Reason = reasons.Length == 0 ? null : string.Join(" ", reasons);
        if (planned.Select(search => search.Since).Max() is { } since && since > StartTime)
        {
            StartTime = since;
        }
    }

    // Of the tables of the sweep.
    private string? Gaps(IReadOnlyCollection<TableSearch> planned)
    {
        if (IsLeftOut || planned.Count == 0)
        {
            return _reason;
        }

        var gaps = planned.Where(search => search.State != SearchState.Whole).ToList();
        return gaps.Count switch
        {
            0 =>
                $"It was searched for in tables that contain the current state, and no others {(_isOfChosenTables ? "of -Table" : "that the account has")} can hold it.",
            1 => $"{gaps[0].Table}: {gaps[0].Reason ?? NotYet}",
            _ => FormattableString.Invariant($"{gaps.Count:N0} of {planned.Count:N0} tables: {Causes(gaps)}"),
        };
    }

    // Where there are several, each with the number of its tables.
    private static string Causes(IEnumerable<TableSearch> gaps)
    {
        var causes = gaps.GroupBy(gap => gap.Reason ?? NotYet, StringComparer.Ordinal).OrderByDescending(cause => cause.Count()).ToList();
        return causes.Count == 1
            ? causes[0].Key
            : string.Join(" ", causes.Select(cause => FormattableString.Invariant($"{cause.Key.TrimEnd('.')} ({cause.Count():N0}).")));
    }

    // Of tables that can hold it and are none of the sweep's: nobody searched what they have.
    private IEnumerable<string> Others()
    {
        if (_unknown is not null)
        {
            yield return _unknown;
        }

        var missing = Names(SearchState.NotThere);
        if (missing.Count > 0)
        {
            yield return $"This account can't query {Listed(missing)}, or the tenant doesn't have {(missing.Count == 1 ? "it" : "them")}.";
        }

        var left = Names(SearchState.NotMeant);
        if (left.Count > 0)
        {
            yield return $"-Table doesn't include {Listed(left)}.";
        }
    }

    private List<string> Names(SearchState state) => [.. _searches.Values.Where(search => search.State == state).Select(search => search.Table)];

    private static string Listed(IReadOnlyList<string> names)
    {
        var more = names.Count > MostNames ? FormattableString.Invariant($", and {names.Count - MostNames:N0} more") : string.Empty;
        return string.Join(", ", names.Take(MostNames)) + more;
    }
}
