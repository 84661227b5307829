using System.Text;
using MdeHunting.Journal;
using MdeHunting.Lab.Kql;
using MdeHunting.Running;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>A sweep into a folder that ends at any moment and is resumed: the ledger and the files are those of a sweep that nothing disturbed.</summary>
public sealed class ResumedSweepTests : IDisposable
{
    private const int Count = 8;
    private const int MostAtOnce = 3;

    private static readonly DateTime Now = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Names = ["DeviceNetworkEvents", "UrlClickEvents"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-sweep-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 50)]
    [InlineData(false, 50)]
    public async Task Wherever_it_ends_it_is_gone_on_with(bool isKill, int part)
    {
        var whole = await RunAsync(Folder("whole", new JournalFiles()), NewSession());
        for (var failsAt = 1; ; failsAt += Cases.AreAll ? 1 : 5)
        {
            var name = $"{failsAt}";
            using var files = new FailingFiles(failsAt, isKill, part);
            var folder = Folder(name, files);
            var first = NewSession();
            var ended = false;
            try
            {
                await RunAsync(folder, first, isDisposed: false);
                ended = true;
            }
            catch (Exception e) when (e is KilledException or OutputException) { }

            if (!ended && isKill)
            {
                files.Dispose();
            }
            else
            {
                folder.Dispose();
            }

            var stored = Stored(name);
            var second = NewSession();
            var resumed = await RunAsync(Folder(name, new JournalFiles(), isResume: Directory.Exists(Path.Combine(_root.FullName, name))), second);

            Assert.Equal(Ledger(whole), Ledger(resumed));
            Assert.Equal(Texts("whole"), Texts(name));
            Assert.Equal(whole.Files.Select(file => file.Name).Order(), resumed.Files.Select(file => file.Name).Order());
            Assert.DoesNotContain(second.Calls, call => stored.Contains(Asked(call)));
            if (ended)
            {
                Assert.Empty(second.Calls);
                break;
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_gone_or_was_changed_is_had_again_by_its_own_call()
    {
        var whole = await RunAsync(Folder("run", new JournalFiles()), NewSession());
        var texts = Texts("run");
        var rows = whole.Files.First(file => file.Name.StartsWith("rows/", StringComparison.Ordinal));
        File.Delete(rows.FullName);
        var hits = whole.Files.Last(file => file.Name.StartsWith("hits/", StringComparison.Ordinal));
        File.AppendAllText(hits.FullName, "more");

        var session = NewSession();
        var resumed = await RunAsync(Folder("run", new JournalFiles(), isResume: true), session);

        Assert.Equal(Ledger(whole), Ledger(resumed));
        Assert.Equal(2, session.Calls.Count(call => !call.Request.Query.Contains("take 0", StringComparison.Ordinal)));
        Assert.Equal(texts, Texts("run").Where(text => !text.Contains(".changed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rows_that_the_service_cut_are_told_again_with_the_ledger()
    {
        var first = await RunAsync(Folder("run", new JournalFiles()), NewSession(alike: true), hasErrors: true);
        var resumed = await RunAsync(Folder("run", new JournalFiles(), isResume: true), NewSession(alike: true), hasErrors: true);

        Assert.Contains(first.Ledger, entry => entry is { Status: "Found", IsComplete: false });
        Assert.Contains("Rows of hits are missing from ", first.Ledger.First(entry => !entry.IsComplete).Reason, StringComparison.Ordinal);
        Assert.Equal(Ledger(first), Ledger(resumed));
    }

    [Fact]
    public async Task What_the_account_cannot_see_stays_so_and_what_failed_is_asked_again()
    {
        static MdeException? Fault(LabCall call) =>
            call.Request.Query.Contains("UrlClickEvents", StringComparison.Ordinal)
                ? new HuntingException(HuntingFailure.QueryRefused, "Failed to resolve table or column expression named 'UrlClickEvents'.", "None.")
                : LabSession.Failure(HuntingFailure.ServiceError, narrowing: false);
        var first = await RunAsync(Folder("run", new JournalFiles()), NewSession(Fault), hasErrors: true);
        var session = NewSession();
        var resumed = await RunAsync(Folder("run", new JournalFiles(), isResume: true), session);

        Assert.All(first.Ledger, entry => Assert.Equal("NotSearched", entry.Status));
        Assert.All(resumed.Ledger, entry => Assert.True(entry.IsComplete, entry.Reason));
        Assert.All(resumed.Ledger, entry => Assert.Contains("can't query the table", Assert.Single(entry.NotSearched).Reason, StringComparison.Ordinal));
        Assert.DoesNotContain(session.Calls, call => call.Request.Query.Contains("UrlClickEvents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_time_that_failed_is_asked_again_and_one_that_no_response_can_hold_is_told_again()
    {
        var whole = await RunAsync(Folder("whole", new JournalFiles()), NewSession());

        // Too long over all of the time, and a service that fails for a while of it.
        static MdeException? Fault(LabCall call) =>
            call.Request.EndTime - call.Request.StartTime > TimeSpan.FromDays(16) && Sought(call) == 1 || Sought(call) > 1
                ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true)
            : call.Request.StartTime < Now.AddDays(-16) && Sought(call) == 1 ? LabSession.Failure(HuntingFailure.ServiceError, narrowing: false)
            : null;
        static MdeException? Slow(LabCall call) => call.Request.StartTime < Now.AddDays(-16) ? null : Fault(call);

        var first = await RunAsync(Folder("run", new JournalFiles()), NewSession(Fault), hasErrors: true);
        var again = await RunAsync(Folder("run", new JournalFiles(), isResume: true), NewSession(Fault), hasErrors: true);
        var resumed = await RunAsync(Folder("run", new JournalFiles(), isResume: true), NewSession(Slow));

        Assert.All(first.Ledger, entry => Assert.False(entry.IsComplete));
        Assert.Equal(first.Ledger.Select(entry => entry.Status), again.Ledger.Select(entry => entry.Status));
        Assert.Equal(first.Files.Select(file => file.Name).Order(), again.Files.Select(file => file.Name).Order());
        Assert.Equal(whole.Ledger.Select(entry => (entry.Status, entry.Hits)), resumed.Ledger.Select(entry => (entry.Status, entry.Hits)));
        Assert.All(resumed.Ledger, entry => Assert.True(entry.IsComplete, entry.Reason));
    }

    // What was asked, without the time around it.
    private static string Asked(LabCall call)
    {
        var list = call.Request.Query.IndexOf("let _mde", StringComparison.Ordinal);
        return list < 0 ? call.Request.Query : call.Request.Query[list..];
    }

    private HashSet<string> Stored(string name)
    {
        var journal = Path.Combine(_root.FullName, name, JournalFolder.JournalName);
        if (!File.Exists(journal))
        {
            return [];
        }

        var stored = JournalLog
            .Read(new JournalFiles(), journal)
            .Lines.Where(line => line.Text("event") is "written" or "empty")
            .Select(line => line.Text("sentQuerySha256"))
            .ToHashSet();
        return [.. _asked.Where(query => stored.Contains(MdeHunting.Text.Sha256Text.Of(query.Key))).Select(query => query.Value)];
    }

    private readonly Dictionary<string, string> _asked = [];

    private OutputFolder Folder(string name, IJournalFiles files, bool isResume = false) =>
        RecordedSweep.Folder(new OutputFolderOptions(files, Path.Combine(_root.FullName, name), MdeOutputFormat.JsonLines) { IsResume = isResume })!;

    private async Task<(IReadOnlyList<MdeIndicatorLedgerEntry> Ledger, List<MdeOutputFile> Files)> RunAsync(
        OutputFolder folder,
        LabSession session,
        bool isDisposed = true,
        bool hasErrors = false
    )
    {
        var lab = new SweptLab(session)
        {
            Tables = [.. Names.Select(name => TableCatalog.Bundled.Find(name)!)],
            Folder = folder,
            IsDetailed = true,
        };
        try
        {
            var ledger = await lab.RunAsync(
                Enumerable.Range(0, Count).Select(i => new SweptIndicator(new MdeIndicator(MdeIndicatorType.Domain, $"host{i}.example", string.Empty)))
            );
            Assert.Equal(hasErrors, lab.Errors.Count > 0);
            await folder.EndAsync(lab);
            return (ledger, lab.Files);
        }
        finally
        {
            foreach (var call in session.Calls)
            {
                _asked[call.Request.Query] = Asked(call);
            }

            if (isDisposed)
            {
                folder.Dispose();
            }
        }
    }

    private static string Ledger((IReadOnlyList<MdeIndicatorLedgerEntry> Entries, List<MdeOutputFile>) run) =>
        string.Join(
            '\n',
            run.Entries.Select(entry =>
                $"{entry.Indicator.Value} {entry.Status} {entry.IsComplete} {entry.Hits} {entry.StartTime:O} {entry.EndTime:O} "
                + $"{string.Join(',', entry.Tables)} {string.Join(',', entry.NotSearched)} {entry.Reason}"
            )
        );

    // All files but the journal.
    private string[] Texts(string name)
    {
        var folder = Path.Combine(_root.FullName, name);
        return
        [
            .. Directory
                .GetFiles(folder, "*.jsonl*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetRelativePath(folder, file)}\n{File.ReadAllText(file, Encoding.UTF8)}"),
        ];
    }

    // A service that takes no more than some indicators at once, so that calls are made in halves.
    private static LabSession NewSession(Func<LabCall, MdeException?>? fault = null, bool alike = false)
    {
        var tables = Names
            .Select(name =>
            {
                var columns = TableCatalog
                    .Bundled.Find(name)!
                    .Columns.Select(column => new KqlColumn(column.Name, Enum.Parse<KqlType>(column.Type, ignoreCase: true)))
                    .ToArray();
                var (time, url) = (Array.FindIndex(columns, c => c.Name == "Timestamp"), Array.FindIndex(columns, c => c.Name is "RemoteUrl" or "Url"));
                var rows = Enumerable
                    .Range(0, Count)
                    .Where(i => i % 3 > 0)
                    .SelectMany(i => Enumerable.Repeat(i, alike ? 3 : 1))
                    .Select(i =>
                    {
                        var row = columns.Select(column => column.Type == KqlType.String ? (object)string.Empty : null).ToArray();
                        (row[time], row[url]) = (Now.AddDays(-(alike ? 0 : i) - 1), $"host{i}.example");
                        return row;
                    })
                    .ToArray();
                return new KqlTable(name, columns, rows);
            })
            .ToDictionary(table => table.Name);
        return new LabSession(new KqlDatabase(tables, Now), TimeSpan.FromDays(30))
        {
            // Rows of one moment that are more than a response holds are in no window.
            RowLimit = alike ? 2 : 100_000,
            Fault =
                fault
                ?? (
                    call =>
                        call.Request.Query.Contains("summarize", StringComparison.Ordinal) && Sought(call) > MostAtOnce
                            ? new HuntingException(HuntingFailure.QueryRefused, "The query is too long.", "None.")
                            : null
                ),
        };
    }

    private static int Sought(LabCall call) =>
        Enumerable.Range(0, Count).Count(i => call.Request.Query.Contains($"\"host{i}.example\"", StringComparison.Ordinal));
}
