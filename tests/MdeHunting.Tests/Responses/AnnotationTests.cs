using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>The members that Graph adds to rows and to the objects in them are no data, and all others are.</summary>
public sealed class AnnotationTests
{
    /// <summary>Where Graph tells a type, and where somebody else has put a member that looks so.</summary>
    [Theory]
    [InlineData(
        """{"@odata.type":"#microsoft.graph.security.dynamicColumnValue","n":{"@odata.type":"#microsoft.graph.x","k@odata.type":"#Int64","k":1}}""",
        """{"n":{"k":1}}"""
    )]
    [InlineData("""{"k":[1],"k@odata.type":"#Collection(String)"}""", """{"k":[1]}""")]
    [InlineData("""{"l":[{"@odata.type":"#microsoft.graph.x","a":1}]}""", """{"l":[{"a":1}]}""")]
    [InlineData(
        """{"shown":1,"cmd@odata.hidden":"evil -enc AAAA","nested":{"k@odata.":"gone"}}""",
        """{"shown":1,"cmd@odata.hidden":"evil -enc AAAA","nested":{"k@odata.":"gone"}}"""
    )]
    [InlineData("""{"cmd@odata.type":"#Int64"}""", """{"cmd@odata.type":"#Int64"}""")]
    [InlineData("""{"cmd":1,"CMD@odata.type":"#Int64"}""", """{"cmd":1,"CMD@odata.type":"#Int64"}""")]
    [InlineData("""{"cmd":1,"cmd@odata.type":"evil -enc AAAA"}""", """{"cmd":1,"cmd@odata.type":"evil -enc AAAA"}""")]
    [InlineData("""{"cmd":1,"cmd@odata.type":"#evil -enc AAAA"}""", """{"cmd":1,"cmd@odata.type":"#evil -enc AAAA"}""")]
    [InlineData("""{"cmd":1,"cmd@odata.type":{"x":1}}""", """{"cmd":1,"cmd@odata.type":{"x":1}}""")]
    [InlineData("""{"@odata.type":7,"@odata.id":"#x","@odata.context":"#x"}""", """{"@odata.type":7,"@odata.id":"#x","@odata.context":"#x"}""")]
    public async Task Of_a_dynamic_value_only_what_Graph_has_added_is_left_out_and_of_the_other_services_nothing(string cell, string ofGraph)
    {
        Assert.Equal(ofGraph, (await StubService.OfCell("Object", cell).CellAsync(MdeApi.Graph))!.ToString());
        Assert.Equal(cell, (await StubService.OfCell("Object", cell).CellAsync(MdeApi.Endpoint))!.ToString());
        Assert.Equal(cell, (await StubService.OfCell("Object", cell).CellAsync(MdeApi.Xdr))!.ToString());
    }

    /// <summary>What Graph adds tells the type of the value beside it; what does not fit there was in the data.</summary>
    [Theory]
    [InlineData("#Collection(String)", "[]", "\"notarray\"")]
    [InlineData("#Collection(Int64)", "[1]", "1")]
    [InlineData("#microsoft.graph.security.dynamicColumnValue", "{\"a\":1}", "\"text\"")]
    [InlineData("#microsoft.graph.security.dynamicColumnValue", "{}", "[]")]
    [InlineData("#Int64", "1", "\"str\"")]
    [InlineData("#Int64", "-9223372036854775808", "1.5")]
    [InlineData("#Int64", "0", "\"0\"")]
    [InlineData("#Int64", "9223372036854775807", "9223372036854775808")]
    [InlineData("#Int32", "-5", "2147483648")]
    [InlineData("#Int16", "-5", "40000")]
    [InlineData("#SByte", "1", "200")]
    [InlineData("#Byte", "200", "-1")]
    [InlineData("#Double", "0.5", "\"0,5\"")]
    [InlineData("#Double", "\"NaN\"", "\"nan\"")]
    [InlineData("#Single", "3", "true")]
    [InlineData("#Decimal", "1.10", "\"1.1.1\"")]
    [InlineData("#Decimal", "12345678901234567890", "[1.1]")]
    [InlineData("#Boolean", "true", "1")]
    [InlineData("#String", "\"s\"", "1")]
    [InlineData("#DateTimeOffset", "\"2022-03-07T21:34:29Z\"", "\"yesterday\"")]
    [InlineData("#Date", "\"2022-03-07\"", "\"2022-02-30\"")]
    [InlineData("#TimeOfDay", "\"21:34:29.5\"", "\"25:00:00\"")]
    [InlineData("#Duration", "\"-P1DT2H\"", "\"PowerShell\"")]
    [InlineData("#Guid", "\"5f804853-e3b1-447b-9a8b-6d3e1257c72a\"", "\"guid\"")]
    public async Task A_type_is_left_out_only_beside_a_value_of_that_type(string type, string fits, string fitsNot)
    {
        foreach (var other in new[] { fitsNot, "null" })
        {
            var data = $$"""{"f@odata.type":"{{type}}","f":{{other}}}""";
            Assert.Equal(data, (await StubService.OfCell("Object", data).CellAsync(MdeApi.Graph))!.ToString());
        }

        foreach (var annotated in new[] { $$"""{"f@odata.type":"{{type}}","f":{{fits}}}""", $$"""{"f":{{fits}},"f@odata.type":"{{type}}"}""" })
        {
            var read = await StubService.OfCell("Object", annotated).CellAsync(MdeApi.Graph);
            Assert.Equal((await StubService.OfCell("Object", $$"""{"f":{{fits}}}""").CellAsync(MdeApi.Graph))!.ToString(), read!.ToString());
        }
    }

    /// <summary>Graph writes each once and knows no such types, so whatever else there is was in the data.</summary>
    [Theory]
    [InlineData("""{"f@odata.type":"#evil","f":1}""", """{"f@odata.type":"#evil","f":1}""")]
    [InlineData("""{"@odata.type":"#Int64","a":1}""", """{"@odata.type":"#Int64","a":1}""")]
    [InlineData("""{"@odata.type":"#evil","a":1}""", """{"@odata.type":"#evil","a":1}""")]
    [InlineData("""{"@odata.type":"#microsoft.graph.x","@odata.type":"#microsoft.graph.user"}""", """{"@odata.type":"#microsoft.graph.user"}""")]
    [InlineData("""{"f@odata.type":"#Int64","f@odata.type":"#Int64","f":1}""", """{"f@odata.type":"#Int64","f":1}""")]
    public async Task A_type_that_Graph_would_not_tell_there_stays(string cell, string ofGraph)
    {
        Assert.Equal(ofGraph, (await StubService.OfCell("Object", cell).CellAsync(MdeApi.Graph))!.ToString());
    }

    [Theory]
    [InlineData(MdeApi.Graph, """{"@odata.type":"#x","A@odata.type":"#Int64","A":1}""", "")]
    [InlineData(MdeApi.Graph, """{"A":1,"\u0041@odata.type":"#Int64"}""", "")]
    [InlineData(MdeApi.Graph, """{"B@odata.type":"#Int64","A":1,"A@odata.hidden":"x"}""", "'B@odata.type' 'A@odata.hidden'")]
    [InlineData(MdeApi.Endpoint, """{"@odata.type":"#x","A@odata.type":"#Int64","A":1}""", "'@odata.type' 'A@odata.type'")]
    [InlineData(MdeApi.Xdr, """{"A":1,"A@odata.type":"#Int64"}""", "'A@odata.type'")]
    public async Task Of_a_row_only_what_Graph_has_added_is_left_out_without_a_word(MdeApi api, string row, string told)
    {
        var stub = await StubService.Of($$"""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{{row}}]}""").HuntAsync(api: api);

        Assert.Equal(1L, stub.Rows.Single().Properties["A"].Value);
        Assert.Equal(told, string.Join(' ', stub.Warnings.Select(w => $"'{w.Split('\'')[1]}'")));
    }

    [Theory]
    [InlineData(MdeApi.Graph)]
    [InlineData(MdeApi.Endpoint)]
    public async Task A_column_that_is_named_like_an_annotation_is_a_column(MdeApi api)
    {
        var stub = await StubService
            .Of("""{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"A@odata.type","Type":"String"}],"Results":[{"A@odata.type":"#evil","A":1}]}""")
            .HuntAsync(api: api);

        Assert.Equal("#evil", stub.Rows.Single().Properties["A@odata.type"].Value);
        Assert.Empty(stub.Warnings);
    }
}
