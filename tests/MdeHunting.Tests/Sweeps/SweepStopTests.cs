using System.Management.Automation;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>Ctrl+C at each call of a sweep of two tenants: the ledger says what was searched by then, and no more.</summary>
public sealed class SweepStopTests(FindIndicatorTests.Intruded intruded) : IClassFixture<FindIndicatorTests.Intruded>
{
    private const string Sweep =
        $"'{PlantedIndicator.Domain}', '{PlantedIndicator.LoaderSha256}' | Find-MdeIndicator -Connection Contoso, Seed -ThrottleLimit 1 -Widen "
        + "-Table DeviceEvents, DeviceNetworkEvents, DeviceProcessEvents";

    private readonly Shell _shell = intruded.Lab.Shell;
    private readonly LabState _lab = intruded.Lab.Lab.State;

    [Fact]
    public async Task The_ledger_is_right_wherever_it_is_stopped()
    {
        var hits = _shell.Run(Sweep).ThrowIfFailed().Output.Select(hit => (MdeIndicatorHit)hit.BaseObject).ToList();
        var whole = Ledger();
        for (var number = 1; ; number += Cases.AreAll ? 1 : 3)
        {
            var (count, answered) = (0, new List<string>());
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lab.Faults.OnQuery(
                query =>
                {
                    if (++count >= number)
                    {
                        asked.TrySetResult();
                        return true;
                    }

                    answered.Add(query.Query);
                    return false;
                },
                LabResponseFault.SilenceBeforeResponse()
            );
            using var shell = _shell.Prepare(Sweep);
            var running = shell.InvokeAsync();
            var isStopped = await Task.WhenAny(asked.Task, running) == asked.Task;
            if (isStopped)
            {
                await shell.StopAsync(null, null);
                await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
            }

            _lab.Faults.ClearQueryFaults();
            if (!isStopped)
            {
                Assert.True(number > 4);
                break;
            }

            foreach (var (entry, all) in Ledger().Zip(whole))
            {
                Assert.Equal(
                    all.Tables.Concat(all.NotSearched.Select(gap => gap.Table)).Order(StringComparer.Ordinal),
                    entry.Tables.Concat(entry.NotSearched.Select(gap => gap.Table)).Order(StringComparer.Ordinal)
                );
                Assert.Equal(
                    hits.Count(hit => hit.Indicator.Value == entry.Indicator.Value && hit.Connection == entry.Connection && entry.Tables.Contains(hit.Table)),
                    entry.Hits
                );
                Assert.All(
                    entry.Tables,
                    table =>
                        Assert.Contains(
                            answered,
                            query => query.Contains("summarize", StringComparison.Ordinal) && query.Contains($"{table}\n", StringComparison.Ordinal)
                        )
                );
                Assert.Equal(entry.NotSearched.Any(gap => !gap.Reason.StartsWith("-Table doesn't include", StringComparison.Ordinal)), !entry.IsComplete);
            }

            Assert.Contains(Ledger(), entry => entry.NotSearched.Any(gap => gap.Reason == "The sweep ended before it was searched."));
        }
    }

    private List<MdeIndicatorLedgerEntry> Ledger() =>
        [.. _shell.Run("Get-MdeIndicatorLedger").ThrowIfFailed().Output.Select(entry => (MdeIndicatorLedgerEntry)entry.BaseObject)];
}
