using System.Collections;
using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Rows;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary><c>.MdeView.Safe</c>, to which every hint leads.</summary>
public class SafeCopyTests
{
    private const string Hostile = "a\u001b[31m\u202e\u200b";
    private const string Visible = "a<U+001B>[31m<U+202E><U+200B>";

    public static TheoryData<object?, object?> Values =>
        new()
        {
            { Hostile, Visible },
            { Hostile[1], "<U+001B>" },
            { new object?[] { Hostile, 1L, null }, $"""["a\u001b[31m<U+202E><U+200B>",1,null]""" },
            { new object?[] { new object?[] { Hostile } }, """[["a\u001b[31m<U+202E><U+200B>"]]""" },
            {
                new DynamicObjects().CreateObject([Hostile], [new object?[] { Hostile }]),
                """{"a\u001b[31m<U+202E><U+200B>":["a\u001b[31m<U+202E><U+200B>"]}"""
            },
            { new PSObject(Hostile), Visible },
            { new Uri("https://example/\u202e"), "https://example/<U+202E>" },
            { new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc), "2026-11-20T01:02:03.0000000Z" },
            { new InvalidOperationException(Hostile), $"System.InvalidOperationException: {Visible}" },
            { true, true },
            { 12L, 12L },
            { null, null },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_value_is_safe(object? value, object? expected) => Assert.Equal(expected, Safe(Row(["Name"], [value])).Properties["Name"].Value);

    [Fact]
    public void Names_that_come_to_look_alike_are_told_apart()
    {
        var safe = Safe(Row(["a\u001b", "a<U+001B>", "A<u+001b>_2", "MdeView"], ["1", "2", "3", "4"]));

        Assert.Equal(["a<U+001B>", "a<U+001B>_3", "A<u+001b>_2", "MdeView_2"], safe.Properties.Select(property => property.Name));
        Assert.Equal(["1", "2", "3", "4"], safe.Properties.Select(property => property.Value));
    }

    [Fact]
    public void The_keys_of_a_dictionary_are_safe()
    {
        var row = Row(["Bag"], [null]);
        row.Properties["Bag"].Value = new Hashtable { [Hostile] = new Hashtable { ["inner\u0007"] = new[] { Hostile } } };

        var outer = Assert.IsAssignableFrom<IDictionary>(Safe(row).Properties["Bag"].Value);
        var inner = Assert.IsAssignableFrom<IDictionary>(outer[Visible]);
        Assert.Equal([Visible], Assert.IsAssignableFrom<IEnumerable<string>>(Bare(inner["inner<U+0007>"])));
    }

    [Fact]
    public void A_results_rows_and_columns_are_safe_too_and_made_when_they_are_asked_for()
    {
        var row = Row(["Name\u001b"], [Hostile]);
        var safe = Safe(new PSObject(new { Rows = new List<PSObject> { row }, Schema = new List<MdeHuntingColumn> { new("Name\u001b", "String") } }));

        row.Properties["Name\u001b"].Value = $"{Hostile}later";

        var rows = Assert.IsType<object[]>(Bare(safe.Properties["Rows"].Value));
        Assert.Equal($"{Visible}later", ((PSObject)rows[0]).Properties["Name<U+001B>"].Value);
        Assert.Equal("Name<U+001B>: String", Assert.IsType<object[]>(Bare(safe.Properties["Schema"].Value))[0].ToString());
    }

    [Fact]
    public void A_copy_can_be_copied_and_changed()
    {
        var copy = Safe(Row(["Name"], [Hostile])).Copy();
        copy.Properties["Name"].Value = "mine";

        Assert.Equal("mine", copy.Copy().Properties["Name"].Value);
    }

    [Fact]
    public void Rows_that_differ_anywhere_have_short_texts_that_differ()
    {
        string[] names = ["Timestamp", "DeviceName", "FileName", "SHA1", "Bag"];
        var time = new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc);
        var first = MdeView.ToText(Row(names, [time, "ws-1", Hostile, "1", new object[] { "x" }]));

        Assert.StartsWith($"2026-11-20T01:02:03.0000000Z ws-1 {Visible} #", first);
        Assert.Equal(first, MdeView.ToText(Row(names, [time, "ws-1", Hostile, "1", new object[] { "x" }])));
        Assert.NotEqual(first, MdeView.ToText(Row(names, [time, "ws-1", Hostile, "2", new object[] { "x" }])));
        Assert.NotEqual(first, MdeView.ToText(Row(names, [time, "ws-1", Hostile, "1", new object[] { "y" }])));
        Assert.InRange(MdeView.ToText(Row(names, [time, new string('d', 10_000), new string('f', 10_000), "1", null])).Length, 1, 300);
    }

    // A list has its text for a CSV around it.
    private static object? Bare(object? value) => value is PSObject made ? made.BaseObject : value;

    private static PSObject Safe(PSObject row) => (PSObject)MdeView.Safe(row);

    private static PSObject Row(string[] names, object?[] cells) =>
        new RowShape([.. names.Select(name => new MdeHuntingColumn(name, "Object"))]).CreateRow(cells);
}
