using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class AggregateTests
{
    [Theory]
    [InlineData("dcountif(Flag, Id > 1)", "dcountif_Flag: 2")]
    [InlineData("dcount(Flag, 4), count_distinct(Flag)", "dcount_Flag,count_distinct_Flag: 2,2")]
    [InlineData("sumif(Id, Flag), avgif(Id, Flag)", "sumif_Id,avgif_Id: 5,2.5")]
    [InlineData("minif(Value, Id < 3), maxif(Value, Id < 3)", "minif_Value,maxif_Value: 5,5")]
    [InlineData("make_set_if(Text, Id in (1, 4))", """set_Text: ["five","twenty"]""")]
    [InlineData("make_list_if(Id, Id > 1, 2)", "list_Id: [2,3]")]
    [InlineData("take_any(Text)", "Text: five")]
    [InlineData("take_any(Id, Text)", "Id,Text: 1,five")]
    [InlineData("any(Value)", "any_Value: 5")]
    [InlineData("take_any(Value) by Id = Id % 2", "Id,Value: 1,5; 0,20")]
    [InlineData("take_any(*)", "Id,Value,Small,Flag,Ratio,Text: 1,5,5,true,0.5,five")]
    [InlineData("take_anyif(Text, Id > 2)", "Text: minus three")]
    [InlineData("percentile(Id, 50), percentiles(Id, 1, 100)", "percentile_Id_50,percentile_Id_1,percentile_Id_100: 2,1,4")]
    [InlineData("stdev(Id), variance(Id)", "stdev_Id,variance_Id: 1.2909944487358056,1.6666666666666667")]
    [InlineData("stdev(Id) by Id | take 1", "Id,stdev_Id: 1,0.0")]
    [InlineData("make_bag(bag_pack(Text, Id))", """bag_: {"five":1,"":2,"minus three":3,"twenty":4}""")]
    [InlineData("arg_max(Value, *), n = count() | project Id, n", "Id,n: 4,4")]
    [InlineData("max(Text), min(Text)", "max_Text,min_Text: twenty,")]
    [InlineData("hint.strategy=shuffle count() by Flag | count", "Count: 3")]
    [InlineData("hint.shufflekey=Flag hint.num_partitions=4 count()", "count_: 4")]
    public void Summarize_gives(string aggregates, string expected) => Assert.Equal(expected, KqlLab.Show($"Numbers | summarize {aggregates}"));

    [Theory]
    [InlineData("percentile(Number, 50)", "null")]
    [InlineData("stdev(Number)", "NaN")]
    [InlineData("take_any(Number)", "null")]
    [InlineData("take_any(Text)", "")]
    [InlineData("sumif(Number, true)", "0")]
    public void Summarize_of_nothing_gives(string aggregate, string expected) =>
        Assert.EndsWith($": {expected}", KqlLab.Show($"Empty | summarize {aggregate}"));

    [Theory]
    [InlineData("sumif(Id)", "The function 'sumif' expects 2 arguments.")]
    [InlineData("sumif(Id, Text)", "The function 'sumif' is not compatible with arguments (long, string).")]
    [InlineData("percentile(Id, Value)", "'summarize' operator: The expression must be a constant.")]
    public void What_does_not_fit_is_refused(string aggregate, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused($"Numbers | summarize {aggregate}").Message);
}
