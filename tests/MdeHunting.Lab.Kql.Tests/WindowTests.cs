using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Functions that look at the rows around one.</summary>
public class WindowTests
{
    [Theory]
    [InlineData("sort by Id asc | project Id, n = row_number()", "Id,n: 1,1; 2,2; 3,3; 4,4")]
    [InlineData("sort by Id desc | project Id, n = row_number(10)", "Id,n: 4,10; 3,11; 2,12; 1,13")]
    [InlineData("sort by Id asc | project Id, n = row_number(1, Id == 3)", "Id,n: 1,1; 2,2; 3,1; 4,2")]
    [InlineData("sort by Id asc | project Id, p = prev(Id), q = next(Id)", "Id,p,q: 1,null,2; 2,1,3; 3,2,4; 4,3,null")]
    [InlineData("sort by Id asc | project Id, p = prev(Id, 2, -1)", "Id,p: 1,-1; 2,-1; 3,1; 4,2")]
    [InlineData("sort by Id asc | project t = prev(Text)", "t: ; five; ; minus three")]
    [InlineData("sort by Id asc | extend s = row_cumsum(Value) | project s", "s: 5; 5; 2; 22")]
    [InlineData("sort by Id asc | extend s = row_cumsum(Value, Id == 3) | project s", "s: 5; 5; -3; 17")]
    [InlineData("sort by Id asc | project d = Id - prev(Id) | where isnotnull(d) | count", "Count: 3")]
    [InlineData("sort by Id asc | where prev(Id) == 2 | project Id, Text", "Id,Text: 3,minus three")]
    [InlineData("serialize n = row_number() | project n, Id | take 2", "n,Id: 1,1; 2,2")]
    [InlineData("top 2 by Id | extend n = row_number() | project Id, n", "Id,n: 4,1; 3,2")]
    [InlineData("sort by Id asc | where Id > 1 | extend n = row_number(), Id = -Id | project n, Id", "n,Id: 1,-2; 2,-3; 3,-4")]
    [InlineData("sort by Id asc | extend s = row_cumsum(prev(Id)) | project s", "s: 0; 1; 3; 6")]
    public void Rows_in_order_know_their_neighbours(string steps, string expected) => Assert.Equal(expected, KqlLab.Show($"Numbers | {steps}"));

    [Theory]
    [InlineData("Numbers | extend row_number()", "row_number")]
    [InlineData("Numbers | sort by Id | summarize count() by Id | extend prev(Id)", "prev")]
    [InlineData("Numbers | sort by Id | join Numbers on Id | where next(Id) == 1", "next")]
    [InlineData("Numbers | sort by Id | summarize sum(row_cumsum(Id))", "row_cumsum")]
    public void Rows_in_no_order_do_not(string query, string function) =>
        Assert.Equal(
            $"Function '{function}' cannot be invoked in current context. Details: the row set must be serialized. Fix semantic errors in your query.",
            KqlLab.Refused(query).Message
        );
}
