using System.Collections;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Kql;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class TimedTableTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_window_of_a_table_in_order_looks_at_few_of_its_rows()
    {
        var rows = new CountedRows(1_000_000);
        var table = new TimedTable(new KqlTable("Events", [new("Timestamp", KqlType.DateTime)], rows));
        rows.Looks = 0;

        var narrow = table.Within(new GraphTimespan(Start.AddSeconds(500_000), Start.AddSeconds(500_009)));
        Assert.Equal(10, narrow.Rows.Count);
        Assert.InRange(rows.Looks, 1, 100);
        Assert.Equal(Start.AddSeconds(500_000), narrow.Rows[0][0]);
        Assert.Equal(Enumerable.Range(500_000, 10).Select(second => (object)Start.AddSeconds(second)), narrow.Rows.Select(row => row[0]!));
    }

    [Fact]
    public void A_window_of_all_rows_is_the_table_itself()
    {
        var whole = new KqlTable("Events", [new("Timestamp", KqlType.DateTime)], new CountedRows(10));
        Assert.Same(whole, new TimedTable(whole).Within(new GraphTimespan(Start, Start.AddSeconds(9))));
        Assert.Same(whole, new TimedTable(whole).Since(Start));
    }

    [Fact]
    public void A_row_without_a_time_is_not_too_old_and_is_in_no_window()
    {
        object?[][] rows =
        [
            [null],
            [Start.AddDays(-1)],
            [Start],
        ];
        var table = new TimedTable(new KqlTable("Events", [new("TimeGenerated", KqlType.DateTime)], rows));
        Assert.Equal([null, Start], table.Since(Start).Rows.Select(row => row[0]));
        Assert.Equal([Start], table.Within(new GraphTimespan(Start, Start)).Rows.Select(row => row[0]));
    }

    [Fact]
    public void A_row_beyond_a_slice_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RowSlice(new CountedRows(10), 2, 3)[3]);

    /// <summary>A row a second, and how many were looked at.</summary>
    private sealed class CountedRows(int count) : IReadOnlyList<object?[]>
    {
        public int Looks { get; set; }

        public int Count => count;

        public object?[] this[int index]
        {
            get
            {
                Looks++;
                return [Start.AddSeconds(index)];
            }
        }

        public IEnumerator<object?[]> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
