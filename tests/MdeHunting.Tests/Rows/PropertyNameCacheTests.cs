using CsCheck;
using MdeHunting.Contract;
using MdeHunting.Rows;
using Xunit;

namespace MdeHunting.Tests.Rows;

public class PropertyNameCacheTests
{
    private static readonly string[] Some = ["Port", "port", "Tag", "", " ", "PSObject", "Port_2", "Column1", "Täg", "Tog"];
    private static readonly Gen<string[]> Names = Gen.Int[0, Some.Length - 1].Select(place => Some[place]).Array[0, 5];

    [Fact]
    public void Whatever_came_before_names_are_settled_as_for_themselves() =>
        Names
            .Array[1, 60]
            .Sample(objects =>
            {
                var settled = new PropertyNameCache();
                foreach (var names in objects)
                {
                    var (originals, properties) = settled.Of(names);
                    Assert.Equal(names, originals);
                    Assert.Equal(PropertyNames.Settle(names), properties);
                }
            });

    [Fact]
    public void Names_that_are_lent_may_change_afterwards()
    {
        var settled = new PropertyNameCache();
        List<string> lent = ["Port", "Tag"];
        settled.Of(lent);
        lent[0] = "Sort";

        Assert.Equal(["Port", "Tag"], settled.Of(["Port", "Tag"]).Settled);
    }
}
