using CsCheck;
using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.Packs.Sweeping;
using MdeHunting.Parameters;
using MdeHunting.Pipeline;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>
/// Wherever a sweep's process is killed, its disk is full or somebody stops it: its folder tells the truth, and once the sweep is resumed it has what that of a
/// sweep has that nothing happened to.
/// </summary>
public sealed class KilledSweepTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc);

    private static readonly KqlDatabase[] Databases =
    [
        SkewedTenantData.Create(1, Now, 200, TimeShape.ManyBursts),
        SkewedTenantData.Create(2, Now, 100, TimeShape.Uniform),
    ];

    private static readonly MdePackQuery[] Queries =
    [
        Query("rows", "DeviceNetworkEvents | project Timestamp, ReportId, DeviceName"),
        Query("rows", "DeviceNetworkEvents | where ReportId % 7 == 0 | project Timestamp, ReportId"),
        Query("index", "DeviceNetworkEvents | summarize Rows = count() by DeviceName"),
        Query("a/b: nothing?", "DeviceNetworkEvents | where ReportId < 0"),
        Query("now", "print Now = now(), Before = ago(3d)"),
        Query("cut", "DeviceNetworkEvents | where Timestamp > ago(90d) | count"),
        Query("refused", "DeviceNetworkEvents | where NoSuchColumn == 1"),
        Query("sentinel", "SecurityEvent | take 1", "SecurityEvent"),
        Query("half", "print Text = 'half \\ud83d of a pair'"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-sweep-");
    private readonly Shell _shell = new(("Start-Body", typeof(RunBodyCommand)));
    private int _count;

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(MdeOutputFormat.Csv)]
    [InlineData(MdeOutputFormat.JsonLines)]
    public void A_sweep_that_is_killed_anywhere_and_resumed_has_what_one_has_that_is_not(MdeOutputFormat format)
    {
        var whole = NewPath();
        Assert.Null(Run(whole, isResume: false, null, format));
        new SweptFolder(whole).AssertTrue();
        Assert.Equal(2 * 7, new SweptFolder(whole).Rows().Count);

        Gen.Select(Gen.Int[1, 150].Array[1, 4], Gen.Int[0, 100], Gen.Bool, Gen.Int[0, 40])
            .Sample(
                (ends, part, isKill, faults) =>
                {
                    var path = NewPath();
                    var isBegun = false;
                    var isFaulty = faults % 2 == 0;
                    foreach (var end in ends)
                    {
                        using var files = new FailingFiles(end, isKill, part);
                        var thrown = Run(path, isBegun, files, format, isFaulty ? faults : 0);
                        Assert.True(!files.HasFailed || thrown is KilledException or OutputException { Failure: OutputFailure.OutputNotWritten });
                        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                        {
                            new SweptFolder(path).AssertTrue();
                            isBegun = true;
                        }
                    }

                    Assert.Null(Run(path, isBegun, null, format));
                    new SweptFolder(path).AssertSame(new SweptFolder(whole));
                    Assert.Null(Run(path, isResume: true, null, format, mostCalls: 0));
                    new SweptFolder(path).AssertSame(new SweptFolder(whole));
                },
                iter: Math.Max(5, Check.Iter / 10),
                threads: 1
            );
    }

    private string NewPath() => Path.Combine(_folder.FullName, FormattableString.Invariant($"{++_count}"));

    private static MdePackQuery Query(string name, string text, string table = "DeviceNetworkEvents") =>
        new(name, text)
        {
            Tables = [table],
            File = "pack.kql",
            Line = 1,
        };

    // What ended it; null where it came to its end.
    private Exception? Run(string path, bool isResume, FailingFiles? files, MdeOutputFormat format, int fault = 0, int mostCalls = 1000)
    {
        var asked = 0;
        MdeConnection[] connections =
        [
            .. Databases.Select(
                (database, number) =>
                    new MdeConnection(
                        number == 0 ? "Contoso" : "../Fab:rikam",
                        null,
                        new LabSession(database, TimeSpan.FromDays(60))
                        {
                            MostCalls = mostCalls,
                            Fault = call =>
                                call.Request.Query.Contains("NoSuchColumn", StringComparison.Ordinal) ? LabSession.Failure(HuntingFailure.QueryRefused)
                                : fault > 0 && ++asked % fault == 1 ? LabSession.Failure(HuntingFailure.ServiceError)
                                : null,
                        }
                    )
            ),
        ];
        var options = new OutputFolderOptions(files ?? (IJournalFiles)new JournalFiles(), path, format) { IsResume = isResume };
        var folder = new PackFolder(options, () => Now);
        var run = new RunOptions(new TimeRangeRequest(null, null, null), Split.Off, Force: false, null, SendingOptions.Default with { RetryLimit = 0 });
        Exception? thrown = null;
        Func<PipelineStreams, CancellationToken, Task> body = async (streams, token) =>
        {
            try
            {
                await new PackSweep(connections, new PackSweepOptions(run, 1, QueryParameters.None) { Folder = folder }, streams).RunAsync(Queries, token);
            }
            catch (Exception e) when (e is MdeException or KilledException)
            {
                thrown = e;
            }
        };
        var result = _shell.Run("Start-Body $args[0]", body);
        Assert.Null(result.Thrown);
        if (thrown is KilledException)
        {
            files!.Dispose();
        }
        else
        {
            folder.Dispose();
        }

        return thrown;
    }
}
