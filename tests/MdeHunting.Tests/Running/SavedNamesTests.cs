using MdeHunting.Running;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>What a file of a query's rows may be called, whatever the query is.</summary>
public sealed class SavedNamesTests
{
    [Theory]
    [InlineData("beacons.kql", "beacons.kql")]
    [InlineData("h2/x.kql", "h2_x.kql")]
    [InlineData("h2\\x.kql", "h2_x.kql")]
    [InlineData("1: DeviceInfo | take 10", "1_DeviceInfo_take 10")]
    [InlineData("2: DeviceInfo | where DeviceName == \"a*[b]?\"…", "2_DeviceInfo_where DeviceName ==_a_b_")]
    [InlineData("C:\\hunts\\x.kql", "C_hunts_x.kql")]
    [InlineData("/etc/passwd", "_etc_passwd")]
    [InlineData("../../x", "_.._x")]
    [InlineData("..", "query")]
    [InlineData("", "query")]
    [InlineData(" . . ", "query")]
    [InlineData("x. .", "x")]
    [InlineData(".hidden", "hidden")]
    [InlineData("con.kql", "_con.kql")]
    [InlineData("NUL", "_NUL")]
    [InlineData("aux .txt", "_aux .txt")]
    [InlineData("LPT\u00b9.kql", "_LPT\u00b9.kql")]
    [InlineData("console.kql", "console.kql")]
    [InlineData("-rf", "_-rf")]
    [InlineData("\u2013Path", "_\u2013Path")]
    [InlineData("a\u0000b\u001b\u202ec\nd", "a_b_c_d")]
    [InlineData("Jyva\u0308skyla\u0308 p\u00e4iv\u00e4.kql", "Jyv\u00e4skyl\u00e4 p\u00e4iv\u00e4.kql")]
    [InlineData("日本語 😀.kql", "日本語 😀.kql")]
    [InlineData("$(rm) `n;&'.kql", "$(rm)_n;&'.kql")]
    public void It_is_the_name_without_what_a_file_cannot_have(string name, string saved) => Assert.Equal(saved, new SavedNames().Of(name));

    [Fact]
    public void Names_that_would_become_the_same_do_not()
    {
        var names = new SavedNames();

        Assert.Equal(["a_b", "a_b (2)", "A_B (3)", "a_b (2) (2)"], new[] { "a/b", "a\\b", "A:B", "a_b (2)" }.Select(names.Of));
        Assert.Equal(["a_b", "A_B (3)"], new[] { "a/b", "A:B" }.Select(names.Of));
        Assert.Equal("\u00e4", names.Of("\u00e4"));
        Assert.Equal("\u00e4 (2)", names.Of("a\u0308"));
    }

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("a_b", new SavedNames().Of("a" + '\ud800' + "b"));

    [Fact]
    public void A_long_name_leaves_room_for_an_extension()
    {
        var name = new SavedNames().Of(string.Concat(Enumerable.Repeat("\U0001F600", 200)));

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 100, 200);
        Assert.False(char.IsHighSurrogate(name[^1]));
    }
}
