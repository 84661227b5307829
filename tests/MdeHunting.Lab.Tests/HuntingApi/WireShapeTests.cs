using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class WireShapeTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private const string Graph = "/v1.0/security/runHuntingQuery";
    private const string Endpoint = "/api/advancedqueries/run";
    private const string Xdr = "/api/advancedhunting/run";

    private TestLab Lab => shared.Lab;

    [Fact]
    public async Task Graph_to_the_letter()
    {
        var response = await Lab.QueryAsync(Graph, Lab.Token(LabResources.Graph), """{"Query":"Types"}""");
        var context = new Uri(Lab.Server.BaseAddress, "/v1.0/$metadata#microsoft.graph.security.huntingQueryResults").AbsoluteUri;
        var expected = """
            {"@odata.context":"CONTEXT","schema":[{"name":"S","type":"String"},{"name":"D","type":"DateTime"},{"name":"L","type":"Int64"},
            {"name":"I","type":"Int32"},{"name":"B","type":"SByte"},{"name":"R","type":"Double"},{"name":"O","type":"Object"},{"name":"G","type":"Guid"},
            {"name":"T","type":"TimeSpan"},{"name":"M","type":"SqlDecimal"}],"results":[
            {"S":"O'Brien <ü>","D":"2022-03-07T00:00:00Z","L":9007199254740993,"I":5,"B@odata.type":"#SByte","B":1,"R":1.0,
            "O":{"@odata.type":"#microsoft.graph.security.dynamicColumnValue","a@odata.type":"#Int64","a":1,"b":true,
            "c@odata.type":"#Collection(String)","c":["x"],"d":{"@odata.type":"#microsoft.graph.security.dynamicColumnValue","e":{}}},
            "G":"33333333-3333-3333-3333-333333333333","T":"1.02:03:04.5000000","M":12.50},
            {"S":"","D":{},"L":{},"I":{},"B":{},"R":{},"O":{},"G":{},"T":{},"M":{}}]}
            """.ReplaceLineEndings("").Replace("CONTEXT", context);

        Assert.Equal(200, response.Status);
        Assert.Equal(expected, response.Text);
        Assert.Equal("application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8", response.Headers["Content-Type"]);
        Assert.Equal("77777777-7777-7777-7777-777777777777", response.Headers["client-request-id"]);
        Assert.True(Guid.TryParse(response.Headers["request-id"], out _));
    }

    [Fact]
    public async Task Graph_in_the_corners()
    {
        var response = await Lab.QueryAsync(Graph, Lab.Token(LabResources.Graph), """{"Query":"Corners"}""");
        var results = response.Text[(response.Text.IndexOf("\"results\":", StringComparison.Ordinal) + 10)..^1];
        Assert.Equal(
            """
            [{"R":"NaN","O@odata.type":"#Collection(String)","O":["x","{\"y\":\"é\"}","2"],"B@odata.type":"#SByte","B":0},
            {"R":"-Infinity","O@odata.type":"#Collection(String)","O":[],"B":{}},
            {"R":0.5,"O":"text","B@odata.type":"#SByte","B":1},
            {"R":1E+300,"O":{},"B@odata.type":"#SByte","B":1}]
            """.ReplaceLineEndings(""),
            results
        );
    }

    [Theory]
    [InlineData(Endpoint)]
    [InlineData(Xdr)]
    public async Task The_older_services_to_the_letter(string path)
    {
        var response = await Lab.QueryAsync(path, Token(path), """{"Query":"Types"}""");
        var expected = """
            {"Stats":{"ExecutionTime":0.0,"resource_usage":{"cache":{"memory":{"hits":0,"misses":0,"total":0},"disk":{"hits":0,"misses":0,"total":0}},
            "cpu":{"user":"00:00:00","kernel":"00:00:00","total cpu":"00:00:00"},"memory":{"peak_per_node":0}},
            "dataset_statistics":[{"table_row_count":2,"table_size":122}]},
            "Schema":[{"Name":"S","Type":"String"},{"Name":"D","Type":"DateTime"},{"Name":"L","Type":"Int64"},{"Name":"I","Type":"Int32"},
            {"Name":"B","Type":"SByte"},{"Name":"R","Type":"Double"},{"Name":"O","Type":"Object"},{"Name":"G","Type":"Guid"},{"Name":"T","Type":"TimeSpan"},
            {"Name":"M","Type":"SqlDecimal"}],"Results":[
            {"S":"O'Brien <ü>","D":"2022-03-07T00:00:00Z","L":9007199254740993,"I":5,"B":1,"R":1.0,"O":{"a":1,"b":true,"c":["x"],"d":{"e":null}},
            "G":"33333333-3333-3333-3333-333333333333","T":"1.02:03:04.5000000","M":12.50},
            {"S":"","D":null,"L":null,"I":null,"B":null,"R":null,"O":null,"G":null,"T":null,"M":null}]}
            """.ReplaceLineEndings("");

        Assert.Equal(200, response.Status);
        Assert.Equal(expected, Regex.Replace(response.Text, "\"peak_per_node\":[0-9]+", "\"peak_per_node\":0"));
        Assert.Equal("application/json; charset=utf-8", response.Headers["Content-Type"]);
    }

    [Fact]
    public async Task The_rows_of_the_published_walk()
    {
        var response = await Lab.QueryAsync(Endpoint, Token(Endpoint), """{"Query":"Processes"}""");
        Assert.EndsWith(
            """
            "Schema":[{"Name":"Timestamp","Type":"DateTime"},{"Name":"FileName","Type":"String"},{"Name":"InitiatingProcessFileName","Type":"String"}],
            "Results":[{"Timestamp":"2022-03-07T21:34:30.1187436Z","FileName":"net.exe","InitiatingProcessFileName":"powershell.exe"},
            {"Timestamp":"2022-03-07T21:34:29.380998Z","FileName":"csc.exe","InitiatingProcessFileName":"powershell.exe"}]}
            """.ReplaceLineEndings(""),
            response.Text
        );
    }

    [Theory]
    [InlineData(Graph)]
    [InlineData(Endpoint)]
    [InlineData(Xdr)]
    public async Task An_answer_is_compressed_for_who_asks(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"Query":"Numbers"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token(path)), AcceptEncoding = { new("gzip") } },
        };
        using var response = await Lab.Http.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.EndsWith("{\"N\":4999}]}", await new StreamReader(unpacked).ReadToEndAsync());
    }

    private string Token(string path) =>
        Lab.Token(
            path switch
            {
                Graph => LabResources.Graph,
                Endpoint => LabResources.Endpoint,
                _ => LabResources.Xdr,
            }
        );
}
