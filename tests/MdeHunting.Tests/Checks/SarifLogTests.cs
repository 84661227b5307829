using System.Text.Json;
using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

public sealed class SarifLogTests
{
    private const string Query = "DeviceEvent\n| take 1";

    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_log_has_each_rule_and_each_finding_at_its_place()
    {
        using var log = Write("/repository/hunts/of today/a#1.kql");

        var run = log.RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.Equal(CheckRules.All.Count, run.GetProperty("tool").GetProperty("driver").GetProperty("rules").GetArrayLength());
        var result = run.GetProperty("results").EnumerateArray().First(one => one.GetProperty("ruleId").GetString() == "MDE001");
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal(
            "MDE001",
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()
        );
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("hunts/of%20today/a%231.kql", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(
            (1, 1, 12),
            (
                place.GetProperty("region").GetProperty("startLine").GetInt32(),
                place.GetProperty("region").GetProperty("startColumn").GetInt32(),
                place.GetProperty("region").GetProperty("endColumn").GetInt32()
            )
        );
    }

    [Theory]
    [InlineData("/elsewhere/of today/a.kql", "file:///elsewhere/of%20today/a.kql")]
    [InlineData(@"C:\hunts\a.kql", "file:///C:/hunts/a.kql")]
    [InlineData(@"\\server\share\a.kql", "file://server/share/a.kql")]
    public void A_file_outside_the_current_location_has_its_whole_address(string file, string address) =>
        Assert.All(
            Results(Write(file)),
            result =>
                Assert.Equal(
                    address,
                    result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()
                )
        );

    [Fact]
    public void A_query_that_was_given_as_text_has_a_place_too()
    {
        var finding = QueryCheck.Of(Query, TableCatalog.Bundled.All, Now).First(one => one.RuleId == "MDE001");

        using var log = JsonDocument.Parse(new SarifLog("/repository", "1.0.0").Write([new CheckedQuery(Query, Number: 2).ToFinding(finding)]));

        var place = Assert.Single(Results(log)).GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("query-2.kql", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(1, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public void Fingerprints_stay_and_differ()
    {
        using var first = Write("/repository/a.kql", "/repository/a.kql");
        using var second = Write("/repository/a.kql", "/repository/a.kql");

        Assert.Equal(Fingerprints(first), Fingerprints(second));
        Assert.Distinct(Fingerprints(first));
    }

    private static JsonDocument Write(params string?[] files) =>
        JsonDocument.Parse(
            new SarifLog("/repository/", "1.2.3").Write([
                .. files.SelectMany(file => QueryCheck.Of(Query, TableCatalog.Bundled.All, Now).Select(new CheckedQuery(Query, file).ToFinding)),
            ])
        );

    private static JsonElement[] Results(JsonDocument log) => [.. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];

    private static string[] Fingerprints(JsonDocument log) =>
        [.. Results(log).Select(result => result.GetProperty("partialFingerprints").GetProperty("mdeHuntingFinding/v1").GetString()!)];
}
