using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class ExpandTests
{
    private const string Lets = """
        let T = datatable(Id: long, A: dynamic, B: dynamic) [
            1, dynamic([1, 'x', 2.5]), dynamic([10, 20]),
            2, dynamic([]), dynamic([]),
            3, dynamic(null), dynamic(null),
            4, dynamic({'p': 1, 'q': null}), dynamic('one')];

        """;

    [Theory]
    [InlineData("T | where Id == 1 | mv-expand A", """Id,A,B: 1,1,[10,20]; 1,x,[10,20]; 1,2.5,[10,20]""")]
    [InlineData("T | where Id == 1 | mv-expand A, B", "Id,A,B: 1,1,10; 1,x,20; 1,2.5,null")]
    [InlineData("T | where Id == 1 | mv-expand B, A limit 2", "Id,A,B: 1,1,10; 1,x,20")]
    [InlineData("T | where Id == 1 | project Id, B | mv-expand Part = B", "Id,B,Part: 1,[10,20],10; 1,[10,20],20")]
    [InlineData("T | where Id == 1 | project Id, B | mv-expand with_itemindex=I B", "Id,B,I: 1,10,0; 1,20,1")]
    [InlineData("T | where Id == 1 | mv-expand A to typeof(long) | project A", "A: 1; null; 2")]
    [InlineData("T | where Id == 1 | mv-expand A to typeof(string), B to typeof(real) | project A, B", "A,B: 1,10.0; x,20.0; 2.5,null")]
    [InlineData("T | where Id == 2 | mv-expand A, B", "Id,A,B: 2,null,null")]
    [InlineData("T | where Id == 3 | mv-expand with_itemindex=I A | project Id, A, I", "Id,A,I: 3,null,0")]
    [InlineData("T | where Id == 4 | mv-expand A | project A", """A: {"p":1}; {"q":null}""")]
    [InlineData("T | where Id == 4 | mv-expand kind=array A | project A", """A: ["p",1]; ["q",null]""")]
    [InlineData("T | where Id == 4 | mv-expand bagexpansion=array A | project A[0], A[1]", "A_0,A_1: p,1; q,null")]
    [InlineData("T | where Id == 4 | mv-expand B | project B", "B: one")]
    [InlineData("T | where Id == 1 | mv-expand X = parse_json('[7, 8]') | project X", "X: 7; 8")]
    [InlineData("T | mvexpand A | count", "Count: 7")]
    public void Each_part_is_a_row(string query, string expected) => Assert.Equal(expected, KqlLab.Show(Lets + query));

    // Three of these are the documentation's own examples.
    [Theory]
    [InlineData(
        "D | mv-apply Arr2=Arr to typeof(long) on (take 100)",
        "index,Arr,Arr2: 0,[5,1,3],5; 0,[5,1,3],1; 0,[5,1,3],3; 1,[4,10,8,7],4; 1,[4,10,8,7],10; 1,[4,10,8,7],8; 1,[4,10,8,7],7"
    )]
    [InlineData("D | mv-apply topElem=Arr to typeof(long) on (top 1 by topElem)", "index,Arr,topElem: 0,[5,1,3],5; 1,[4,10,8,7],10")]
    [InlineData(
        "D | mv-apply Arr2=Arr to typeof(long) on (top 2 by Arr2 | summarize Top2=make_list(Arr2))",
        "index,Arr,Top2: 0,[5,1,3],[5,3]; 1,[4,10,8,7],[10,8]"
    )]
    [InlineData(
        "D | mv-apply with_itemindex=i value=Arr to typeof(long) on (where i >= 2)",
        "index,Arr,value,i: 0,[5,1,3],3,2; 1,[4,10,8,7],8,2; 1,[4,10,8,7],7,3"
    )]
    [InlineData("D | mv-apply Arr to typeof(long) on (where Arr > 4)", "index,Arr: 0,5; 1,10; 1,8; 1,7")]
    [InlineData("D | mv-apply Arr to typeof(long) on (where Arr - 5 == index)", "index,Arr: 0,5")]
    [InlineData("D | mv-apply x = Arr on (summarize n = count() by index)", "index,Arr,index1,n: 0,[5,1,3],0,3; 1,[4,10,8,7],1,4")]
    [InlineData("D | mv-apply Arr limit 1 on (project y = tolong(Arr) * 2)", "index,y: 0,10; 1,8")]
    [InlineData("datatable(a: dynamic) [dynamic([]), dynamic([1])] | mv-apply a on (take 5)", "a: 1")]
    [InlineData("datatable(i: long, a: dynamic) [1, dynamic([]), 2, dynamic([1])] | mv-apply a on (count)", "i,Count: 1,0; 2,1")]
    public void A_pipeline_is_applied_to_the_parts(string query, string expected) =>
        Assert.Equal(expected, KqlLab.Show($"let D = datatable(index: int, Arr: dynamic) [0, dynamic([5, 1, 3]), 1, dynamic([4, 10, 8, 7])]; {query}"));

    [Theory]
    [InlineData("Numbers | mv-expand Id", "'mv-expand' operator: The expression must have the type dynamic.")]
    [InlineData("Numbers | mv-apply Text on (take 1)", "'mv-apply' operator: The expression must have the type dynamic.")]
    [InlineData("DeviceProcessEvents | mv-expand kind=list AdditionalFields", "'mv-expand' operator: Unknown value 'list' of 'kind'.")]
    [InlineData(
        "DeviceProcessEvents | mv-expand with_itemindex=ProcessId AdditionalFields",
        "'mv-expand' operator: A column named 'ProcessId' already exists."
    )]
    [InlineData(
        "DeviceProcessEvents | mv-apply x = AdditionalFields on (where toscalar(Numbers | where Id == ProcessId | count) > 0)",
        "'where' operator: Failed to resolve scalar expression named 'ProcessId'."
    )]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(query).Message);

    [Fact]
    public void The_parts_stay_where_they_were()
    {
        const string query = "DeviceProcessEvents | mv-expand kind=array AdditionalFields | summarize make_list(AdditionalFields)";

        Assert.Equal(KqlLab.Show(query), KqlLab.Show(query));
    }

    [Fact]
    public void A_partition_is_worked_through_value_by_value()
    {
        Assert.Equal(
            "DeviceName,ProcessId: ws-01,300; ws-02,200; ws-03,400",
            KqlLab.Show("DeviceProcessEvents | project DeviceName, ProcessId | partition by DeviceName (top 1 by ProcessId)")
        );
        Assert.Equal("Count: 2; 1; 1", KqlLab.Show("DeviceProcessEvents | partition hint.strategy=native by DeviceName (count)"));
    }
}
