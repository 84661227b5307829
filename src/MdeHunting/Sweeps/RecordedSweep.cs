using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Journal;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Text;

namespace MdeHunting.Sweeps;

/// <summary>How a sweep was made and what came of its calls, as a folder's journal tells it.</summary>
internal static class RecordedSweep
{
    /// <summary>The member of a call's line that says that it is made again when the sweep is resumed.</summary>
    public const string MayPass = "mayPass";

    private const string MismatchStep =
        "Specify its indicators and connections. With -Resume, you can omit the time range, -Table, -Widen, -Detailed, and -OutputFormat. "
        + "Or specify another folder.";

    private static readonly HashSet<string> Kept = new(IndicatorColumns.Bundled.Names.Concat(["ActionType", "Timestamp"]), StringComparer.Ordinal);

    /// <summary>The folder of a sweep; null where nothing is written to files.</summary>
    public static OutputFolder? Folder(OutputFolderOptions? options) =>
        options is null
            ? null
            : new OutputFolder(options with { Difference = Difference, HasAll = static task => task.IsFinished, MismatchStep = MismatchStep });

    /// <summary>What tells a list of indicators from another one.</summary>
    public static string ListOf(IEnumerable<SweptIndicator> indicators) =>
        string.Concat(indicators.Select(one => FormattableString.Invariant($"{one.Indicator.Kind} {one.Indicator.Value.Length} {one.Indicator.Value}\n")));

    /// <summary>How the sweep of a tenant is made.</summary>
    public static JournalLine Facts(JobSubject subject, string list, int indicators, string folder, SweepOptions options, SweepTime time, SweepTables tables) =>
        RecordedRun
            .Facts(
                subject,
                FormattableString.Invariant($"Find-MdeIndicator ({indicators:N0} {(indicators == 1 ? "indicator" : "indicators")})"),
                Sha256Text.Of(list),
                1,
                folder,
                time.Now,
                time.Range
            )
            .With("indicators", (long)indicators)
            .With("isTimeAsked", time.IsAsked)
            .With("widen", options.Widens)
            .With("detailed", options.IsDetailed)
            .With("tablePatterns", string.Join(", ", options.Tables))
            .With("tables", Write(tables.Searched))
            .With("tablesNotThere", Write(tables.NotThere))
            .With("tablesNotMeant", Write(tables.NotMeant))
            .With("tablesUnknown", [.. tables.Unknown.Select(name => new KeyValuePair<string, string>($"{name.Target}", name.What))]);

    /// <summary>The tables of the sweep that is resumed.</summary>
    public static SweepTables Tables(JournalLine facts) =>
        new(Read(facts.Texts("tables")), Read(facts.Texts("tablesNotThere")), Read(facts.Texts("tablesNotMeant")))
        {
            Unknown =
            [
                .. facts
                    .Texts("tablesUnknown")
                    .Select(name => new SchemaException(
                        SchemaFailure.TableNotFound,
                        name.Value,
                        "The first run reported it. To search another table, specify another folder."
                    )
                    {
                        Target = name.Key,
                    }),
            ],
        };

    /// <summary>The options of the first run; those that are given now have to be the same.</summary>
    /// <param name="facts">How it was made.</param>
    /// <param name="options">How it is made now.</param>
    /// <param name="given">The names of the parameters that are given.</param>
    /// <param name="differences">What differs; empty where it may be resumed.</param>
    public static (SweepOptions Options, SweepTime Time) Settle(
        JournalLine facts,
        SweepOptions options,
        ISet<string> given,
        out IReadOnlyList<string> differences
    )
    {
        var now = facts.Moment("moment") ?? default;
        var range = RecordedRun.Range(facts) ?? default;
        var found = new List<string>();
        if (options.Time.IsAsked && options.Time.ToRange(now) is var asked && asked != range)
        {
            found.Add($"the time is {asked}, and was {range}");
        }

        Compare("Table", string.Join(", ", options.Tables), facts.Text("tablePatterns"));
        Compare("Widen", Given(options.Widens), Given(facts.IsSet("widen")));
        Compare("Detailed", Given(options.IsDetailed), Given(facts.IsSet("detailed")));
        differences = found;
        return (options with { Widens = facts.IsSet("widen"), IsDetailed = facts.IsSet("detailed") }, new SweepTime(now, range, facts.IsSet("isTimeAsked")));

        void Compare(string name, string value, string? before)
        {
            if (given.Contains(name) && value != before)
            {
                found.Add($"-{name} is {value}, and was {(string.IsNullOrEmpty(before) ? "not specified" : before)}");
            }
        }
    }

    /// <summary>Says in which way a sweep is none that was made.</summary>
    /// <param name="tasks">What was made; one at the least.</param>
    /// <param name="subject">The sweep and its connection.</param>
    /// <param name="list">What tells its indicators from another list.</param>
    public static string Difference(IReadOnlyList<JournalTask> tasks, JobSubject subject, string list)
    {
        if (tasks.FirstOrDefault(task => RecordedRun.IsOf(task.Facts, subject.Connection))?.Facts is not { } facts)
        {
            return RecordedRun.OtherTenant(tasks[0].Facts, subject.Connection);
        }

        return facts.Number("indicators") is { } count
            ? FormattableString.Invariant($"its {count:N0} {(count == 1 ? "indicator" : "indicators")} (SHA-256 {First(facts.Text("querySha256"))}…) ")
                + $"{(count == 1 ? "isn't the one that is" : "aren't those that are")} specified (SHA-256 {First(Sha256Text.Of(list))}…)"
            : "it ran a query, and not a sweep for indicators";
    }

    /// <summary>What came of a call.</summary>
    public static JournalLine Line(StepOutcome outcome, SweepStep step, string query, HuntingResponse? response) =>
        Answer(query, response)
            .With("state", outcome.State.ToString())
            .With("indicators", (long)step.Indicators.Count)
            .With("error", outcome.ErrorId)
            .With("why", outcome.Reason)
            .With(MayPass, outcome.MayPass ? true : null)
            .With("since", outcome.Since)
            .With("missingHashes", outcome.MissingHashes.Count == 0 ? null : string.Join(" ", outcome.MissingHashes))
            .With("isCut", outcome.IsCut ? true : null)
            .With("found", [.. outcome.Found.Select(one => new KeyValuePair<string, string>(one.Key, one.Value.ToString(CultureInfo.InvariantCulture)))])
            .With("grades", [.. outcome.Grades.Select(one => new KeyValuePair<string, string>(one.Key, one.Value.ToString()))])
            .With("values", [.. outcome.Values.Select((one, number) => Value(one, number))]);

    /// <summary>What is known of a response.</summary>
    public static JournalLine Answer(string query, HuntingResponse? response) =>
        new JournalLine()
            .With("querySha256", Sha256Text.Of(query))
            .With("requestId", response?.RequestId)
            .With("sentQuerySha256", response is null ? null : Sha256Text.Of(response.SentQuery))
            .With("sentAt", response?.StartedAt)
            .With("receivedAt", response?.FinishedAt);

    /// <summary>What came of a call, from its line.</summary>
    public static StepOutcome Outcome(JournalLine line) =>
        new(Enum.TryParse<SearchState>(line.Text("state"), out var state) ? state : SearchState.Part, line.Text("why"))
        {
            ErrorId = line.Text("error"),
            MayPass = line.IsSet(MayPass),
            Since = line.Moment("since"),
            IsCut = line.IsSet("isCut"),
            MissingHashes =
            [
                .. (line.Text("missingHashes") ?? string.Empty)
                    .Split(' ')
                    .Select(name => (IsKnown: Enum.TryParse<MdeIndicatorType>(name, out var type), Type: type))
                    .Where(one => one.IsKnown)
                    .Select(one => one.Type),
            ],
            Found = line.Texts("found").GroupBy(one => one.Key).ToDictionary(one => one.Key, one => Number(one.First().Value)),
            Grades = line.Texts("grades")
                .GroupBy(one => one.Key)
                .Select(one => (one.Key, IsKnown: Enum.TryParse<MdeIndicatorGrade>(one.First().Value, out var grade), Grade: grade))
                .Where(one => one.IsKnown)
                .ToDictionary(one => one.Key, one => one.Grade),
            Values = [.. line.Texts("values").Select(one => Value(one.Value))],
        };

    private static string Given(bool isGiven) => isGiven ? "specified" : "not specified";

    private static string First(string? hash) => hash is { Length: >= 8 } ? hash.Substring(0, 8) : string.Empty;

    private static List<KeyValuePair<string, string>> Write(IEnumerable<SweptTable> tables) =>
        [.. tables.Select(table => new KeyValuePair<string, string>(table.Name, Columns(table.Table)))];

    private static SweptTable[] Read(IEnumerable<KeyValuePair<string, string>> tables) =>
        [.. tables.Select(table => IndicatorColumns.Bundled.Of(Table(table.Key, table.Value))).OfType<SweptTable>()];

    /// <summary>The columns of a table that a sweep looks at, as text.</summary>
    public static string Columns(KnownTable table) =>
        string.Join(" ", table.Columns.Where(column => Kept.Contains(column.Name)).Select(column => $"{column.Name}:{column.Type}"));

    /// <summary>A table, of such columns.</summary>
    public static KnownTable Table(string name, string columns) =>
        new(
            name,
            [
                .. columns
                    .Split([' '], StringSplitOptions.RemoveEmptyEntries)
                    .Select(column => column.Split(':'))
                    .Where(parts => parts.Length == 2)
                    .Select(parts => new KnownColumn(parts[0], parts[1])),
            ]
        );

    private static KeyValuePair<string, string> Value((int Place, string Value) value, int number) =>
        new(number.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"{value.Place} {value.Value}"));

    private static (int Place, string Value) Value(string text)
    {
        var blank = Math.Max(text.IndexOf(' '), 0);
        return (Number(text.Substring(0, blank)), text.Substring(blank + 1));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
