using System.Globalization;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Sweeps;

/// <summary>
/// Writes the query of one call: one scan of a table for all types together. The service counts by column and value, so that the response is small; what a
/// value is, and in which way, is decided here (<see cref="HitReader"/>).
/// </summary>
/// <param name="table">The table.</param>
/// <param name="indicators">What is looked for.</param>
internal sealed class SweepQuery(SweptTable table, IReadOnlyList<SweptIndicator> indicators)
{
    /// <summary>The column of the response that tells which of the table's columns a value is of: its place, or that of a hash that is missing.</summary>
    public const string Place = "Place";

    /// <summary>The column of the response with the value.</summary>
    public const string Found = "Value";

    /// <summary>Before the place of a column of hashes: there are rows without this hash of a file and with another one.</summary>
    public const string WithoutHash = "-";

    /// <summary>What stands between the names of a list.</summary>
    public const char Between = '\u001f';

    /// <summary>How many names of devices and accounts are given of each value.</summary>
    public const int MostNames = 100;

    // No column's name begins so.
    private const string Own = "_mde";

    private readonly IReadOnlyDictionary<SweepList, IReadOnlyList<string>> _lists = Lists(indicators);

    /// <summary>The texts of each list that some indicators need.</summary>
    public static IReadOnlyDictionary<SweepList, IReadOnlyList<string>> Lists(IEnumerable<SweptIndicator> indicators) =>
        indicators
            .SelectMany(indicator => indicator.Terms)
            .GroupBy(term => term.List, term => term.Text)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Distinct(StringComparer.OrdinalIgnoreCase)]);

    /// <summary>What bounds a table of the tenant's own, which stands ahead of a query.</summary>
    public static string Within(SweptTable table, TimeRange range)
    {
        var (name, time) = (KqlWriter.Name(table.Name), KqlWriter.Name(table.TimeColumn!));
        return KqlText.Of($"let {name} = {name} | where {time} >= {KqlWriter.Value(range.Start)} and {time} < {KqlWriter.Value(range.End)};\n");
    }

    /// <summary>The rows that may be hits, counted.</summary>
    public string Write()
    {
        var name = KqlWriter.Name(table.Name);
        var hits = KqlText.Join(KqlText.Of($",\n    "), Searched().Select(one => KqlText.Of($"iff({one.Test}, {Pair(one)}, dynamic(null))")));
        var hit = Column("hit");
        var by = KqlText.Of($"by Place = tostring({hit}[0]), Value = tostring({hit}[1])");
        var summary = KqlText.Of($"| extend {hit} = pack_array(\n    {hits})\n| mv-expand {hit}\n| where isnotnull({hit})\n| summarize {Figures()}\n    {by}");
        var incomplete = KqlText.Join(
            KqlText.None,
            table
                .HashGaps.Where(gap => SweepTest.Of(gap.Hash.Kind).Any(test => test.List != SweepList.WidenedSha1 && _lists.ContainsKey(test.List)))
                .Select(gap =>
                    KqlText.Of($"\n| union ({name} | where {Missing(gap)} | take 1 | project Place = {KqlWriter.Value(WithoutHash + PlaceOf(gap.Hash))})")
                )
        );
        return KqlText.Of($"{Lets()}{name}\n| where {Where()}\n{summary}{incomplete}");
    }

    /// <summary>The rows themselves that have some values.</summary>
    /// <param name="values">The columns' places, and the values.</param>
    public string WriteRows(IEnumerable<(int Place, string Value)> values)
    {
        var tests = values
            .GroupBy(one => one.Place, one => one.Value)
            .Select(group => KqlText.Of($"{table.Columns[group.Key].Value} in ({KqlWriter.Dynamic(group.Distinct(StringComparer.Ordinal).ToArray())})"));
        return KqlText.Of($"{KqlWriter.Name(table.Name)}\n| where {KqlText.Join(KqlText.Of($"\n    or "), tests)}");
    }

    /// <summary>The SHA-1 hashes of files whose SHA-256 is looked for.</summary>
    public string WritePairs()
    {
        var list = KqlText.Of($"let {Name(SweepList.Sha256)} = {KqlWriter.Dynamic(_lists[SweepList.Sha256])};\n");
        var tables = table.HashPairs.Select(pair =>
        {
            var wanted = KqlText.Of($"{pair.Sha256.Value} in~ ({Name(SweepList.Sha256)}) and isnotempty({pair.Sha1.Value})");
            var both = KqlText.Of($"Sha256 = tolower({pair.Sha256.Value}), Sha1 = tolower({pair.Sha1.Value})");
            return KqlText.Of($"({KqlWriter.Name(table.Name)} | where {wanted} | distinct {both})");
        });
        return KqlText.Of($"{list}union {KqlText.Join(KqlText.Of($",\n    "), tables)}\n| distinct Sha256, Sha1");
    }

    private static KqlText Name(SweepList list) => KqlWriter.Name($"{Own}{list}");

    private static KqlText Column(string name) => KqlWriter.Name(Own + name);

    private static string PlaceOf(int place) => place.ToString(CultureInfo.InvariantCulture);

    private string PlaceOf(SweptColumn column) => PlaceOf(table.Columns.ToList().IndexOf(column));

    private KqlText Lets() =>
        KqlText.Join(
            KqlText.None,
            _lists
                .Where(list => !SweepTest.IsOneByOne(list.Key) && table.Columns.Any(column => SweepTest.Of(column.Kind).Any(test => test.List == list.Key)))
                .OrderBy(list => list.Key)
                .Select(list => KqlText.Of($"let {Name(list.Key)} = {KqlWriter.Dynamic(list.Value)};\n"))
        );

    private KqlText Where() =>
        KqlText.Join(
            KqlText.Of($"\n    or "),
            Searched().Select(one => one.Column.Key is null ? one.Test : Test(one.Column, one.Column.Tested, isPrefilter: true))
        );

    private IEnumerable<(int Place, SweptColumn Column, KqlText Test)> Searched()
    {
        for (var place = 0; place < table.Columns.Count; place++)
        {
            var column = table.Columns[place];
            if (SweepTest.Of(column.Kind).Any(test => _lists.ContainsKey(test.List)))
            {
                yield return (place, column, Test(column, column.Compared, isPrefilter: false));
            }
        }
    }

    private KqlText Test(SweptColumn column, KqlText value, bool isPrefilter)
    {
        KqlText[] tests =
        [
            .. SweepTest
                .Of(column.Kind)
                .Where(test => _lists.ContainsKey(test.List))
                .SelectMany(test =>
                    SweepTest.IsOneByOne(test.List) ? _lists[test.List].Select(text => test.Write(value, KqlWriter.Value(text)))
                    : test.List == SweepList.WidenedSha1 ? [Widened(column, test.Write(value, Name(test.List)))]
                    : [test.Write(value, Name(test.List))]
                ),
        ];
        var any = KqlText.Join(KqlText.Of($" or "), tests);
        return column.Action is { } action ? KqlText.Of($"(ActionType == {KqlWriter.Value(action)} and ({any}))")
            : tests.Length > 1 && !isPrefilter ? KqlText.Of($"({any})")
            : any;
    }

    // What has its SHA-256 is found by that.
    private KqlText Widened(SweptColumn sha1, KqlText test) =>
        table.HashPairs.FirstOrDefault(pair => pair.Sha1 == sha1) is { Sha256: { } sha256 } ? KqlText.Of($"({test} and isempty({sha256.Value}))") : test;

    private static KqlText Pair((int Place, SweptColumn Column, KqlText Test) one) =>
        KqlText.Of($"pack_array({KqlWriter.Value(PlaceOf(one.Place))}, {one.Column.Value})");

    private static KqlText Missing((SweptColumn Hash, IReadOnlyList<SweptColumn> Others) gap)
    {
        var others = KqlText.Join(KqlText.Of($" or "), gap.Others.Select(other => KqlText.Of($"isnotempty({other.Value})")));
        return KqlText.Of($"isempty({gap.Hash.Value}) and ({others})");
    }

    private KqlText Figures()
    {
        var figures = new List<KqlText> { KqlText.Of($"Rows = count()") };
        if (table.TimeColumn is { } time)
        {
            figures.Add(KqlText.Of($"FirstSeen = min({KqlWriter.Name(time)}), LastSeen = max({KqlWriter.Name(time)})"));
        }

        if (table.Device is { } device)
        {
            figures.Add(Names("Device", device));
        }

        if (table.Account is { } account)
        {
            figures.Add(Names("Account", account));
        }

        return KqlText.Join(KqlText.Of($", "), figures);
    }

    // One more than is given, so that it is seen whether there are more.
    private static KqlText Names(string what, KqlText value)
    {
        var (names, count) = (KqlWriter.Name($"{what}s"), KqlWriter.Name($"{what}Count"));
        var separator = KqlWriter.Value(Between.ToString());
        return KqlText.Of($"{names} = strcat_array(make_set({value}, {Limit}), {separator}), {count} = dcount({value})");
    }

    private static KqlText Limit => KqlWriter.Value((long)MostNames + 1);
}
