using System.Text;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Sweeps;

/// <summary>How much one query may hold.</summary>
/// <param name="TextBytes">Bytes of its text.</param>
/// <param name="ListBytes">Bytes of one of its lists.</param>
/// <param name="Words">Values of a list that is tested word by word.</param>
/// <param name="Parts">Texts that are each a test of their own.</param>
internal sealed record SweepLimits(int TextBytes, int ListBytes, int Words, int Parts)
{
    /// <summary>
    /// A megabyte is the most of one dynamic value, and 10,000 values the most of has_any, https://learn.microsoft.com/kusto/query/has-any-operator and
    /// https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic. No limit of the text is documented; and the more tests are joined by or, the sooner a
    /// query is too complex, https://learn.microsoft.com/kusto/concepts/query-limits.
    /// </summary>
    public static SweepLimits Default { get; } = new(256 * 1024, 1024 * 1024, 10_000, 64);
}

/// <summary>Says which calls a sweep needs: for each table the fewest that the limits allow. It knows no connection.</summary>
/// <param name="limits">The limits.</param>
internal sealed class SweepPlanner(SweepLimits limits)
{
    // What bounds a query in time is put in front of it.
    private const int Bounds = 512;

    /// <summary>The calls, table by table.</summary>
    public IReadOnlyList<SweepStep> Plan(IReadOnlyList<SweptIndicator> indicators, IEnumerable<SweptTable> tables) =>
        [.. tables.SelectMany(table => Plan(table, [.. indicators.Where(indicator => IsIn(indicator, table))]))];

    /// <summary>The calls of one table.</summary>
    public IReadOnlyList<SweepStep> Plan(SweptTable table, IReadOnlyList<SweptIndicator> indicators)
    {
        var chunks = Chunks(table, indicators);
        return [.. chunks.Select((chunk, place) => new SweepStep(table, chunk, place + 1, chunks.Count))];
    }

    /// <summary>Whether a table has a column that can hold an indicator.</summary>
    public static bool IsIn(SweptIndicator indicator, SweptTable table) =>
        indicator.Terms.Any(term => term.List != SweepList.WidenedSha1 && table.Columns.Any(column => Tests(column, term.List)))
        || (indicator.Widened.Count > 0 && table.Columns.Any(column => column.Kind == SweptKind.Sha1));

    private static bool Tests(SweptColumn column, SweepList list) => SweepTest.Of(column.Kind).Any(test => test.List == list);

    private List<IReadOnlyList<SweptIndicator>> Chunks(SweptTable table, IReadOnlyList<SweptIndicator> indicators)
    {
        var chunks = new List<IReadOnlyList<SweptIndicator>>();
        var chunk = new List<SweptIndicator>();
        var lists = new HashSet<SweepList>(table.Columns.SelectMany(column => SweepTest.Of(column.Kind)).Select(test => test.List));
        // All types at once: the longest that the text can be beside its lists.
        var frame = Bounds + Encoding.UTF8.GetByteCount(new SweepQuery(table, [.. Examples(indicators)]).Write());
        var (total, sizes, counts) = (frame, new Dictionary<SweepList, int>(), new Dictionary<SweepList, int>());
        foreach (var indicator in indicators)
        {
            var costs = indicator.Terms.Where(term => lists.Contains(term.List)).GroupBy(term => term.List).ToList();
            var cost = costs.Sum(list => Cost(list, table));
            var isFull =
                total + cost > limits.TextBytes
                || costs.Any(list => Value(sizes, list.Key) + Cost(list, table) > limits.ListBytes || Value(counts, list.Key) + list.Count() > Most(list.Key));
            if (isFull && chunk.Count > 0)
            {
                chunks.Add(chunk);
                chunk = [];
                (total, sizes, counts) = (frame, [], []);
            }

            chunk.Add(indicator);
            total += cost;
            foreach (var list in costs)
            {
                sizes[list.Key] = Value(sizes, list.Key) + Cost(list, table);
                counts[list.Key] = Value(counts, list.Key) + list.Count();
            }
        }

        if (chunk.Count > 0)
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    private static IEnumerable<SweptIndicator> Examples(IEnumerable<SweptIndicator> indicators) =>
        indicators.GroupBy(indicator => (indicator.Indicator.Kind, indicator.Widened.Count > 0)).Select(group => group.First());

    private static int Value(Dictionary<SweepList, int> values, SweepList list) => values.TryGetValue(list, out var value) ? value : 0;

    private int Most(SweepList list) =>
        SweepTest.IsOneByOne(list) ? limits.Parts
        : SweepTest.IsOfWords(list) ? limits.Words
        : int.MaxValue;

    // A text of a list stands in the query once; one that is a test of its own, in each test of each column, and those are written twice.
    private static int Cost(IGrouping<SweepList, (SweepList List, string Text)> terms, SweptTable table)
    {
        var bytes = terms.Sum(term => Encoding.UTF8.GetByteCount(KqlWriter.Dynamic(term.Text)) - "dynamic()".Length + 1);
        var columns = table.Columns.Where(column => Tests(column, terms.Key)).ToList();
        return SweepTest.IsOneByOne(terms.Key) ? columns.Sum(column => 2 * (bytes + (terms.Count() * (column.Name.Length + " or  contains ".Length)))) : bytes;
    }
}
