using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A query's rows in a folder: what is written, and what is not.</summary>
public sealed class OutputFolderTests : OutputFolderCase
{
    [Fact]
    public async Task Wherever_a_run_is_killed_its_folder_tells_the_truth_and_goes_on()
    {
        var run = await RunAsync(NewSession(), Days);
        var whole = FolderRun.Rows(Folder);
        Assert.Null(run.Thrown);
        Assert.Equal(3, run.Files.Count);
        Assert.Equal(Rows, whole.Length);

        for (var end = 1; ; end++)
        {
            foreach (var part in new[] { 0, 50, 100 })
            {
                Directory.Delete(Folder, recursive: true);
                using var files = new FailingFiles(end, isKill: true, part);
                await RunAsync(NewSession(), Days, files: files);
                if (!files.HasFailed)
                {
                    Assert.True(end > 20, $"{end} operations");
                    return;
                }

                if (Directory.Exists(Folder))
                {
                    FolderRun.AssertTrue(Folder);
                }

                var isBegun = Directory.Exists(Folder);
                var resumed = await FolderRun.OfAsync(NewSession(), Query, FolderRun.Options(Month.Start, Month.End, Days), Folder, isBegun);
                Assert.Null(resumed.Thrown);
                FolderRun.AssertTrue(Folder);
                Assert.Equal(whole, FolderRun.Rows(Folder));
            }
        }
    }

    [Fact]
    public async Task What_cannot_be_written_ends_the_run_and_nothing_more_is_asked()
    {
        using var counting = new FailingFiles(int.MaxValue, isKill: false);
        await RunAsync(NewSession(), Days, files: counting);
        Directory.Delete(Folder, recursive: true);

        // In the middle: the first window is there.
        using var files = new FailingFiles(counting.Count / 2, isKill: false, part: 30);
        var session = NewSession();
        var run = await RunAsync(session, Days, files: files);

        var failure = Assert.IsType<OutputException>(run.Thrown);
        Assert.Equal("OutputNotWritten", failure.ErrorId);
        Assert.Contains("No space left on device", failure.Message);
        Assert.Contains("-Resume", failure.NextStep);
        Assert.InRange(session.Calls.Count, 1, 2);
        Assert.Empty(run.Report.Errors);
        FolderRun.AssertTrue(Folder);
        Assert.DoesNotContain(Directory.GetFiles(Folder), file => file.EndsWith(JournalFolder.UnfinishedSuffix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_before_anything_is_asked()
    {
        using var files = new FailingFiles(1, isKill: false);
        var session = NewSession();

        var run = await RunAsync(session, Days, files: files);

        Assert.Equal("OutputNotWritten", Id(run));
        Assert.DoesNotContain("-Resume", ((OutputException)run.Thrown!).NextStep, StringComparison.Ordinal);
        Assert.Empty(session.Calls);
    }

    [Fact]
    public async Task A_folder_that_has_something_in_it_is_not_written_to()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");

        Assert.Equal("OutputFolderNotEmpty", Id(await RunAsync(NewSession(), Days)));
        Assert.Equal("OutputFolderNotEmpty", Id(await RunAsync(NewSession(), Days, isResume: true)));
        Assert.Equal(["notes.txt"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_cannot_be_the_folder()
    {
        File.WriteAllText(Folder, "mine");

        Assert.Equal("OutputPathNotValid", Id(await RunAsync(NewSession(), Days)));
        Assert.Equal("OutputPathNotValid", Id(await RunAsync(NewSession(), Days, isResume: true)));
        Assert.Equal("mine", File.ReadAllText(Folder));
    }

    [Fact]
    public async Task Two_runs_cannot_write_to_one_folder_and_the_second_names_the_first()
    {
        FolderRun? second = null;
        var session = NewSession(call =>
        {
            second ??= RunAsync(NewSession(), Days, isResume: true).GetAwaiter().GetResult();
            return null;
        });

        var first = await RunAsync(session, Days);

        Assert.Null(first.Thrown);
        Assert.Equal("OutputFolderInUse", Id(second!));
        Assert.Contains(FormattableString.Invariant($"process {Environment.ProcessId}"), second!.Thrown!.Message);
        Assert.Contains(JournalFolder.LockName, second.Thrown.Message);
    }

    [Fact]
    public async Task A_query_that_the_service_does_not_take_leaves_nothing_behind()
    {
        var refusing = NewSession(_ => LabSession.Failure(HuntingFailure.QueryRefused));
        Assert.NotNull((await RunAsync(refusing, Days)).Thrown);

        Assert.Empty(Directory.GetFileSystemEntries(Folder));
        Assert.Null((await RunAsync(NewSession(), Days)).Thrown);
    }

    [Fact]
    public async Task A_preview_leaves_the_folder_as_it_is_and_names_what_is_left()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 2 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        await RunAsync(broken, Days);
        var before = Directory.GetFiles(Folder).ToDictionary(file => file, FolderRun.Hash, StringComparer.Ordinal);

        var run = await FolderRun.OfAsync(
            NewSession(),
            Query,
            FolderRun.Options(null, null, Split.Off),
            Folder,
            isResume: true,
            isPreview: true,
            report: new RecordedReport { ShouldAsk = static _ => false }
        );

        Assert.Null(run.Thrown);
        Assert.Contains("datetime(2026-11-05T13:00:00.0000000Z)", Assert.Single(run.Report.Queries));
        Assert.Equal(before, Directory.GetFiles(Folder).ToDictionary(file => file, FolderRun.Hash, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_query_without_a_time_is_one_file()
    {
        var calls = 0;
        var session = new StreamingSession(() => calls++);
        var run = await FolderRun.OfAsync(session, "print 1", FolderRun.Options(null, null, Split.Off), Folder);

        var file = Assert.Single(run.Files);
        Assert.Equal(("rows.jsonl", null, StreamingSession.Batches * 100L), (file.Name, file.StartTime, file.RowCount));
        var asked = calls;
        Assert.Single((await FolderRun.OfAsync(session, "print 1", FolderRun.Options(null, null, Split.Off), Folder, isResume: true)).Files);
        Assert.Equal(asked, calls);
    }

    [Fact]
    public async Task Rows_are_written_as_they_come_and_not_kept()
    {
        var written = new List<long>();
        var session = new StreamingSession(() => written.Add(new FileInfo(Directory.GetFiles(Folder, "*.mde-partial").Single()).Length));

        var run = await FolderRun.OfAsync(session, "print 1", FolderRun.Options(null, null, Split.Off), Folder);

        Assert.Equal(StreamingSession.Batches * 100, Assert.Single(run.Files).RowCount);
        Assert.Equal(written.Order(), written);
        Assert.True(written[^1] > 0.9 * run.Files[0].Length, $"{written[^1]} of {run.Files[0].Length} bytes");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_told_where_the_file_cannot_hold_it_and_kept_where_it_can()
    {
        var session = new StreamingSession(static () => { }, "a\ud800b");

        var csv = await FolderRun.OfAsync(session, "print 1", FolderRun.Options(null, null, Split.Off), Folder, format: MdeOutputFormat.Csv);
        var json = await FolderRun.OfAsync(session, "print 1", FolderRun.Options(null, null, Split.Off), $"{Folder}2");

        Assert.Contains("half a surrogate pair", Assert.Single(csv.Report.Warnings));
        Assert.Contains("a\ufffdb", File.ReadAllText(csv.Files[0].FullName));
        Assert.Empty(json.Report.Warnings);
        Assert.Contains("a\\ud800b", File.ReadAllText(json.Files[0].FullName));
    }

    private sealed class StreamingSession(Action each, string text = "0123456789") : StubSession(null)
    {
        public const int Batches = 200;

        public override async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
        {
            receiver.Begin([new MdeHuntingColumn("Name", "String"), new MdeHuntingColumn("Text", "String")]);
            for (var batch = 0; batch < Batches; batch++)
            {
                object[] rows = [.. Enumerable.Range(0, 100).Select(_ => receiver.CreateRow([new string('x', 50), text]))];
                await receiver.ReceiveAsync(rows, 100);
                each();
            }

            return new HuntingResponse
            {
                SentQuery = request.Query,
                RowCount = Batches * 100,
                RowsHandedOn = Batches * 100,
                Bytes = 1,
                ContentBytes = 1,
                StartedAt = DateTime.UnixEpoch,
                FinishedAt = DateTime.UnixEpoch,
                Elapsed = TimeSpan.Zero,
                RequestId = "request",
            };
        }
    }
}
