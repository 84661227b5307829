using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class DynamicFunctionTests
{
    [Theory]
    [InlineData("bag_pack('a', 1, 'b', dynamic([1]))", """{"a":1,"b":[1]}""")]
    [InlineData("pack('a', now(-1d) > now())", """{"a":false}""")]
    [InlineData("pack_array(1, 'x', dynamic({'a': 1}), long(null))", """[1,"x",{"a":1},null]""")]
    [InlineData("bag_keys(dynamic({'a': 1, 'b': 2}))", """["a","b"]""")]
    [InlineData("bag_keys(dynamic([1]))", "")]
    [InlineData("bag_has_key(dynamic({'a': 1}), 'a')", "true")]
    [InlineData("bag_merge(dynamic({'a': 1}), dynamic({'a': 2, 'b': 3}))", """{"a":1,"b":3}""")]
    [InlineData("bag_remove_keys(dynamic({'a': 1, 'b': 2}), dynamic(['a']))", """{"b":2}""")]
    [InlineData("array_length(dynamic([1, 2, 3]))", "3")]
    [InlineData("array_length(dynamic({'a': 1}))", "")]
    [InlineData("array_index_of(dynamic(['a', 'b']), 'b')", "1")]
    [InlineData("array_index_of(dynamic(['a', 'b']), 'c')", "-1")]
    [InlineData("set_has_element(dynamic([1, 2]), 2)", "true")]
    [InlineData("set_has_element(dynamic([1, 2]), '2')", "false")]
    [InlineData("array_concat(dynamic([1]), dynamic([2, 3]))", "[1,2,3]")]
    [InlineData("array_slice(dynamic([1, 2, 3, 4]), 1, 2)", "[2,3]")]
    [InlineData("array_slice(dynamic([1, 2, 3, 4]), -2, -1)", "[3,4]")]
    [InlineData("array_reverse(dynamic([1, 2]))", "[2,1]")]
    [InlineData("set_union(dynamic([1, 2]), dynamic([2, 3]))", "[1,2,3]")]
    [InlineData("set_intersect(dynamic([1, 2]), dynamic([2, 3]))", "[2]")]
    [InlineData("set_difference(dynamic([1, 2]), dynamic([2, 3]))", "[1]")]
    [InlineData("range(1, 5, 2)", "[1,3,5]")]
    [InlineData("gettype(dynamic([1]))", "array")]
    [InlineData("gettype(dynamic({}))", "dictionary")]
    [InlineData("gettype(parse_json('1.5'))", "double")]
    [InlineData("gettype(1)", "long")]
    public void Gives(string expression, string expected) => Assert.Equal(expected, KqlLab.Value($"tostring({expression})"));

    [Fact]
    public void What_is_packed_stays_where_it_was()
    {
        const string query = """
            DeviceProcessEvents
            | project bag_pack('a', AdditionalFields), pack_array(AdditionalFields.Tags), bag_merge(AdditionalFields, AdditionalFields)
            """;

        Assert.Equal(KqlLab.Show(query), KqlLab.Show(query));
    }

    [Fact]
    public void Names_and_values_come_in_pairs()
    {
        Assert.Contains("not compatible", KqlLab.Refused("print bag_pack('a')").Message);
        Assert.Contains("not compatible", KqlLab.Refused("print bag_pack(1, 2)").Message);
    }
}
