using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>Rules of names and types: what fits neither the tables nor the language.</summary>
internal static class NameRules
{
    private static readonly KqlFunctionKind[] Functions =
    [
        KqlFunctionKind.Row,
        KqlFunctionKind.Clock,
        KqlFunctionKind.Window,
        KqlFunctionKind.Random,
        KqlFunctionKind.Aggregate,
        KqlFunctionKind.Unordered,
    ];

    /// <summary>What a single = in a condition is.</summary>
    public const string Assigns = "A single = assigns a name, and doesn't compare.";

    /// <summary>Tells of what the binder found.</summary>
    public static void Find(QueryCheck check)
    {
        foreach (var (place, table) in check.Bound.Tables)
        {
            if (table.RetiredOn is { } day)
            {
                var successor = table.Successor is { } name ? $"Use {name}, whose columns may have other names." : null;
                check.Add("MDE022", place, $"{table.Name} was retired on {UtcText.Day(day)}.", successor);
            }
        }

        foreach (var problem in check.Bound.Problems)
        {
            switch (problem.Kind)
            {
                case BindProblemKind.UnknownTable:
                    Table(check, problem);
                    break;
                case BindProblemKind.UnknownColumn:
                    Column(check, problem);
                    break;
                case BindProblemKind.UnknownFunction:
                    Function(check, problem);
                    break;
                case BindProblemKind.AllColumns:
                    Add("MDE017", $"{problem.Name} doesn't take *.", "Specify a column, or use count() for the number of rows.");
                    break;
                case BindProblemKind.DefinedAgain:
                    Add("MDE024", $"'{problem.Name}' is defined already.", "Use another name for one of them.");
                    break;
                case BindProblemKind.ArgumentCount:
                    Add("MDE017", $"{problem.Name} doesn't take that many arguments.", string.Join(" or ", problem.Signatures));
                    break;
                case BindProblemKind.ArgumentType
                or BindProblemKind.ArgumentWord
                or BindProblemKind.Condition
                or BindProblemKind.Number
                or BindProblemKind.Path:
                    TypeRules.Find(check, problem);
                    break;
                case BindProblemKind.Aggregate:
                    Add(
                        "MDE023",
                        $"{problem.Name} aggregates rows, and here each row is treated alone.",
                        "Use it in summarize, and name its column after that."
                    );
                    break;
                case BindProblemKind.NoAggregate:
                    Add("MDE023", $"{problem.Name} isn't an aggregate.", $"Group by it, or use take_any({problem.Name}).");
                    break;
                case BindProblemKind.DoubledName:
                    var isListed = !check.Tokens.Is(problem.End, "=");
                    check.Add(
                        "MDE024",
                        problem.Start,
                        problem.End,
                        $"Two columns are named '{problem.Name}'.",
                        isListed ? "Name it once." : "Use another name for one of them."
                    );
                    break;
                case BindProblemKind.RowValues:
                    Add("MDE017", FormattableString.Invariant($"The rows have {problem.Wanted} columns, which {problem.Count} values don't fill."), null);
                    break;
                case BindProblemKind.OperandType:
                    var types = $"{Named(problem.Type)} and {Named(problem.RightType)}";
                    Add("MDE018", $"The operator {problem.Name} can't be used with {types}.", OperandRules.Instead(check, problem));
                    break;
                case BindProblemKind.Assignment:
                    Add("MDE021", Assigns, null);
                    break;
            }

            void Add(string rule, string message, string? suggestion) => check.Add(rule, problem.Start, problem.End, message, suggestion);
        }
    }

    // What a table of Defender has besides where it's streamed to a workspace of Sentinel that is connected to the portal,
    // https://learn.microsoft.com/defender-xdr/advanced-hunting-microsoft-defender.
    private static readonly string[] OfWorkspace = ["TimeGenerated", "SourceSystem", "MachineGroup", "TenantId", "Type"];

    private static void Table(QueryCheck check, BindProblem problem)
    {
        var name = problem.Name;
        var isWhole = check.Tables.All is WholeTables;
        var isOfWorkspace = !isWhole && TimeColumns.Bundled.Knows(name) && !check.Tables.Has(name);
        var (message, suggestion) = OtherNames.Table(name, [.. check.Tables.All.Select(table => table.Name)]) is { } other
            ? ($"There is no table '{name}'. {other.Why}", EditDistance.Ask([other.Name]))
            : (
                $"There is no table '{name}' in the {Schema(check)}.",
                Near(name, check.Tables.All.Where(table => table.RetiredOn is null).Select(table => table.Name))
            );
        var step = suggestion ?? $"Use the table's name of today. For a function that's saved in the tenant, write {name}().";

        // Unless the tenant told all of its tables, the documentation may be older than the service, and a workspace of Sentinel may be connected, which has
        // tables of its own.
        if (check.IsOfRun && !isWhole && (isOfWorkspace || suggestion is null))
        {
            return;
        }

        check.Add("MDE001", problem.Start, problem.End, message, step, isOfWorkspace ? MdeFindingSeverity.Warning : null);
    }

    private static string Schema(QueryCheck check) =>
        ReferenceEquals(check.Tables.All, TableCatalog.Bundled.All) ? "documented schema" : "documented schema, and none was found in the tenant";

    private static void Column(QueryCheck check, BindProblem problem)
    {
        if (problem.Name is "$left" or "$right")
        {
            check.Add(
                "MDE002",
                problem.Start,
                problem.End,
                $"{problem.Name} is a side of a join, and stands only behind its on.",
                "Use the column's name alone. Behind a join, a column of the right side whose name the left side has too ends in 1."
            );
            return;
        }

        if (problem.Name[0] == '$')
        {
            check.Add(
                "MDE002",
                problem.Start,
                problem.End,
                $"'{problem.Name}' is a variable of PowerShell whose value isn't in the query.",
                $"Write {problem.Name.Substring(1)} here, and specify its value with -Parameter @{{ {problem.Name.Substring(1)} = {problem.Name} }}."
            );
            return;
        }

        var columns = problem.Rows?.Columns.Select(column => column.Name).ToList() ?? [];
        if (IsRetired(check, problem.Rows))
        {
            // The table's successor decides which columns there are.
            return;
        }

        if (OfWorkspace.Contains(problem.Name) && StreamedTable(check, problem.Rows) is { } streamed)
        {
            Streamed(check, problem, streamed);
            return;
        }

        var time = problem.Rows?.Columns.FirstOrDefault(column => column.Name is "Timestamp" or "TimeGenerated" or "ActivityTimestamp");
        if (problem.Name is "Timestamp" or "TimeGenerated" && problem.Rows is { } rows)
        {
            var table = TablesOf(rows).FirstOrDefault();
            if (time is not null || table is not null)
            {
                check.Add(
                    "MDE003",
                    problem.Start,
                    problem.End,
                    time is not null ? $"There's no column '{problem.Name}' at this point of the query. The time column is '{time.Name}'."
                        : TimeColumns.Bundled.Of(table!) is { } own
                            ? $"There's no time column at this point of the query: '{own}' of {table} was left out before."
                        : $"{table} has no time column: its rows describe the current state.",
                    time is not null ? time.Name : null
                );
                return;
            }
        }

        if (Elsewhere(check, problem) is { } elsewhere)
        {
            // What the service has of it is seen by asking it.
            if (!check.IsOfRun)
            {
                check.Add(
                    "MDE002",
                    problem.Start,
                    problem.End,
                    $"The documentation of {elsewhere} has no column '{problem.Name}', but other pages of Microsoft's have it.",
                    $"{(Near(problem.Name, columns) is { } like ? $"{like} " : string.Empty)}To see what the tenant has, use Get-MdeHuntingSchema -Live.",
                    MdeFindingSeverity.Warning
                );
            }

            return;
        }

        var near =
            NotName(problem.Name)
            ?? (OtherNames.Column(problem.Name) is { } other && columns.Contains(other) ? EditDistance.Ask([other]) : Near(problem.Name, columns));
        if (check.IsOfRun && near is null && IsWhole(check, problem.Rows))
        {
            return;
        }

        check.Add(
            "MDE002",
            problem.Start,
            problem.End,
            problem.Function is { } function ? $"{function} needs a column '{problem.Name}' of the rows that it gets, which don't have it."
                : problem.Rows is null ? $"There's no table, column, or variable named '{problem.Name}'."
                : $"There's no column '{problem.Name}' at this point of the query.",
            near ?? Columns(columns)
        );
    }

    private static IEnumerable<string> TablesOf(RowType? rows) =>
        (rows?.Columns ?? []).Select(column => column.Table).OfType<string>().Distinct(StringComparer.Ordinal);

    private static bool IsRetired(QueryCheck check, RowType? rows) => TablesOf(rows).Any(table => check.Tables.Table(table)?.RetiredOn is not null);

    private static string? Elsewhere(QueryCheck check, BindProblem problem) =>
        TablesOf(problem.Rows).FirstOrDefault(table => check.IsDocumented(table) && OtherNames.IsElsewhere(table, problem.Name));

    // The documented table of which the rows have all columns or the time; null where there is none, or the tenant told its columns.
    private static string? StreamedTable(QueryCheck check, RowType? rows) =>
        TablesOf(rows).FirstOrDefault(table => check.IsDocumented(table) && TimeColumns.Bundled.Of(table) is { } time && rows?.Find(time)?.Table == table);

    // Nobody but the service can tell whether a workspace has the table, so a run isn't told.
    private static void Streamed(QueryCheck check, BindProblem problem, string table)
    {
        if (check.IsOfRun)
        {
            return;
        }

        var isTime = problem.Name == "TimeGenerated";
        check.Add(
            isTime ? "MDE003" : "MDE002",
            problem.Start,
            problem.End,
            $"{table} has a column '{problem.Name}' only where it's streamed to a connected workspace of Sentinel. Elsewhere the service rejects the query.",
            isTime ? $"Use {TimeColumns.Bundled.Of(table)}, which is there in both." : "Remove it, unless the query is for such a workspace alone.",
            MdeFindingSeverity.Warning
        );
    }

    // Whether the rows have all columns of a documented table, to which the service may have added some since, or the tenant has some of its own. Where the
    // tenant's schema was read, that is known.
    private static bool IsWhole(QueryCheck check, RowType? rows) =>
        rows?.Columns.Select(column => column.Table)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Any(table => check.IsDocumented(table) && check.Tables.Find(table) is { } all && all.Columns.All(column => rows.Find(column.Name)?.Table == table))
        == true;

    // What other languages write for nothing, and a timespan of a unit that KQL doesn't have.
    private static string? NotName(string name) =>
        name.ToUpperInvariant() is "NULL" or "NONE" or "NIL"
            ? "KQL doesn't compare with null: use isempty or isnotempty for a string, isnull or isnotnull for any other value."
        : char.IsDigit(name[0]) ? "For a timespan, write a number with a unit, such as 30m, 12h, or 1d."
        : null;

    private static string? Columns(List<string> columns) => columns.Count is > 0 and <= 12 ? $"The columns are {string.Join(", ", columns)}." : null;

    private static void Function(QueryCheck check, BindProblem problem)
    {
        var near = KqlFacts.OtherFunction(problem.Name) is { } other ? EditDistance.Ask([other]) : Near(problem.Name, Functions.SelectMany(KqlFacts.Functions));
        if (check.IsOfRun && near is null)
        {
            return;
        }

        check.Add(
            "MDE016",
            problem.Start,
            problem.End,
            near is null ? $"KQL has no function '{problem.Name}', so it has to be saved in the tenant." : $"KQL has no function '{problem.Name}'.",
            near ?? "Make sure that it's saved under this name, which is case-sensitive.",
            near is null ? MdeFindingSeverity.Warning : null
        );
    }

    private static string? Near(string name, IEnumerable<string> known) => EditDistance.Ask(EditDistance.Find(name, known));

    private static string Named(KqlDataType type) => type == KqlDataType.Unknown ? "this" : KqlTypes.NameOf(type);
}
