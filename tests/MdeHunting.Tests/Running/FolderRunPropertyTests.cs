using CsCheck;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using MdeHunting.Tests.Journal;
using MdeHunting.Tests.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>
/// Whatever the windows, the faults, and the moments at which the process is killed, the disk is full or a person stops the run: the folder tells the truth,
/// and once it is resumed it has the rows of a run that nothing happened to.
/// </summary>
public sealed class FolderRunPropertyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-folder-");
    private int _count;

    private static long Runs => Math.Min(300, Check.Iter / 4);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task A_run_that_is_killed_anywhere_and_resumed_has_the_rows_of_one_that_is_not() =>
        Gen.Select(WindowCase.Any, Gen.Int[1, 60].Array[1, 4], Gen.Int[0, 100], Gen.Bool)
            .SampleAsync(
                async (made, ends, part, isKill) =>
                {
                    var whole = await WholeAsync(made);
                    var path = NewPath();
                    var isBegun = false;
                    foreach (var end in ends)
                    {
                        using var files = new FailingFiles(end, isKill, part);
                        var run = await RunAsync(made, made.NewSession(), path, isBegun, files);
                        Assert.True(!files.HasFailed || run.Thrown is KilledException or OutputException { Failure: OutputFailure.OutputNotWritten });
                        if (Directory.Exists(path))
                        {
                            FolderRun.AssertTrue(path);
                            isBegun = true;
                        }
                    }

                    var last = await RunAsync(made, made.NewSession(), path, isBegun);
                    AssertSame(whole, last, path);
                    Assert.DoesNotContain(Directory.GetFiles(path), file => file.EndsWith("-partial", StringComparison.Ordinal));
                    Assert.DoesNotContain(last.Report.Warnings, warning => warning.Contains("have changed since they were written", StringComparison.Ordinal));
                },
                iter: Runs,
                threads: 1
            );

    [Fact]
    public Task Windows_that_failed_are_asked_for_again_and_those_alone() =>
        Gen.Select(WindowCase.Any, WindowFault.Lasting, Gen.Int[0, 6])
            .SampleAsync(
                async (made, fault, stopsAt) =>
                {
                    var whole = await WholeAsync(made);
                    var path = NewPath();
                    using var stop = new CancellationTokenSource();
                    var session = made.NewSession();
                    var calls = 0;
                    var disturbed = new LabSession(session.Database, WindowCase.Retention)
                    {
                        RowLimit = session.RowLimit,
                        ByteLimit = session.ByteLimit,
                        MostRowsInTime = session.MostRowsInTime,
                        RowSize = session.RowSize,
                        Fault = call =>
                        {
                            if (++calls == stopsAt)
                            {
                                stop.Cancel();
                            }

                            return fault.Of(made, call);
                        },
                    };
                    await RunAsync(made, disturbed, path, isResume: false, token: stop.Token);
                    if (!Directory.Exists(path))
                    {
                        return;
                    }

                    FolderRun.AssertTrue(path);
                    var had = Directory.GetFiles(path, "*.jsonl").ToDictionary(file => file, File.GetLastWriteTimeUtc, StringComparer.Ordinal);
                    var isBegun = Directory.EnumerateFileSystemEntries(path).Any();
                    var last = await RunAsync(made, made.NewSession(), path, isBegun);
                    AssertSame(whole, last, path);
                    Assert.All(had, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
                    Assert.Equal(had.Count, last.Files.Count(file => file.WasThere));
                    Assert.Equal(Directory.GetFiles(path, "*.jsonl").Order(), last.Files.Select(file => file.FullName).Order());
                },
                iter: Runs,
                threads: 1
            );

    private string NewPath() => Path.Combine(_folder.FullName, FormattableString.Invariant($"{++_count}"));

    // Null where the limits are too tight for some moment: what is cut off there is another one with other windows.
    private async Task<string[]?> WholeAsync(WindowCase made)
    {
        var path = NewPath();
        var run = await RunAsync(made, made.NewSession(), path, isResume: false);
        return run.Thrown is null && run.Report.Errors.Count == 0 ? FolderRun.Rows(path) : null;
    }

    // The windows of a run that was resumed are others, and so is the order of rows of a query that has none.
    private static void AssertSame(string[]? whole, FolderRun last, string path)
    {
        FolderRun.AssertTrue(path);
        if (whole is not null)
        {
            Assert.Null(last.Thrown);
            Assert.Empty(last.Report.Errors);
            Assert.Equal(whole.Order(StringComparer.Ordinal), FolderRun.Rows(path).Order(StringComparer.Ordinal));
        }
    }

    private static Task<FolderRun> RunAsync(
        WindowCase made,
        IHuntingSession session,
        string path,
        bool isResume,
        FailingFiles? files = null,
        CancellationToken token = default
    ) => FolderRun.OfAsync(session, made.Query, FolderRun.Options(made.Range.Start, made.Range.End, made.Split), path, isResume, files, token: token);
}
