using System.Security.Cryptography;
using System.Text;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.TestKit;
using MdeHunting.Tests.Help;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Bags whose sums and chain were all made anew, by somebody who can, and that contradict themselves; and how others compute the chain.</summary>
public sealed class EvidenceContradictionTests : IDisposable
{
    private const int ChainLength = 76;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-contradiction-");

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Log => Path.Combine(Bag, BagFolder.LogName);

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("data/000001/query.kql", "DeviceInfo", "AlertInfo", "query.kql' isn't query 1")]
    [InlineData("data/000001/meta.json", "\"rows\":2,", "\"rows\":3,", "000001/meta.json' says rows: '3'")]
    [InlineData("data/000001/meta.json", "\"verdict\":\"Complete\"", "\"verdict\":\"Failed\"", "000001/meta.json' says verdict: 'Failed'")]
    [InlineData("data/000001/meta.json", "\"version\":\"1\"", "\"version\":\"9\"", "000001/meta.json' has the version '9'")]
    [InlineData("data/000001/meta.json", "\"verdict\":", "\"verdict\":\"Failed\",\"verdict\":", "000001/meta.json' is missing, or can't be read")]
    [InlineData("data/000001/meta.json", "\"storedBytes\":", "\"storedBytes\":1", "response.json' doesn't have the length")]
    [InlineData("data/000001/meta.json", "\"sentQuery\":\"DeviceInfo\"", "\"sentQuery\":\"AlertInfo\"", "meta.json' says sentQuery: 'AlertInfo', and")]
    [InlineData("data/000001/request.json", "\\\"DeviceInfo\\\"", "\\\"AlertInfo\\\"", "request.json' says 'AlertInfo'")]
    [InlineData("data/000001/request.json", "https://localhost", "https://elsewhere", "request.json' says 'elsewhere'")]
    [InlineData("data/000001/request.json", "\"isRedacted\":false", "\"isRedacted\":true", "meta.json' says requestIsRedacted: 'False'")]
    [InlineData("data/000001/response-headers.json", "01:02:03", "01:02:04", "meta.json' says serviceTime: 2026-11-30T01:02:03")]
    [InlineData("data/000001/meta.json", "\"connection\":\"Contoso\"", "\"connection\":\"Fabrikam\"", "meta.json' says connection: 'Fabrikam'")]
    [InlineData("data/000001/meta.json", "\"rowsReturned\":2", "\"rowsReturned\":1", "says rows: 2, and rowsReturned: 1, and not why")]
    [InlineData("data/000003/meta.json", "\"status\":400", "\"status\":200", "000003/meta.json' says status: '200'")]
    public async Task What_is_stored_and_what_the_log_says_of_it_are_compared(string file, string found, string instead, string fault)
    {
        SampleBag.Record(new JournalFiles(), Bag);
        var path = Path.Combine(Bag, file);
        var before = Sum(path);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(found, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(found, instead, StringComparison.Ordinal));
        Chain(lines => lines.Select(line => line.Replace(before, Sum(path), StringComparison.Ordinal)));

        await AssertFaultAsync(fault);
    }

    [Theory]
    [InlineData(
        "\"event\":\"ended\",\"query\":1,\"rows\":2",
        "\"event\":\"ended\",\"query\":1,\"rows\":9",
        "query 1 returned 9 rows, and its responses have 2 only"
    )]
    [InlineData(
        "\"event\":\"ended\",\"query\":1,\"rows\":2",
        "\"event\":\"ended\",\"query\":1,\"rows\":1",
        "query 1 returned 1 rows, and its responses have 2"
    )]
    [InlineData("\"rows\":2,\"responses\":3,\"isComplete\":true", "\"rows\":2,\"responses\":3,\"isComplete\":false", "query 1 isn't complete, and not why")]
    [InlineData("\"event\":\"query\"", "\"event\":\"note\",\"event\":\"query\"", "log.ndjson' can't be trusted: line 2")]
    [InlineData("\"event\":\"opened\"", null, "log.ndjson, line 1, isn't the one that opens the bag")]
    [InlineData("\"event\":\"query\"", null, "is of query 1, which no line before it begins")]
    [InlineData("\"event\":\"request\",\"query\":1,\"request\":1", null, "is of request 1, which no line before it begins")]
    [InlineData("\"event\":\"query\"", "twice", "begins query 1 again")]
    [InlineData("\"event\":\"ended\"", "twice", "ends query 1 again")]
    [InlineData("\"event\":\"ended\"", "\"event\":\"teleported\"", "has the event 'teleported', which this version of the module doesn't write")]
    [InlineData("\"rows\":2,\"responses\":3", "\"rows\":2,\"responses\":2", "query 1 has 2 responses, and 3 are stored")]
    public async Task The_lines_of_the_log_are_compared_with_each_other(string found, string? instead, string fault)
    {
        SampleBag.Record(new JournalFiles(), Bag);
        Assert.True((await SampleBag.TestAsync(Bag)).IsValid);
        Chain(lines =>
            lines.SelectMany(line =>
                !line.Contains(found, StringComparison.Ordinal) ? [line]
                : instead is null ? []
                : instead == "twice" ? new[] { line, line }
                : [line.Replace(found, instead, StringComparison.Ordinal)]
            )
        );

        await AssertFaultAsync(fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_of_a_query_that_was_taken_out_is_named_where_the_process_that_ran_it_went_on(bool isSame)
    {
        SampleBag.Record(new JournalFiles(), Bag, writer: "one");
        SampleBag.Record(new JournalFiles(), Bag, writer: isSame ? "one" : "other");
        Chain(lines => lines.Where(line => !line.Contains("\"event\":\"ended\",\"query\":1,", StringComparison.Ordinal)));

        if (isSame)
        {
            await AssertFaultAsync("No line says how query 1 ended");
            return;
        }

        var test = await SampleBag.TestAsync(Bag);
        Assert.True(test.IsValid, string.Join(" ", test.Checks.SelectMany(check => check.Faults)));
        Assert.Contains("Interrupted: query 1", test.Checks.Single(check => check.Name == "Requests").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_that_cannot_be_true_together_are_told_and_prove_nothing()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        Assert.Equal(MdeEvidenceCheckResult.Passed, (await TimesAsync()).Outcome);
        Chain(lines =>
            lines.Select(line =>
                line.Contains("\"event\":\"ended\"", StringComparison.Ordinal) ? line.Replace("T01:02:03", "T00:00:00", StringComparison.Ordinal) : line
            )
        );
        Assert.Contains("the clock was set back meanwhile", (await TimesAsync()).Detail, StringComparison.Ordinal);

        Chain(lines => lines.Select(line => line.Replace("2026-11-30T", "2099-11-30T", StringComparison.Ordinal)));
        Assert.Contains((await TimesAsync()).Faults, fault => fault.Contains("2099-11-30 01:02:03Z, which is in the future", StringComparison.Ordinal));
        using var shell = new Shell();
        var run = shell.Run("Test-MdeEvidence $args[0]", Bag).ThrowIfFailed();
        Assert.Contains(run.Warnings, warning => warning.Contains("which is in the future", StringComparison.Ordinal));
        Assert.Equal(true, shell.Run("Test-MdeEvidence $args[0] -Quiet", Bag).ThrowIfFailed().Output.Single().BaseObject);

        async Task<MdeEvidenceCheck> TimesAsync()
        {
            var test = await SampleBag.TestAsync(Bag);
            Assert.True(test.IsValid, string.Join(" ", test.Checks.Where(check => check.Name != "Times").SelectMany(check => check.Faults)));
            return test.Checks.Single(check => check.Name == "Times");
        }
    }

    [Fact]
    public async Task A_transfer_of_a_time_that_cannot_be_is_told()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        using var shell = new Shell();
        shell.Run("Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason Shift -Time 2020-01-01T08:00Z", Bag).ThrowIfFailed();
        var early = shell.Run("Add-MdeEvidenceTransfer $args[0] -From Bo -To Cy -Reason Shift -Time 2099-01-01T08:00Z", Bag).ThrowIfFailed();

        var test = await SampleBag.TestAsync(Bag);

        Assert.True(test.IsValid);
        var times = test.Checks.Single(check => check.Name == "Times");
        Assert.Contains(times.Faults, fault => fault.Contains("2020-01-01 08:00:00Z, which is before the bag was sealed", StringComparison.Ordinal));
        Assert.Contains(times.Faults, fault => fault.Contains("2099-01-01 08:00:00Z, which is after it was noted", StringComparison.Ordinal));
        Assert.Contains("which is in the future", Assert.Single(early.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"files\":", "\"files\":1")]
    [InlineData("\"bytes\":", "\"bytes\":1")]
    public async Task How_much_was_sealed_is_compared_with_what_is_there(string found, string instead)
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        Assert.True((await SampleBag.TestAsync(Bag)).IsValid);
        var before = Sum(Log);
        Chain(lines =>
            lines.Select(line =>
                line.Contains("\"event\":\"sealed\"", StringComparison.Ordinal) ? line.Replace(found, instead, StringComparison.Ordinal) : line
            )
        );
        var manifest = Path.Combine(Bag, BagText.TagManifestName);
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(before, Sum(Log), StringComparison.Ordinal));

        await AssertFaultAsync("were sealed, and data/ has");
    }

    [Fact]
    public async Task A_full_disk_is_what_is_told_of_a_query_that_it_ended()
    {
        using var counting = new FailingFiles(int.MaxValue, isKill: false);
        SampleBag.Record(counting, Path.Combine(_root.FullName, "whole"));
        var told = 0;
        for (var at = 1; at <= counting.Count; at += 3)
        {
            var path = Path.Combine(_root.FullName, $"full{at}");
            using (var files = new FailingFiles(at, isKill: false, part: 50, worksFrom: at + 1))
            {
                Assert.Throws<EvidenceException>(() => SampleBag.Record(files, path));
            }

            if (
                !File.Exists(Path.Combine(path, BagFolder.LogName))
                || MdeEvidence.Read(new JournalFiles(), path).SingleOrDefault() is not { FinishedAt: null } query
                || !File.ReadAllText(Path.Combine(path, BagFolder.LogName)).Contains("\"event\":\"notWritten\"", StringComparison.Ordinal)
            )
            {
                continue;
            }

            told++;
            Assert.Contains("No space left on device", query.Missing, StringComparison.Ordinal);
            var test = await SampleBag.TestAsync(path);
            Assert.Contains("No space left on device", test.Checks.Single(check => check.Name == "Requests").Detail, StringComparison.Ordinal);
        }

        Assert.True(told > 0);
    }

    [Fact]
    public void A_full_disk_that_has_no_room_for_a_line_either_is_told_when_the_process_goes_on_with_the_bag()
    {
        using var files = new FullDisk();
        var bags = new EvidenceBags(files, () => SampleBag.Now);
        var bag = bags.Take(Bag, EvidenceCase.Unknown);
        bag.Append("query", new JournalLine().With("query", 1).With("text", "DeviceInfo"));
        files.IsFull = true;
        Assert.Throws<EvidenceException>(() => bag.Append("request", new JournalLine().With("query", 1).With("request", 1)));
        Assert.Contains("No space left on device", Assert.Single(MdeEvidence.Read(new JournalFiles(), Bag, bags)).Missing, StringComparison.Ordinal);
        bags.Return(bag);
        Assert.Contains("No space left on device", Assert.Single(MdeEvidence.Read(new JournalFiles(), Bag, bags)).Missing, StringComparison.Ordinal);
        files.IsFull = false;

        bags.Return(bags.Take(Bag, EvidenceCase.Unknown));

        Assert.Contains("No space left on device", Assert.Single(MdeEvidence.Read(new JournalFiles(), Bag)).Missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chain_is_checked_by_what_the_topic_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        SampleBag.Record(new JournalFiles(), Bag);
        var lines = await File.ReadAllLinesAsync(Path.Combine(HelpFile.Folder, "about_MdeHunting_Evidence.help.txt"));
        var script = string.Join(
            '\n',
            lines.SkipWhile(line => line.Trim() != "previous=").TakeWhile(line => line.Trim().Length > 0).Select(line => line.Trim())
        );

        Assert.Equal(string.Empty, await RunAsync());
        var log = await File.ReadAllTextAsync(Log);
        await File.WriteAllTextAsync(Log, log.Replace("DeviceInfo", "AlertInfo", StringComparison.Ordinal));
        Assert.StartsWith("Changed: {\"at\":", await RunAsync(), StringComparison.Ordinal);

        async Task<string> RunAsync()
        {
            var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = Bag };
            var done = await ChildProcess.RunAsync(start);
            Assert.Equal(string.Empty, done.Error);
            return done.Output;
        }
    }

    private async Task AssertFaultAsync(string fault)
    {
        var test = await SampleBag.TestAsync(Bag);
        Assert.False(test.IsValid);
        Assert.Contains(test.Checks.SelectMany(check => check.Faults), one => one.Contains(fault, StringComparison.Ordinal));
    }

    // Makes the chain anew, as the topic says.
    private void Chain(Func<IEnumerable<string>, IEnumerable<string>> edit)
    {
        var previous = string.Empty;
        var text = new StringBuilder();
        foreach (var line in edit(File.ReadAllLines(Log).Select(line => line[..^ChainLength])).ToList())
        {
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + line)));
            text.Append(line).Append(",\"chain\":\"").Append(previous).Append("\"}\n");
        }

        File.WriteAllText(Log, text.ToString());
    }

    private static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private sealed class FullDisk : IJournalFiles, IDisposable
    {
        private readonly JournalFiles _files = new();

        public bool IsFull { get; set; }

        public bool FolderExists(string path) => _files.FolderExists(path);

        public bool FileExists(string path) => _files.FileExists(path);

        public IEnumerable<string> Folders(string path) => _files.Folders(path);

        public IEnumerable<string> AllFiles(string folder) => _files.AllFiles(folder);

        public EntryKind KindOf(string path) => _files.KindOf(path);

        public IEnumerable<FolderEntry> Entries(string folder, bool isDeep) => _files.Entries(folder, isDeep);

        public bool IsEmpty(string folder) => _files.IsEmpty(folder);

        public void CreateFolder(string path) => _files.CreateFolder(path);

        public Stream Open(string path) => _files.Open(path);

        public Stream Create(string path) => _files.Create(path);

        public Stream Append(string path, long length) => _files.Append(path, length);

        public void Flush(Stream stream)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }

            _files.Flush(stream);
        }

        public void Move(string path, string newPath) => _files.Move(path, newPath);

        public void Replace(string path, string newPath) => _files.Replace(path, newPath);

        public void Delete(string path) => _files.Delete(path);

        public IDisposable? TryLock(string path) => _files.TryLock(path);

        public void Dispose() { }
    }
}
