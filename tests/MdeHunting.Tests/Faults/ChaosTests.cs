using MdeHunting.Lab.Faults;
using MdeHunting.TestKit.Chaos;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>Faults at random while a query is asked for over many windows: nothing is lost, doubled, wrong or out of order without being told.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Rows = 30_000;

    public static TheoryData<int> Seeds => Cases.Theory([.. Enumerable.Range(1, 12)], 0, 1);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_row_comes_once_and_in_order(int seed)
    {
        await using var chaos = await ChaosLab.StartAsync(seed, Rows, rowLimit: 1_000, share: 0.35, TestContext.Current.CancellationToken);

        var outcome = await chaos.RunAsync(TestContext.Current.CancellationToken);

        output.WriteLine($"{outcome}");
        output.WriteLine(string.Join(", ", chaos.Met.Select(kind => $"{kind.Key}: {kind.Value}")));
        output.WriteLine(string.Join('\n', outcome.Missing));
        Assert.True(outcome.Faults > 10, "Hardly anything went wrong.");
        Assert.Equal((0, 0, 0, 0), (outcome.Untold, outcome.Doubled, outcome.Wrong, outcome.Disordered));
        Assert.True(outcome.IsComplete, outcome.Thrown?.Message);

        // Thirty responses hold them all: faults do not leave the run with windows of a few rows.
        Assert.InRange(outcome.Calls - outcome.Faults, 30, 60);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("503")]
    public async Task An_outage_of_a_minute_in_the_middle_costs_no_row(string kind)
    {
        await using var chaos = await ChaosLab.StartAsync(1, Rows, rowLimit: 1_000, share: 0, TestContext.Current.CancellationToken);
        var met = chaos.BreakOff(
            from: 20,
            TimeSpan.FromSeconds(60),
            kind is "reset" ? LabResponseFault.BreakBeforeResponse() : LabResponseFault.Refuse(503, "ServiceUnavailable", "Down.")
        );

        var outcome = await chaos.RunAsync(TestContext.Current.CancellationToken);

        output.WriteLine($"{met()} met it, {outcome.Waited} waited: {outcome}");
        Assert.Equal((0, 0, 0, 0), (outcome.Untold, outcome.Doubled, outcome.Wrong, outcome.Disordered));
        Assert.True(outcome.IsComplete, outcome.Thrown?.Message);
        Assert.InRange(met(), 5, 12);
        Assert.InRange(outcome.Waited, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(130));
    }
}
