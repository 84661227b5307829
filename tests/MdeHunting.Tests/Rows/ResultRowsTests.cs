using System.Management.Automation;
using System.Runtime.CompilerServices;
using MdeHunting.Rows;
using Xunit;

namespace MdeHunting.Tests.Rows;

/// <summary>Rows of a result, which are objects only while somebody holds them, look like rows that were always there.</summary>
public sealed class ResultRowsTests
{
    private static readonly MdeHuntingColumn[] Columns = [new("Time", "DateTime"), new("Name", "String"), new("Data", "Dynamic"), new("List", "Dynamic")];

    private readonly ResultRows _rows = new();

    public ResultRowsTests()
    {
        _rows.Begin(new RowShape(Columns));
        for (var i = 0; i < 3; i++)
        {
            _rows.Add([
                new DateTime(2026, 11, 24, 1, 2, 3, DateTimeKind.Utc),
                $"name {i}",
                new DynamicObjects().CreateObject(["x"], [1L]),
                new object[] { 1L, 2L },
            ]);
        }

        _rows.Begin(new RowShape([new MdeHuntingColumn("Other", "Int64")]));
        _rows.Add([7L]);
        _rows.Begin(new RowShape([]));
        _rows.Add([]);
    }

    public static TheoryData<string, Action<PSObject>, Func<PSObject, object?>, object?> Changes() =>
        new()
        {
            { "a member", row => row.Properties.Add(new PSNoteProperty("Tag", "mine")), row => row.Properties["Tag"]?.Value, "mine" },
            {
                "a script property",
                row => row.Properties.Add(new PSScriptProperty("Made", ScriptBlock.Create("1"))),
                row => row.Properties["Made"]?.MemberType,
                PSMemberTypes.ScriptProperty
            },
            { "a value", row => row.Properties["Name"].Value = "other", row => row.Properties["Name"].Value, "other" },
            { "a time", row => row.Properties["Time"].Value = "never", row => row.Properties["Time"].Value, "never" },
            { "the first property's removal", row => row.Properties.Remove("Time"), row => row.Properties["Time"], null },
            { "the last property's removal", row => row.Properties.Remove("List"), row => row.Properties["List"], null },
            { "another property in its place", Replace, row => row.Properties["Name"].Value, "replaced" },
            { "a type name", row => row.TypeNames.Insert(0, "Mine"), row => row.TypeNames[0], "Mine" },
            { "a type name less", row => row.TypeNames.RemoveAt(0), row => row.TypeNames[0], "System.Management.Automation.PSCustomObject" },
            {
                "a member of a time",
                row => Value(row, "Time").Properties.Add(new PSNoteProperty("Tag", 1)),
                row => Value(row, "Time").Properties["Tag"]?.Value,
                1
            },
            {
                "a member of a nested object",
                row => Value(row, "Data").Properties.Add(new PSNoteProperty("y", 2)),
                row => Value(row, "Data").Properties["y"]?.Value,
                2
            },
            { "a value of a nested object", row => Value(row, "Data").Properties["x"].Value = 3, row => Value(row, "Data").ToString(), """{"x":3}""" },
            { "an item of a list", row => ((object[])Value(row, "List").BaseObject)[0] = 9, row => Value(row, "List").ToString(), "[9,2]" },
            {
                "a member of a list",
                row => Value(row, "List").Properties.Add(new PSNoteProperty("Tag", 1)),
                row => Value(row, "List").Properties["Tag"]?.Value,
                1
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_changed_of_a_row_stays_though_nobody_holds_it(string what, Action<PSObject> change, Func<PSObject, object?> read, object? expected)
    {
        Change(1, change);
        Collect();
        Change(1, _ => { });
        Collect();

        Assert.True(Equals(expected, read(_rows[1])), what);
        Assert.NotEqual(expected, read(_rows[0]));
        Assert.Equal(5, _rows.Count);
    }

    [Fact]
    public void A_row_that_somebody_holds_is_the_same_object_however_it_is_reached()
    {
        var row = _rows[1];
        Collect();
        row.Properties["Name"].Value = "later";

        Assert.Same(row, _rows[1]);
        Assert.Same(row, _rows.ElementAt(1));
        Assert.Equal(1, _rows.IndexOf(row));
        Assert.Equal("later", _rows[1].Properties["Name"].Value);
    }

    [Fact]
    public void A_row_that_was_read_only_is_its_cells_again_and_reads_as_before()
    {
        var first = new WeakReference(null);
        string? text = null;
        Change(
            0,
            row =>
            {
                first.Target = row;
                text = Text(row);
            }
        );
        Collect();

        Assert.Null(first.Target);
        Assert.Equal(text, Text(_rows[0]));
        Change(0, _ => { });
        Collect();
        Assert.Equal(text, Text(_rows[0]));
        Assert.Equal("MdeHunting.Row", _rows[0].TypeNames[0]);
    }

    [Fact]
    public void Each_row_has_the_columns_of_its_own_response()
    {
        Assert.Equal([4, 4, 4, 1, 0], _rows.Select(row => row.Properties.Count()));
        Assert.Equal(7L, _rows[3].Properties["Other"].Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => _rows[5]);
    }

    [Fact]
    public void Threads_that_read_and_change_at_once_while_memory_is_collected_lose_nothing()
    {
        var rows = new ResultRows();
        rows.Begin(new RowShape([new MdeHuntingColumn("N", "Int64")]));
        for (var i = 0; i < 2_000; i++)
        {
            rows.Add([(long)i]);
        }

        Parallel.For(
            0,
            4,
            thread =>
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    if (i % 4 == thread)
                    {
                        rows[i].Properties.Add(new PSNoteProperty($"By{thread}", i));
                    }
                    else
                    {
                        _ = rows[i].Properties["N"].Value;
                    }

                    if (i % 500 == 0)
                    {
                        GC.Collect();
                    }
                }
            }
        );
        Collect();

        Assert.All(
            rows.Select((row, i) => (row, i)),
            one =>
            {
                Assert.Equal((long)one.i, one.row.Properties["N"].Value);
                Assert.Equal(one.i, one.row.Properties[$"By{one.i % 4}"]?.Value);
                Assert.Equal(2, one.row.Properties.Count());
            }
        );
    }

    // In a method of its own, so that nothing on the stack holds the row.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Change(int index, Action<PSObject> change) => change(_rows[index]);

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static void Replace(PSObject row)
    {
        row.Properties.Remove("Name");
        row.Properties.Add(new PSNoteProperty("Name", "replaced"));
    }

    private static PSObject Value(PSObject row, string name) => PSObject.AsPSObject(row.Properties[name].Value);

    private static string Text(PSObject row) => string.Join(' ', row.Properties.Select(property => $"{property.Name}={property.Value}"));
}
