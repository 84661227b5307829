namespace MdeHunting.Tests.Running.Windows;

/// <summary>
/// Writes a query by a tape of numbers, each of which makes one choice; where the tape ends, the first choice is taken, which is the simplest. What it writes
/// is of everything that may and may not be split, at every depth, and most of it is valid.
/// </summary>
internal sealed class RandomQuery
{
    private static readonly string[] Sources =
    [
        "DeviceEvents",
        "['DeviceFileEvents']",
        "table('DeviceEvents')",
        "DeviceFileEvents",
        "CallActivityEvents",
        "SigninLogs",
        "DeviceTvmSoftwareInventory",
        "datatable(Id:long, Name:string)[1, 'a', 2, 'b', 2, 'c']",
        "(search in (DeviceEvents, ['DeviceFileEvents']) 'a' or Id == 1)",
        "(union withsource=From DeviceEvents, DeviceFileEvents)",
        "print Id = 1, Name = 'a'",
        "(range Id from 0 to 3 step 1 | extend Name = 'b')",
    ];

    private static readonly string[] Times = ["Timestamp", "Timestamp", "Timestamp", "ActivityTimestamp", "TimeGenerated", "Time"];

    private readonly Queue<int> _tape;
    private readonly List<string> _tables = [];
    private readonly List<string> _functions = [];
    private readonly List<string> _values = [];
    private int _named;
    private int _depth;

    private RandomQuery(IEnumerable<int> tape) => _tape = new Queue<int>(tape);

    public static string Write(IEnumerable<int> tape) => new RandomQuery(tape).Query();

    private int Next(int choices) => _tape.Count == 0 ? 0 : _tape.Dequeue() % choices;

    private string Of(params string[] choices) => choices[Next(choices.Length)];

    private string Time() => Times[Next(Times.Length)];

    private string Query()
    {
        var lets = string.Concat(Enumerable.Range(0, Next(4)).Select(_ => Let()));
        return $"{lets}{Pipeline()}{Of("", ";", " // end")}";
    }

    private string Let()
    {
        var name = $"let{_named++}";
        var (text, known) = Next(9) switch
        {
            7 => ($"() {{ toscalar({Pipeline()} | summarize max(Id)) }}", _values),
            8 when _values.Count > 0 => (Of($"() {{ {Value()} }}", $"(n:long = 1) {{ {Value()} }}", Value()), _values),
            0 => (Pipeline(), _tables),
            1 => ($"materialize({Pipeline()})", _tables),
            2 => ($"(n:long, m:long = 2) {{ {Pipeline()} | where Id >= n or Id == m }}", _functions),
            3 => ($"view () {{ let inner = {Pipeline()}; inner }}", _tables),
            4 => ($"(T:(*)) {{ T | {Operator()} }}", _functions),
            5 => ($"toscalar({Pipeline()} | summarize max(Id))", _values),
            _ => (Of("1", "toscalar(2)", "dynamic([1, 2])", "ago(20m)"), _values),
        };
        known.Add(name);
        return $"let {name} = {text};\n";
    }

    private string Pipeline()
    {
        if (++_depth > 4)
        {
            _depth--;
            return "DeviceEvents";
        }

        var text = Source() + string.Concat(Enumerable.Range(0, Next(4)).Select(_ => $" {Of("", "\n", "// | take 1\n")}| {Operator()}"));
        _depth--;
        return text;
    }

    private string Source() =>
        Next(9) switch
        {
            < 4 => Sources[Next(Sources.Length)],
            4 => $"({Pipeline()})",
            5 => $"union {Of("", "kind=inner ", "isfuzzy=true ")}{Leg()}, {Leg()}",
            6 when Next(4) == 0 => Of(
                "search in (['DeviceEvents'], DeviceFileEvents) 'a' or Id == 1",
                "union withsource=From DeviceEvents, DeviceFileEvents",
                "search in (CallActivityEvents) Id > 1"
            ),
            6 when Next(2) == 0 => $"union isfuzzy=true {Leg()}, {Of("SigninLogs", "AuditLogs", "(AuditLogs | where Id > 0)", "table('AuditLogs')")}",
            6 when _functions.Count > 0 => Call(),
            _ => _tables.Count > 0 ? _tables[Next(_tables.Count)] : "DeviceEvents",
        };

    private string Call() => $"{_functions[Next(_functions.Count)]}({Of("1", "n = 2", "1, 3", Sources[Next(Sources.Length)])})";

    // A value is a name, and a name may stand between brackets wherever it stands.
    private string Value() => _values[Next(_values.Count)] is var name && Next(3) == 1 ? $"['{name}']" : name;

    private string Leg() =>
        Next(3) switch
        {
            0 => Sources[Next(7)],
            1 => $"({Pipeline()})",
            _ => _tables.Count > 0 ? _tables[Next(_tables.Count)] : "DeviceFileEvents",
        };

    private string Right() =>
        Next(4) switch
        {
            0 => "DeviceTvmSoftwareInventory",
            1 => $"(DeviceTvmSoftwareInventory | {Of("distinct Id, Name", "summarize n = count() by Id", "where Id > 0", "take 1", "order by Id")})",
            _ => Leg(),
        };

    private string Operator() =>
        Next(24) switch
        {
            < 4 => $"where {Condition()}",
            4 => Of("where['Id'] >= 1", "where['Name'] == 'a' or['Id'] == 2", "extend X =['Id'] + 1", "project-away['Fields']", "fork (where Id > 0) (count)")
                + (_values.Count > 0 ? $" | where['Id'] {Of("<", ">=", "==")} {Value()}" : ""),
            5 => "extend "
                + Of(
                    "X = Id + 1",
                    $"{Time()} = {Time()} - 1m",
                    $"bin({Time()}, 10m)",
                    $"Bin = bin({Time()}, 10m)",
                    "Name = strcat(Name, '!')",
                    "Id = Id % 2",
                    "Fields = pack_array(Id, Name)"
                ),
            6 => "project "
                + Of(
                    $"{Time()}, Id, Name",
                    $"Time = {Time()}, Id, Name",
                    "Id, Name",
                    $"Id, Name, {Time()} = bin({Time()}, 10m)",
                    "Id, Name = iff(Id > 1, 'x', Name), Fields"
                ),
            7 => Of(
                $"project-away {Time()}",
                "project-away Time*",
                $"project-keep Id, Name, {Time()}",
                "project-reorder Name",
                $"project-rename Time = {Time()}"
            ),
            8 => Of("mv-expand Fields", "mv-expand with_itemindex=i Fields to typeof(string) limit 1", "mv-expand e = pack_array(Id, Name)", "mv-expand Id"),
            9 => "mv-apply e = pack_array(Id, 1) to typeof(long) on "
                + "("
                + Of(
                    $"where e > {Next(3)}",
                    "extend f = e",
                    "summarize n = count()",
                    "top 1 by e",
                    "order by e",
                    "union DeviceFileEvents",
                    "where e in (DeviceFileEvents | project Id)"
                )
                + ")",
            10 => As(),
            11 or 12 => "join "
                + Of(
                    "kind=inner ",
                    "kind=leftouter ",
                    "kind=leftsemi ",
                    "kind=leftanti ",
                    "",
                    "kind=innerunique ",
                    "kind=fullouter ",
                    "kind=rightouter ",
                    "kind=rightanti "
                )
                + Of("", "hint.strategy=broadcast ")
                + Right()
                + " on "
                + Of("Id", "Name", "Id, Name", "$left.Id == $right.Id"),
            13 => $"lookup {Of("", "kind=inner ", "kind=leftouter ")}{Right()} on Id",
            14 => $"union {Of("", "kind=inner ")}{Leg()}",
            15 or 16 => Of("order", "sort")
                + " by "
                + Of(Time(), $"{Time()} asc", $"{Time()} desc, Id asc", $"{Time()} nulls last", "Id", $"bin({Time()}, 20m)", $"Name, {Time()}"),
            17 => Of("render table", "as Whole", "filter Id > 0"),
            18 => Of(
                "summarize n = count() by Id, Name",
                $"summarize {Time()} = max({Time()}) by Id, Name",
                "distinct Id, Name",
                "count",
                "summarize make_list(Name) by Id"
            ),
            19 => Of("take 2", "limit 1", "top 2 by Id", "sample-distinct 1 of Id", "getschema"),
            20 => $"serialize {Of("n = row_number()", "p = prev(Id)", "Id")}",
            21 => $"partition by Id ({Of("top 1 by Name", "take 1", "where Id > 0")})",
            22 when _functions.Count > 0 => $"invoke {_functions[Next(_functions.Count)]}()",
            _ => $"extend {Of("n = row_number()", "s = row_cumsum(Id)", "Late = now() - 1m", $"Age = now() - {Time()}", $"IsNew = {Time()} > ago(30m)")}",
        };

    private string As()
    {
        var name = _tables.Count + _values.Count > 0 && Next(3) == 1 ? _tables.Concat(_values).ElementAt(Next(_tables.Count + _values.Count)) : $"as{_named++}";
        return $"as {name} | {Of($"union {name}", $"join kind=inner {name} on Id", $"where Id in ({name})", $"union ({name} | where Id > 1)")}";
    }

    private string Condition() =>
        Next(15) switch
        {
            < 3 => $"Id {Of(">", "==", "<=")} {Next(3)}",
            3 => $"Name {Of("==", "!=", "has", "in~", "!in")} {Of("('a')", "('B', 'c')")}",
            4 => $"{Time()} {Of("<", ">=")} {Of("ago(20m)", "now(-10m)", "now()", "ago(totimespan(now() - now(-30m)))", "datetime(2024-06-01T11:20:00Z)")}",
            5 => $"{Time()} between (ago({Of("30m", "10m", "1h")}) .. now({Of("", "-10m")}))",
            6 =>
                $"Id {Of("in", "!in")} ({Of("1, 2", "(DeviceTvmSoftwareInventory | project Id)", "(DeviceFileEvents | project Id)", "DeviceTvmSoftwareInventory")})",
            7 => $"Id {Of("in", "!in")} (({Pipeline()} | project Id))",
            8 => "Id "
                + Of("==", ">", "<")
                + " toscalar("
                + Of(
                    "DeviceTvmSoftwareInventory | count",
                    "DeviceEvents | count",
                    $"{Pipeline()} | summarize min(Id)",
                    "DeviceTvmSoftwareInventory | summarize max(Id)"
                )
                + ")",
            9 when _values.Count > 0 => $"Id {Of("==", ">=", "in", "<")}({Value()})",
            10 when _tables.Count > 0 => $"Id in ({_tables[Next(_tables.Count)]})",
            11 => $"({Condition()} {Of("or", "and")} {Condition()})",
            12 => $"not({Condition()})",
            13 => $"Name has_any ({Of("'a', 'b'", "dynamic(['a'])", "DeviceFileEvents | project Name", "DeviceTvmSoftwareInventory | project Name")})",
            _ => Of("Fields.k == 'a'", "isnotempty(Name)", "Fields has 'DeviceFileEvents' or Name == 'union DeviceFileEvents'", "Fields['k'] == 'a'"),
        };
}
