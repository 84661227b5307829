using System.Management.Automation;
using CsCheck;
using MdeHunting.Rows;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Rows;

/// <summary>Rows are made by short cuts; to whoever has them they are PSCustomObjects like any.</summary>
public sealed class RowObjectTests
{
    private static readonly MdeHuntingColumn[] Columns = [new("Time", "DateTime"), new("Name", "String"), new("Bag", "Object")];

    [Fact]
    public void A_rows_type_names_are_its_own()
    {
        var shape = new RowShape(Columns);
        var (changed, unchanged) = (shape.CreateRow([null, "a", null]), shape.CreateRow([null, "b", null]));

        changed.TypeNames.Insert(0, "Mine");

        Assert.Equal(["Mine", RowShape.TypeName, "System.Management.Automation.PSCustomObject", "System.Object"], changed.TypeNames);
        Assert.Equal([RowShape.TypeName, "System.Management.Automation.PSCustomObject", "System.Object"], unchanged.TypeNames);
    }

    [Fact]
    public void A_copy_of_a_copy_is_independent_of_both()
    {
        var row = new RowShape(Columns).CreateRow([new DateTime(2026, 11, 24, 1, 2, 3, DateTimeKind.Utc), "a", new DynamicObjects().CreateObject(["x"], [1L])]);
        var copy = row.Copy();
        var copyOfCopy = copy.Copy();

        copyOfCopy.Properties["Name"].Value = "c";
        copy.Properties["Name"].Value = "b";
        copyOfCopy.Properties.Remove("Time");

        Assert.Equal(["a", "b", "c"], new[] { row, copy, copyOfCopy }.Select(one => one.Properties["Name"].Value));
        Assert.Equal("2026-11-24T01:02:03.0000000Z", copy.Properties["Time"].Value.ToString());
        Assert.Equal("""{"x":1}""", copy.Properties["Bag"].Value.ToString());
        Assert.Equal("2026-11-24T01:02:03.0000000Z", row.Properties["Time"].Value.ToString());
    }

    [Fact]
    public void The_text_of_a_copied_bag_is_what_is_in_the_copy()
    {
        var row = new RowShape(Columns).CreateRow([null, "a", new DynamicObjects().CreateObject(["x"], [1L])]);
        var copy = ((PSObject)row.Properties["Bag"].Value).Copy();

        copy.Properties["x"].Value = 2L;

        Assert.Equal("""{"x":2}""", copy.ToString());
        Assert.Equal("""{"x":1}""", row.Properties["Bag"].Value.ToString());
    }

    [Fact]
    public void Bags_of_other_members_one_after_the_other_keep_their_own_names()
    {
        var objects = new DynamicObjects();
        string[][] shapes =
        [
            ["a", "b"],
            ["a", "B"],
            ["a", "A"],
            ["a", "b", ""],
            [],
            ["PSObject"],
            ["a", "b"],
        ];

        var made = shapes.Select(names => (PSObject)objects.CreateObject(names, [.. names.Select(name => (object?)name)])).ToArray();

        Assert.Equal(
            ["a=a b=b", "a=a B=B", "a=a A_2=A", "a=a b=b Column3=", "", "PSObject_2=PSObject", "a=a b=b"],
            made.Select(one => string.Join(' ', one.Properties.Select(property => $"{property.Name}={property.Value}")))
        );
    }

    /// <summary>Texts that repeat are read once, whatever they are made of.</summary>
    [Fact]
    public Task Texts_come_as_they_were_sent_however_often_they_repeat() =>
        Gen.Select(Gen.String[0, 150].Array[1, 12], Gen.Int[0, 11].Array[1, 3_000])
            .SampleAsync(
                async (texts, picks) =>
                {
                    var sent = picks.Select(pick => texts[pick % texts.Length]).Select(Whole).ToArray();
                    var rows = System.Text.Json.JsonSerializer.Serialize(
                        sent.Select(text => new Dictionary<string, object>
                        {
                            ["S"] = text,
                            ["D"] = new Dictionary<string, string> { [text] = text },
                        })
                    );

                    var service = await StubService
                        .Of($$"""{"Schema":[{"Name":"S","Type":"String"},{"Name":"D","Type":"Object"}],"Results":{{rows}}}""")
                        .HuntAsync();

                    Assert.Equal(sent, service.Rows.Select(row => row.Properties["S"].Value));
                    Assert.Equal(sent, service.Rows.Select(row => ((PSObject)row.Properties["D"].Value).Properties.Single().Value));
                },
                iter: 40
            );

    // JSON as it is written here cannot carry half a surrogate pair.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
