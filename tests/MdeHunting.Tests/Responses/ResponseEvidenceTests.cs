using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>What is told of a response besides its rows.</summary>
public class ResponseEvidenceTests
{
    private const string Rest = """ "Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2},{"A":"x"}] """;

    private const string Stats = """
        "Stats":{"ExecutionTime":0.0157135,
          "resource_usage":{"cache":{"memory":{"hits":1}},"cpu":{"user":"00:00:01","kernel":"00:00:00","total cpu":"1.00:00:00.0625000"},"memory":{"peak_per_node":13631824}},
          "dataset_statistics":[{"table_row_count":2,"table_size":657},{"table_row_count":3}]}
        """;

    public static TheoryData<string> Whole =>
        [
            $"{{{Stats},{Rest}}}",
            $"{{{Rest},{Stats}}}",
            $"{{{Rest.Replace("\"Results\"", Stats + ",\"Results\"")}}}",
            $"{{{Stats.Replace("Stats", "stats").Replace("ExecutionTime", "executionTime")},{Rest}}}",
        ];

    public static TheoryData<string> Broken =>
        [
            "null",
            "true",
            "\"text\"",
            "5",
            "[]",
            "[[{}]]",
            "{}",
            """{"ExecutionTime":null,"resource_usage":null,"dataset_statistics":null}""",
            """{"ExecutionTime":"0.5","resource_usage":{"cpu":{"total cpu":5},"memory":{"peak_per_node":"7"}},"dataset_statistics":{"table_row_count":1}}""",
            """{"ExecutionTime":-1,"resource_usage":{"cpu":{"total cpu":"-00:00:01"},"memory":{"peak_per_node":-1}},"dataset_statistics":[{"table_row_count":-1}]}""",
            """{"ExecutionTime":1e300,"resource_usage":{"cpu":{"total cpu":"soon"},"memory":{"peak_per_node":1.5}},"dataset_statistics":[]}""",
            """{"ExecutionTime":1e400,"resource_usage":{"cpu":["total cpu"],"memory":[1]},"dataset_statistics":[1]}""",
            """{"ExecutionTime":{"a":[]},"resource_usage":[{"cpu":1}],"dataset_statistics":[{"table_row_count":9223372036854775807},{"table_row_count":1}]}""",
        ];

    [Fact]
    public async Task A_hash_is_computed_only_where_it_is_asked_for()
    {
        var content = Respond(3);

        var plain = await StubService.Of(content).HuntAsync();
        var hashed = await StubService.Of(content).With(new HuntingRequest("T") { HashesContent = true }).HuntAsync();

        Assert.Null(plain.Response!.ContentSha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), hashed.Response!.ContentSha256);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task The_services_statistics_are_read_wherever_they_stand(string json)
    {
        var stub = await StubService.Of(json).HuntAsync(api: MdeApi.Xdr);

        Assert.Equal(
            new ServiceStatistics(TimeSpan.FromTicks(157135), new TimeSpan(1, 0, 0, 0) + TimeSpan.FromTicks(625000), 13631824, 5),
            stub.Response!.Statistics
        );
        Assert.Equal(3, stub.Rows.Count);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Statistics_that_cannot_be_read_are_none_and_no_failure(string stats)
    {
        var stub = await StubService.Of($"{{\"Stats\":{stats},{Rest}}}").HuntAsync();

        Assert.Null(stub.Response!.Statistics);
        Assert.Equal(3, stub.Rows.Count);
    }

    [Fact]
    public async Task Of_statistics_that_are_half_broken_the_other_half_is_read()
    {
        var stub = await StubService.Of($$"""{"Stats":{"ExecutionTime":2,"dataset_statistics":[{"table_row_count":1},{}]},{{Rest}}}""").HuntAsync();

        Assert.Equal(new ServiceStatistics(TimeSpan.FromSeconds(2), null, null, null), stub.Response!.Statistics);
    }

    [Fact]
    public async Task An_answer_without_statistics_has_none() => Assert.Null((await StubService.Of($"{{{Rest}}}").HuntAsync()).Response!.Statistics);

    [Fact]
    public async Task Bytes_are_those_of_the_wire_and_those_of_the_JSON()
    {
        var json = $"{{{Rest}{new string(' ', 200_000)}}}";
        var packed = StubService.Gzip(json);

        var plain = (await StubService.Of(json).HuntAsync()).Response!;
        var gzip = (await StubService.Of(packed, "gzip").HuntAsync()).Response!;

        Assert.Equal((json.Length, json.Length), (plain.Bytes, plain.ContentBytes));
        Assert.Equal((packed.Length, json.Length), (gzip.Bytes, gzip.ContentBytes));
    }

    [Fact]
    public async Task Times_are_those_of_the_clock_and_the_request_id_is_the_services()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.FromHours(2)));
        var stub = new StubService(new StringContent($"{{{Rest}}}"))
        {
            Clock = clock,
            ServiceRequestId = "service-id",
            OnSend = (_, _) =>
            {
                clock.Advance(TimeSpan.FromSeconds(7));
                return Task.CompletedTask;
            },
        };

        var response = (await stub.HuntAsync()).Response!;

        Assert.Equal(new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), response.StartedAt);
        Assert.Equal(new DateTime(2026, 11, 24, 0, 0, 7, DateTimeKind.Utc), response.FinishedAt);
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (response.StartedAt.Kind, response.FinishedAt.Kind));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Elapsed);
        Assert.Equal("service-id", response.RequestId);
    }

    [Fact]
    public async Task Without_an_id_of_the_services_it_is_the_one_that_was_sent()
    {
        var stub = await StubService.Of($"{{{Rest}}}").HuntAsync();

        Assert.Equal(stub.Request!.Headers.GetValues("client-request-id").Single(), stub.Response!.RequestId);
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(9, null, 3)]
    [InlineData(null, 4, 3)]
    [InlineData(null, 3, 0)]
    [InlineData(2, 3, 0)]
    public async Task Rows_are_counted_as_the_answer_has_them_and_as_they_were_handed_on(int? maxRows, int? setAsideFrom, int handedOn)
    {
        var stub = new StubService(new StringContent($"{{{Rest}}}"))
        {
            Asked = new HuntingRequest("T") { MaxRows = maxRows, SetAsideFrom = setAsideFrom },
        };

        await stub.HuntAsync();

        Assert.Equal(3, stub.Response!.RowCount);
        Assert.Equal(handedOn, stub.Response.RowsHandedOn);
        Assert.Equal(handedOn, stub.Rows.Count);
    }

    [Fact]
    public async Task Warnings_of_values_are_part_of_what_is_told()
    {
        var stub = await StubService.Of($"{{{Rest}}}").HuntAsync();

        Assert.Equal(Assert.Single(stub.Warnings), Assert.Single(stub.Response!.Warnings));
    }

    [Theory]
    [InlineData(MdeApi.Graph, "P30D/2026-11-24T00:00:00Z")]
    [InlineData(MdeApi.Endpoint, null)]
    [InlineData(MdeApi.Xdr, null)]
    public async Task A_time_to_look_at_is_sent_to_Graph_alone(MdeApi api, string? expected)
    {
        var stub = await new StubService(new StringContent($"{{{Rest}}}"))
        {
            Asked = new HuntingRequest("T") { Timespan = "P30D/2026-11-24T00:00:00Z" },
        }.HuntAsync(api: api);

        using var body = JsonDocument.Parse(stub.RequestBody!);
        Assert.Equal(expected, body.RootElement.TryGetProperty("Timespan", out var sent) ? sent.GetString() : null);
    }

    private static string Respond(int rows) =>
        $$"""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{{string.Join(",", Enumerable.Range(0, rows).Select(row => $"{{\"A\":{row}}}"))}}]}""";
}
