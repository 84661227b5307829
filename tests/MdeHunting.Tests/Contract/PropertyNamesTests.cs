using MdeHunting.Contract;
using MdeHunting.Results;
using Xunit;

namespace MdeHunting.Tests.Contract;

public sealed class PropertyNamesTests
{
    public static TheoryData<string, string[]> Hostile =>
        new()
        {
            { "told apart by case", Cases(200_000) },
            { "the same", [.. Enumerable.Repeat("a", 200_000)] },
            {
                "numbered before",
                [.. Enumerable.Range(2, 100_000).Select(i => $"a_{i}"), .. Enumerable.Repeat("a", 50_000), .. Enumerable.Repeat("A", 50_000)]
            },
            { "numbered behind", [.. Enumerable.Repeat("a", 100_000), .. Enumerable.Range(2, 100_000).Select(i => $"A_{i}")] },
            { "numbered twice", [.. Enumerable.Range(0, 200_000).Select(i => $"a{new string('_', i % 3)}{(i % 2 == 0 ? "" : "2")}_2")] },
            { "blank", [.. Enumerable.Repeat(" ", 100_000), .. Enumerable.Range(1, 100_000).Select(i => $"column{i}")] },
            { "PowerShell's", [.. Enumerable.Repeat("PSObject", 100_000), .. Enumerable.Range(2, 100_000).Select(i => $"psobject_{i}")] },
        };

    /// <summary>Counting from 2 for each would take minutes.</summary>
    [Theory]
    [MemberData(nameof(Hostile))]
    public void Each_name_is_settled_at_once_and_all_differ(string kind, string[] names)
    {
        var settled = PropertyNames.Settle(names);

        Assert.Equal(names.Length, settled.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.NotEmpty(kind);
    }

    [Fact]
    public void The_columns_of_two_responses_are_united_in_any_order()
    {
        MdeHuntingColumn[] columns = [.. Enumerable.Range(0, 10_000).Select(i => new MdeHuntingColumn($"C{i / 2}", "Int64"))];
        var united = new MergedSchema();
        united.Add(columns);

        var places = united.Add([.. columns.Reverse(), new("New", "String")]);

        Assert.Equal(10_001, united.Columns.Count);
        Assert.Equal(Enumerable.Range(0, 10_001), places.Order());
        Assert.Equal("C4999", united.Columns[places[0]].Name);
    }

    private static string[] Cases(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Concat(Enumerable.Range(0, 20).Select(bit => (i >> bit) % 2 == 0 ? 'a' : 'A')))];
}
