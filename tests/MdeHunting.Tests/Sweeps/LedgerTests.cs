using CsCheck;
using MdeHunting.Indicators;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>What an entry of a ledger says, whatever came of the calls and in whichever order.</summary>
public sealed class LedgerTests
{
    private static readonly DateTime End = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<TableSearch[]> Searches = Gen.Select(Gen.Enum<SearchState>(), Gen.Bool)
        .Array[0, 6]
        .Select(all => all.Select((one, i) => new TableSearch($"T{i}", one.Item2, one.Item1, one.Item1 == SearchState.Whole ? null : $"why {i}")).ToArray());

    [Fact]
    public void It_says_NotFound_where_everything_was_searched_and_nothing_where_not() =>
        Gen.Select(Searches, Gen.Int[0, 2])
            .Sample(
                (searches, hits) =>
                {
                    var entry = Entry(searches, hits);
                    var planned = searches.Where(search => search.State is not (SearchState.NotThere or SearchState.NotMeant)).ToList();
                    var isWhole = planned.Count > 0 && planned.TrueForAll(search => search.State == SearchState.Whole);
                    var isHistory = planned.Exists(search => !search.IsState);

                    Assert.Equal(isWhole && isHistory, entry.IsComplete);
                    Assert.Equal(
                        hits > 0 ? "Found"
                            : isWhole && isHistory ? "NotFound"
                            : planned.Exists(search => search.State is SearchState.Whole or SearchState.Part) ? "Partial"
                            : "NotSearched",
                        entry.Status
                    );
                    Assert.Equal(entry.IsComplete && planned.Count == searches.Length, entry.Reason is null);
                    Assert.Equal(
                        searches.Select(search => search.Table),
                        entry.Tables.Concat(entry.NotSearched.Select(gap => gap.Table)).Order(StringComparer.Ordinal)
                    );
                    Assert.All(entry.NotSearched, gap => Assert.NotEmpty(gap.Reason));
                }
            );

    [Fact]
    public void The_order_of_what_came_makes_no_difference() =>
        Gen.Select(Searches, Gen.Int[0, 100])
            .Sample(
                (searches, seed) =>
                {
                    var shuffled = searches.ToArray();
                    new Random(seed).Shuffle(shuffled);

                    Assert.Equal(Text(Entry(searches, 0)), Text(Entry(shuffled, 0)));
                }
            );

    [Fact]
    public void What_still_waits_when_the_sweep_ends_was_not_searched()
    {
        var entry = Entry([Search("A", SearchState.Whole), Search("B", SearchState.Waiting)], 0);

        entry.Close("It ended.");

        Assert.Equal("Partial", entry.Status);
        Assert.Equal("B: It ended.", entry.Reason);
    }

    [Fact]
    public void A_skipped_indicator_is_NotSearched_with_the_reason_whatever_happens()
    {
        var entry = new MdeIndicatorLedgerEntry(
            "Contoso",
            null,
            new MdeIndicator(MdeIndicatorType.Domain, "a.example", "a.example") { Skip = MdeIndicatorSkip.Expired, Reason = "It expired." }
        );

        entry.Close("It ended.");

        Assert.Equal(("NotSearched", false, "Expired: It expired."), (entry.Status, entry.IsComplete, entry.Reason));
    }

    [Fact]
    public void Tables_that_the_account_does_not_have_are_told_of_what_is_complete_too()
    {
        var entry = Entry([Search("A", SearchState.Whole), Search("B", SearchState.NotThere), Search("C", SearchState.NotThere)], 0);

        Assert.Equal(("NotFound", true), (entry.Status, entry.IsComplete));
        Assert.Equal("This account can't query B, C, or the tenant doesn't have them.", entry.Reason);
    }

    [Fact]
    public void Each_cause_is_told_with_the_number_of_its_tables()
    {
        var entry = Entry(
            [
                Search("A", SearchState.Failed) with
                {
                    Reason = "It was refused.",
                },
                Search("B", SearchState.Part) with
                {
                    Reason = "Rows are missing.",
                },
                Search("C", SearchState.Failed) with
                {
                    Reason = "It was refused.",
                },
                Search("D", SearchState.Whole),
            ],
            0
        );

        Assert.Equal("3 of 4 tables: It was refused (2). Rows are missing (1).", entry.Reason);
    }

    [Theory]
    [InlineData(true, "No table of -Table can hold it.")]
    [InlineData(false, "No table can hold it.")]
    public void That_no_table_can_hold_it_is_said_of_those_that_were_meant(bool areChosen, string expected)
    {
        var entry = new MdeIndicatorLedgerEntry("Contoso", null, new MdeIndicator(MdeIndicatorType.Domain, "a.example", "a.example"));

        entry.Plan(End.AddDays(-30), End, [], areChosen);

        Assert.Equal(("NotSearched", expected), (entry.Status, entry.Reason));
    }

    [Fact]
    public void An_indicator_whose_rows_are_missing_is_found_and_not_complete()
    {
        var entry = Entry([Search("A", SearchState.Whole), Search("B", SearchState.NotThere)], 1);

        entry.MissRows("A", "It's too large.");

        Assert.Equal(("Found", false), (entry.Status, entry.IsComplete));
        Assert.Equal("This account can't query B, or the tenant doesn't have it. Rows of hits are missing from A: It's too large.", entry.Reason);
    }

    [Fact]
    public void It_begins_where_the_last_of_its_tables_begins()
    {
        var entry = Entry([Search("A", SearchState.Whole) with { Since = End.AddDays(-29) }, Search("B", SearchState.Whole)], 0);

        Assert.Equal(End.AddDays(-29), entry.StartTime);
        Assert.True(entry.IsComplete);
    }

    private static TableSearch Search(string table, SearchState state) => new(table, false, state, null);

    private static MdeIndicatorLedgerEntry Entry(TableSearch[] searches, int hits)
    {
        var entry = new MdeIndicatorLedgerEntry("Contoso", null, new MdeIndicator(MdeIndicatorType.Domain, "a.example", "a.example"));
        entry.Plan(End.AddDays(-30), End, searches.Select(search => !search.IsPlanned ? search : search with { State = SearchState.Waiting, Reason = null }));
        foreach (var search in searches)
        {
            entry.Note(search);
        }

        entry.Add(hits, hits > 0 ? MdeIndicatorGrade.Exact : null);
        return entry;
    }

    private static string Text(MdeIndicatorLedgerEntry entry) =>
        $"{entry.Status} {entry.IsComplete} {string.Join(',', entry.Tables)} {string.Join(',', entry.NotSearched)} {entry.Reason}";
}
