using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A query's rows in a folder: what is verified, told and asked again when its run is resumed.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private const int Rows = 200;
    private const string Query = "DeviceProcessEvents | project Timestamp, ReportId";
    private static readonly DateTime Now = new(2026, 11, 25, 13, 0, 0, DateTimeKind.Utc);
    private static readonly TimeRange Month = new(Now.AddDays(-30), Now);
    private static readonly Split Days = new(false, TimeSpan.FromDays(10));

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-output-");

    private string Folder => Path.Combine(_root.FullName, "run");

    private string Journal => Path.Combine(Folder, JournalFolder.JournalName);

    public void Dispose() => _root.Delete(recursive: true);

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
    public async Task A_file_that_was_changed_is_set_aside_told_and_asked_for_again()
    {
        var first = await RunAsync(NewSession(), Days);
        var whole = FolderRun.Rows(Folder);
        var changed = first.Files[1];
        File.AppendAllText(changed.FullName, "{\"Timestamp\":\"forged\"}\n");
        var forged = FolderRun.Hash(changed.FullName);

        var session = NewSession();
        var resumed = await RunAsync(session, Days, isResume: true);

        Assert.Null(resumed.Thrown);
        var call = Assert.Single(session.Calls);
        Assert.Equal((changed.StartTime, changed.EndTime), (call.Range.Start, call.Range.End));
        Assert.Contains($"{changed.Name} (now {changed.Name}.changed)", Assert.Single(resumed.Report.Warnings));
        Assert.Equal(forged, FolderRun.Hash($"{changed.FullName}.changed"));
        Assert.Equal(whole, FolderRun.Rows(Folder));
        Assert.Equal([true, true, false], resumed.Files.Select(file => file.WasThere));
        Assert.Equal(first.Files.Select(file => file.Sha256).Order(), resumed.Files.Select(file => file.Sha256).Order());
        var told = Lines().Single(line => line.Text("event") is "setAside");
        Assert.Equal((changed.Name, $"{changed.Name}.changed", forged), (told.Text("file"), told.Text("keptAs"), told.Text("sha256")));

        // What is set aside is known, and stays where it is.
        var again = await RunAsync(NewSession(), Days, isResume: true);
        Assert.Single(again.Report.Warnings);
        Assert.Equal(forged, FolderRun.Hash($"{changed.FullName}.changed"));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_told_and_asked_for_again_and_a_strangers_is_left()
    {
        var first = await RunAsync(NewSession(), Days);
        var whole = FolderRun.Rows(Folder);
        File.Delete(first.Files[2].FullName);
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");

        var session = NewSession();
        var resumed = await RunAsync(session, Days, isResume: true);

        Assert.Null(resumed.Thrown);
        Assert.Single(session.Calls);
        Assert.Contains(resumed.Report.Warnings, warning => warning.Contains($"asked for again: {first.Files[2].Name}.", StringComparison.Ordinal));
        Assert.Contains(resumed.Report.Warnings, warning => warning.Contains("left as they are: notes.txt.", StringComparison.Ordinal));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder, "notes.txt")));
        Assert.Equal(whole, FolderRun.Rows(Folder));
    }

    [Fact]
    public async Task A_run_at_its_end_says_so_and_asks_nothing()
    {
        var first = await RunAsync(NewSession(), Days);
        var journal = File.ReadAllBytes(Journal);
        var session = NewSession();

        var resumed = await RunAsync(session, Days, isResume: true);

        Assert.Null(resumed.Thrown);
        Assert.Empty(session.Calls);
        Assert.Contains($"3 files with {Rows} rows were verified, and nothing was asked.", Assert.Single(resumed.Report.Warnings));
        Assert.Equal(first.Files.Select(file => file.FullName), resumed.Files.Select(file => file.FullName));
        Assert.All(resumed.Files, file => Assert.True(file.WasThere));
        Assert.Equal(journal, File.ReadAllBytes(Journal));
    }

    [Fact]
    public async Task A_relative_time_is_as_of_the_first_run()
    {
        var options = new RunOptions(
            new TimeRangeRequest(null, null, TimespanArgument.Parse("7d")),
            Days with
            {
                Step = TimeSpan.FromDays(1),
            },
            false,
            null,
            SendingOptions.Default with
            {
                RetryLimit = 0,
            }
        );
        var calls = 0;
        var broken = NewSession(call => ++calls > 3 ? LabSession.Failure(HuntingFailure.Forbidden) : null);
        Assert.NotNull((await FolderRun.OfAsync(broken, Query, options, Folder)).Thrown);

        // Two days later.
        var later = NewSession(at: Now.AddDays(2));
        var resumed = await FolderRun.OfAsync(later, Query, options, Folder, isResume: true, given: ["Timespan"]);

        Assert.Null(resumed.Thrown);
        Assert.Equal(Now.AddDays(-4), later.Calls[0].Range.Start);
        Assert.Equal(Now, later.Calls[^1].Range.End);
        Assert.Equal(4, later.Calls.Count);
        Assert.Equal(7, resumed.Files.Count);
    }

    [Fact]
    public async Task What_grew_too_old_since_the_first_run_is_told()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 1 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        await RunAsync(broken, Days);

        var resumed = await RunAsync(NewSession(at: Now.AddDays(2)), Days, isResume: true);

        Assert.Contains("LookBackCut", Assert.Single(resumed.Report.Warnings));
        var cut = Lines().Single(line => line.Text("event") is "cut");
        Assert.Equal((Now.AddDays(-30), Now.AddDays(-28)), (cut.Moment("start"), cut.Moment("end")));
        Assert.False(Lines()[^1].IsSet("isComplete"));

        var again = await RunAsync(NewSession(at: Now.AddDays(2)), Days, isResume: true);
        Assert.Contains("Rows are missing that the service does not give", Assert.Single(again.Report.Warnings));
    }

    [Fact]
    public async Task A_window_that_failed_is_in_the_journal_with_its_error_and_is_asked_again()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 2 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        var first = await RunAsync(broken, Days);

        Assert.Equal("WindowIncomplete", Assert.Single(first.Report.Errors).ErrorId);
        var missing = Lines().Single(line => line.Text("event") is "missing");
        Assert.Equal(
            ("QueryTimeout", Now.AddDays(-20), Now.AddDays(-10)),
            (missing.Text("error"), missing.Moment("start")!.Value, missing.Moment("end")!.Value)
        );
        Assert.Equal("ended", Lines()[^1].Text("event"));
        Assert.False(Lines()[^1].IsSet("isComplete"));

        var session = NewSession();
        Assert.Null((await RunAsync(session, Days, isResume: true)).Thrown);
        Assert.Equal(Now.AddDays(-20), Assert.Single(session.Calls).Range.Start);
        Assert.Equal(Rows, FolderRun.Rows(Folder).Length);
    }

    [Fact]
    public async Task A_window_that_holds_more_than_one_response_is_told_again_and_not_asked_again()
    {
        var session = NewSession(rowLimit: 50);
        Assert.NotEmpty((await RunAsync(session, Days)).Report.Errors);

        var again = NewSession(rowLimit: 50);
        var resumed = await RunAsync(again, Days, isResume: true);

        Assert.Empty(again.Calls);
        Assert.Equal(resumed.Files.Count(file => file.ErrorId == "ResultTruncated"), resumed.Report.Errors.Count);
        Assert.All(resumed.Report.Errors, error => Assert.Equal("WindowIncomplete", error.ErrorId));
    }

    [Fact]
    public async Task MaxRows_counts_what_is_there()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 2 ? LabSession.Failure(HuntingFailure.Forbidden) : null);
        var first = await RunAsync(broken, Days, maxRows: 120);
        var had = (int)first.Files.Sum(file => file.RowCount);
        Assert.InRange(had, 1, 119);

        await RunAsync(NewSession(), Days, isResume: true);
        Assert.Equal(120, FolderRun.Rows(Folder).Length);

        var session = NewSession();
        await RunAsync(session, Days, isResume: true);
        Assert.Empty(session.Calls);
    }

    [Theory]
    [InlineData("Split", "-Split is 1.00:00:00, and was 10.00:00:00")]
    [InlineData("MaxRows", "-MaxRows is 5, and was not specified")]
    [InlineData("StartTime", "the time is 2026-11-05T13:00:00Z to 2026-11-25T13:00:00Z, and was 2026-10-26T13:00:00Z to 2026-11-25T13:00:00Z")]
    public async Task Another_parameter_than_the_first_runs_is_refused(string parameter, string difference)
    {
        await RunAsync(NewSession(), Days);
        var session = NewSession();
        var options = parameter switch
        {
            "Split" => FolderRun.Options(null, null, new Split(false, TimeSpan.FromDays(1))),
            "MaxRows" => FolderRun.Options(null, null, Split.Off, maxRows: 5),
            _ => FolderRun.Options(Now.AddDays(-20), Now, Split.Off),
        };

        var run = await FolderRun.OfAsync(session, Query, options, Folder, isResume: true, given: [parameter]);

        Assert.Equal("ResumeMismatch", Id(run));
        Assert.Contains(difference, run.Thrown!.Message);
        Assert.Empty(session.Calls);
    }

    [Fact]
    public async Task Another_query_tenant_or_format_than_the_first_runs_is_refused()
    {
        await RunAsync(NewSession(), Days);
        var journal = File.ReadAllBytes(Journal);

        var query = await FolderRun.OfAsync(NewSession(), $"{Query} ", FolderRun.Options(null, null, Split.Off), Folder, isResume: true);
        Assert.Equal("ResumeMismatch", Id(query));
        var tenant = await FolderRun.OfAsync(new StubSession(null, "other"), Query, FolderRun.Options(null, null, Split.Off), Folder, isResume: true);
        Assert.Equal("ResumeMismatch", Id(tenant));
        Assert.Contains("tenant other", tenant.Thrown!.Message);
        var format = await RunAsync(NewSession(), Days, isResume: true, format: MdeOutputFormat.Csv);
        Assert.Equal("ResumeMismatch", Id(format));
        Assert.Contains("-OutputFormat is Csv, and was JsonLines", format.Thrown!.Message);
        Assert.Equal(journal, File.ReadAllBytes(Journal));
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
    public async Task A_folder_that_is_not_there_cannot_be_resumed_and_an_empty_one_can()
    {
        var run = await RunAsync(NewSession(), Days, isResume: true);
        Assert.Equal("OutputFolderNotFound", Id(run));
        Assert.False(Directory.Exists(Folder));

        Directory.CreateDirectory(Folder);
        var begun = await FolderRun.OfAsync(NewSession(), Query, FolderRun.Options(Month.Start, Month.End, Days), Folder, isResume: true);
        Assert.Null(begun.Thrown);
        Assert.Contains("nothing of a run yet, which begins now", Assert.Single(begun.Report.Warnings));
        Assert.Equal(Rows, FolderRun.Rows(Folder).Length);
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

    [Theory]
    [InlineData(0, "line 1")]
    [InlineData(2, "line 3")]
    [InlineData(-1, "line ")]
    public async Task A_journal_that_was_edited_is_not_trusted(int place, string told)
    {
        await RunAsync(NewSession(), Days);
        var lines = File.ReadAllLines(Journal);
        place = place < 0 ? lines.Length - 1 : place;
        lines[place] = lines[place].Replace("\"at\":\"2026", "\"at\":\"2025", StringComparison.Ordinal);
        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");
        var session = NewSession();

        var run = await RunAsync(session, Days, isResume: true);

        Assert.Equal("JournalDamaged", Id(run));
        Assert.Contains(told, run.Thrown!.Message);
        Assert.Empty(session.Calls);
    }

    [Fact]
    public async Task A_line_that_was_taken_out_of_the_journal_is_found()
    {
        await RunAsync(NewSession(), Days);
        var lines = File.ReadAllLines(Journal).ToList();
        lines.RemoveAt(3);
        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");

        Assert.Equal("JournalDamaged", Id(await RunAsync(NewSession(), Days, isResume: true)));
    }

    [Theory]
    [InlineData("../outside.jsonl")]
    [InlineData("/etc/outside.jsonl")]
    [InlineData("a/../../outside.jsonl")]
    [InlineData("..\\outside.jsonl")]
    [InlineData("c:outside.jsonl")]
    public async Task A_journal_that_names_a_file_elsewhere_is_not_followed(string file)
    {
        await RunAsync(NewSession(), Days);
        var outside = Path.Combine(_root.FullName, "outside.jsonl");
        File.WriteAllText(outside, "mine");
        var read = JournalLog.Read(new JournalFiles(), Journal);
        using (var log = new JournalLog(new JournalFiles(), Journal, read))
        {
            var part = new JournalPart("x", file, 1, "0", new JournalLine()).ToLine();
            log.Append(new JournalLine().With("event", "written").With("task", 1L).With(part));
        }

        Assert.Equal("JournalDamaged", Id(await RunAsync(NewSession(), Days, isResume: true)));
        Assert.Equal("mine", File.ReadAllText(outside));
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

    private IReadOnlyList<JournalLine> Lines() => JournalLog.Read(new JournalFiles(), Journal).Lines;

    private static string? Id(FolderRun run) => (run.Thrown as OutputException)?.ErrorId;

    private static LabSession NewSession(Func<LabCall, MdeException?>? fault = null, DateTime? at = null, int rowLimit = 100_000) =>
        new(SkewedTenantData.Create(1, Now, Rows, TimeShape.Uniform) with { Now = at ?? Now }, TimeSpan.FromDays(60))
        {
            Fault = fault ?? (static _ => null),
            RowLimit = rowLimit,
        };

    // What is left out on resume is that of the first run.
    private Task<FolderRun> RunAsync(
        IHuntingSession session,
        Split split,
        bool isResume = false,
        IJournalFiles? files = null,
        MdeOutputFormat? format = MdeOutputFormat.JsonLines,
        int? maxRows = null
    ) =>
        FolderRun.OfAsync(
            session,
            Query,
            isResume ? FolderRun.Options(null, null, Split.Off) : FolderRun.Options(Month.Start, Month.End, split, maxRows),
            Folder,
            isResume,
            files,
            format
        );

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
