using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Sweeps;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>A sweep for the indicators of the supplier's case finds what is in the tenant, in each column, and none of what misleads.</summary>
public sealed class SupplierSweepTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    private static readonly Dictionary<string, string> Grades = new()
    {
        [nameof(PlantedGrade.Below)] = nameof(MdeIndicatorGrade.Subdomain),
        [nameof(PlantedGrade.Beginning)] = nameof(MdeIndicatorGrade.UrlPrefix),
        [nameof(PlantedGrade.SubKey)] = nameof(MdeIndicatorGrade.Subkey),
    };

    [Fact]
    public async Task Each_planted_value_is_a_hit_with_its_grade_and_count_and_nothing_else_is()
    {
        var lab = new SweptLab(Session());

        await lab.RunAsync(Indicators(PlantedIndicator.All, widens: true));

        Assert.Empty(lab.Errors);
        Assert.Equal(
            SupplierCase
                .Hits.Select(hit => $"{hit.Key.Indicator} {Grade(hit.Key.Grade)} {hit.Key.Table}.{hit.Key.Column} '{hit.Key.Value}' {hit.Value}")
                .Order(),
            lab.Hits.Select(hit => $"{hit.Indicator.Value} {hit.Grade} {hit.Table}.{hit.Column} '{hit.Value}' {hit.Count}").Order()
        );
    }

    [Fact]
    public async Task Each_table_is_asked_once_however_many_types_are_in_the_list()
    {
        var lab = new SweptLab(Session());

        await lab.RunAsync(Indicators(PlantedIndicator.All, widens: false));

        Assert.Equal(lab.Steps.Count, lab.Steps.Select(step => step.Table.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_list_that_is_cut_into_many_chunks_finds_the_same()
    {
        var whole = new SweptLab(Session());
        var cut = new SweptLab(Session()) { Limits = new SweepLimits(4_000, 1_000, 3, 1) };
        var indicators = Indicators(PlantedIndicator.All, widens: true).ToList();

        await whole.RunAsync(indicators);
        await cut.RunAsync(indicators);

        Assert.True(cut.Steps.Count > whole.Steps.Count);
        Assert.Equal(whole.Hits.Select(Text).Order(), cut.Hits.Select(Text).Order());
    }

    private LabSession Session() => new(tenant.Database, TimeSpan.FromDays(30));

    private static string Text(MdeIndicatorHit hit) => $"{hit.Indicator.Value} {hit.Grade} {hit.Table}.{hit.Column} {hit.Value} {hit.Count} {hit.FirstSeen:O}";

    private static string Grade(PlantedGrade grade) => Grades.GetValueOrDefault($"{grade}", $"{grade}");

    private IEnumerable<SweptIndicator> Indicators(IEnumerable<PlantedIndicator> planted, bool widens) =>
        planted.Select(one => new SweptIndicator(
            new MdeIndicator(Enum.Parse<MdeIndicatorType>(one.Type), one.Value, one.Value),
            widens && one.Type == nameof(MdeIndicatorType.Sha256) ? Pairs(one.Value) : null
        ));

    private string[] Pairs(string sha256) =>
        [
            .. new[] { "DeviceFileEvents", "DeviceProcessEvents" }
                .SelectMany(tenant.Rows)
                .Where(row => row.Text("SHA256").Equals(sha256, StringComparison.OrdinalIgnoreCase) && row.Text("SHA1").Length > 0)
                .Select(row => row.Text("SHA1"))
                .Distinct(),
        ];
}
