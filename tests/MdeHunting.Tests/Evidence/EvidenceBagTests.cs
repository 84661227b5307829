using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>A bag while it is filled, whatever becomes of the process, the disk, and the files.</summary>
public sealed class EvidenceBagTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-bag-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 50)]
    [InlineData(true, 100)]
    [InlineData(false, 50)]
    public async Task Wherever_its_process_ends_it_has_what_its_log_says_goes_on_and_is_sealed(bool isKill, int part)
    {
        var whole = NewPath();
        using var counting = new FailingFiles(int.MaxValue, isKill);
        SampleBag.Record(counting, whole);
        for (var end = 1 + part / 10; end <= counting.Count; end += Cases.AreAll ? 1 : 17)
        {
            var path = NewPath();
            using (var files = new FailingFiles(end, isKill, part))
            {
                try
                {
                    SampleBag.Record(files, path);
                    Assert.Fail("It did not end.");
                }
                catch (Exception e) when (e is KilledException or EvidenceException { Failure: EvidenceFailure.EvidenceNotWritten }) { }
            }

            var claimed = Claimed(path).ToList();
            Assert.All(claimed, file => Assert.Equal(file.Value, FileSum.Of(new JournalFiles(), File(path, file.Key), CancellationToken.None).Sha256));
            var hasBegun = HasLine(path, "opened");
            if (hasBegun)
            {
                AssertValid(await SampleBag.TestAsync(path), $"Ended at {end}");
            }

            SampleBag.Record(new JournalFiles(), path);
            await SampleBag.SealAsync(path);
            var test = await SampleBag.TestAsync(path);
            AssertValid(test, $"Ended at {end}, continued, and sealed");
            Assert.Equal(
                hasBegun && HasLine(path, "\"query\":1,") && !HasLine(path, "\"event\":\"ended\",\"query\":1,"),
                Detail(test, "Requests").Contains("query 1", StringComparison.Ordinal)
            );
            Assert.DoesNotContain(Directory.GetFiles(path, "*", SearchOption.AllDirectories), file => file.EndsWith("-partial", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Each_file_of_the_module_is_told_with_its_hash()
    {
        var told = EvidenceTool.FilesOf(Path.Combine(ModuleSetup.PackageFolder, "bin")).ToDictionary(file => file.Key, file => file.Value);

        Assert.Equal(
            Directory.GetFiles(ModuleSetup.PackageFolder, "*", SearchOption.AllDirectories).Select(Name).Order(StringComparer.Ordinal),
            told.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            FileSum.Of(new JournalFiles(), Path.Combine(ModuleSetup.PackageFolder, "MdeHunting.psd1"), CancellationToken.None).Sha256,
            told["MdeHunting.psd1"]
        );

        static string Name(string file) => Path.GetRelativePath(ModuleSetup.PackageFolder, file).Replace('\\', '/');
    }

    [Fact]
    public async Task A_bit_that_is_changed_in_any_file_of_a_sealed_bag_is_found_and_the_file_named()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path);
        Assert.True((await SampleBag.TestAsync(path)).IsValid);

        foreach (var file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
        {
            var bytes = await System.IO.File.ReadAllBytesAsync(file);
            foreach (var place in new[] { 0, bytes.Length / 3, bytes.Length / 2, bytes.Length - 1 }.Distinct())
            {
                bytes[place] ^= 1;
                await System.IO.File.WriteAllBytesAsync(file, bytes);
                var test = await SampleBag.TestAsync(path);
                var name = Path.GetRelativePath(path, file).Replace('\\', '/');
                Assert.False(test.IsValid, $"{name}, byte {place}");
                Assert.Contains(test.Checks.SelectMany(check => check.Faults), fault => fault.Contains(Path.GetFileName(name), StringComparison.Ordinal));
                bytes[place] ^= 1;
            }

            await System.IO.File.WriteAllBytesAsync(file, bytes);
        }

        Assert.True((await SampleBag.TestAsync(path)).IsValid);
    }

    [Fact]
    public async Task Two_responses_that_were_exchanged_a_file_that_was_added_renamed_or_taken_away_and_a_fetch_txt_are_named()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path);
        var (one, other) = (File(path, "data/000001/response.json"), File(path, "data/000002/response.json"));

        await AssertFaultAsync(path, "data/000002/response.json", () => Swap(one, other), () => Swap(one, other));
        await AssertFaultAsync(
            path,
            "data/added",
            () => System.IO.File.WriteAllText(File(path, "data/added"), ""),
            () => System.IO.File.Delete(File(path, "data/added"))
        );
        await AssertFaultAsync(
            path,
            "note.txt",
            () => System.IO.File.WriteAllText(File(path, "note.txt"), ""),
            () => System.IO.File.Delete(File(path, "note.txt"))
        );
        await AssertFaultAsync(path, "000001/response.json", () => System.IO.File.Move(one, one + "x"), () => System.IO.File.Move(one + "x", one));
        await AssertFaultAsync(
            path,
            "fetch.txt",
            () => System.IO.File.WriteAllText(File(path, "fetch.txt"), ""),
            () => System.IO.File.Delete(File(path, "fetch.txt"))
        );
        await AssertFaultAsync(
            path,
            "RESPONSE.json",
            () => System.IO.File.AppendAllText(File(path, BagText.ManifestName), $"{new string('0', 64)}  data/000001/RESPONSE.json\n"),
            () => { }
        );
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("data/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("~/outside")]
    [InlineData(@"data\..\..\outside")]
    [InlineData("C:/outside")]
    public async Task What_a_manifest_names_outside_of_the_bag_is_named_and_not_read(string name)
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path);
        System.IO.File.AppendAllText(File(path, BagText.ManifestName), $"{new string('0', 64)}  {name}\n");

        var faults = (await SampleBag.TestAsync(path)).Checks.SelectMany(check => check.Faults).ToList();

        Assert.Contains(faults, fault => fault.Contains("isn't a path below the bag", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_an_open_bag_a_log_whose_end_was_cut_off_is_found()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        Assert.True((await SampleBag.TestAsync(path)).IsValid);
        var log = File(path, BagFolder.LogName);
        var lines = await System.IO.File.ReadAllLinesAsync(log);
        await System.IO.File.WriteAllTextAsync(log, string.Concat(lines.Take(5).Select(line => line + "\n")));

        var test = await SampleBag.TestAsync(path);

        Assert.Contains(
            test.Checks.SelectMany(check => check.Faults),
            fault => fault.Contains("isn't in the log: lines are missing from it", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_line_of_the_log_that_was_changed_dropped_or_moved_ends_what_would_go_on()
    {
        foreach (
            var change in new Func<string[], IEnumerable<string>>[]
            {
                lines => lines.Where((_, i) => i != 2),
                lines =>
                    lines.Select(
                        (line, i) =>
                            i == 2 ? lines[3]
                            : i == 3 ? lines[2]
                            : line
                    ),
                lines => lines.Select((line, i) => i == 1 ? line.Replace("Contoso", "Fabrikam", StringComparison.Ordinal) : line),
            }
        )
        {
            var path = NewPath();
            SampleBag.Record(new JournalFiles(), path);
            var log = File(path, BagFolder.LogName);
            System.IO.File.WriteAllText(log, string.Concat(change(System.IO.File.ReadAllLines(log)).Select(line => line + "\n")));

            var failure = Assert.Throws<EvidenceException>(() => SampleBag.Record(new JournalFiles(), path));

            Assert.Equal(EvidenceFailure.EvidenceDamaged, failure.Failure);
            Assert.DoesNotContain("journal", failure.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_is_in_the_way_is_named_and_nothing_is_overwritten()
    {
        var path = NewPath();
        Directory.CreateDirectory(path);
        await System.IO.File.WriteAllTextAsync(File(path, "notes.txt"), "mine");
        AssertFailure(EvidenceFailure.EvidenceFolderNotEmpty, path, EvidenceCase.Unknown);
        AssertFailure(EvidenceFailure.EvidencePathNotValid, File(path, "notes.txt"), EvidenceCase.Unknown);
        AssertFailure(EvidenceFailure.EvidencePathNotValid, File(path, "notes.txt/below"), EvidenceCase.Unknown);
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File(path, "notes.txt")));

        var bag = NewPath();
        SampleBag.Record(new JournalFiles(), bag, new EvidenceCase("IR-1", null));
        AssertFailure(EvidenceFailure.EvidenceMismatch, bag, new EvidenceCase("IR-2", null));
        using (BagOpening.Open(new JournalFiles(), bag, EvidenceCase.Unknown, () => Now))
        {
            AssertFailure(EvidenceFailure.EvidenceInUse, bag, EvidenceCase.Unknown);
        }

        await SampleBag.SealAsync(bag);
        AssertFailure(EvidenceFailure.EvidenceSealed, bag, EvidenceCase.Unknown);
    }

    [Fact]
    public async Task What_one_request_was_storing_is_kept_although_another_one_ended_meanwhile()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        using (var bag = BagOpening.Open(new JournalFiles(), path, EvidenceCase.Unknown, () => Now))
        {
            // The process ends between the first one's line and its new name.
            using var first = bag.BeginFile("data/000101/query.kql");
            bag.Append("storing", new JournalLine().With("files", [new("data/000101/query.kql", first.Seal())]));
            bag.Store([], [new("data/000102/query.kql", "T")], new JournalLine());
        }

        SampleBag.Record(new JournalFiles(), path);

        Assert.True(System.IO.File.Exists(File(path, "data/000101/query.kql")));
        Assert.Contains(Claimed(path), file => file.Key == "data/000101/query.kql");
        Assert.True((await SampleBag.TestAsync(path)).Checks.Single(check => check.Name == "Log").Passed);
    }

    [Fact]
    public async Task A_file_that_was_changed_before_sealing_is_told_and_stays_told()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        await System.IO.File.AppendAllTextAsync(File(path, "data/000001/query.kql"), " ");

        var findings = (await SampleBag.SealAsync(path)).Findings;

        Assert.Contains("data/000001/query.kql", Assert.Single(findings), StringComparison.Ordinal);
        Assert.Contains("query.kql' was changed after it was stored", System.IO.File.ReadAllText(File(path, BagFolder.LogName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case.json")]
    [InlineData("tool.json")]
    [InlineData("bagit.txt")]
    public async Task What_an_open_bag_began_with_is_not_changed_without_being_told(string name)
    {
        foreach (var damage in new Action<string>[] { System.IO.File.Delete, file => System.IO.File.AppendAllText(file, " ") })
        {
            var path = NewPath();
            SampleBag.Record(new JournalFiles(), path);
            damage(File(path, name));

            Assert.Contains(
                (await SampleBag.TestAsync(path)).Checks.SelectMany(check => check.Faults),
                fault => fault.Contains(name, StringComparison.Ordinal)
            );
            Assert.Contains((await SampleBag.SealAsync(path)).Findings, finding => finding.Contains(name, StringComparison.Ordinal));
            Assert.False((await SampleBag.TestAsync(path)).IsValid);
        }
    }

    [Theory]
    [InlineData("note.txt")]
    [InlineData("tags/note.txt")]
    public async Task What_is_added_to_an_open_bag_is_told_before_and_when_it_is_sealed(string name)
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        Directory.CreateDirectory(Path.GetDirectoryName(File(path, name))!);
        await System.IO.File.WriteAllTextAsync(File(path, name), "mine");

        Assert.Contains((await SampleBag.TestAsync(path)).Checks.SelectMany(check => check.Faults), fault => fault.Contains(name, StringComparison.Ordinal));
        Assert.Contains((await SampleBag.SealAsync(path)).Findings, finding => finding.Contains(name, StringComparison.Ordinal));
        Assert.False((await SampleBag.TestAsync(path)).IsValid);
    }

    [Fact]
    public void A_page_of_a_list_to_which_no_response_came_is_not_said_to_be_one()
    {
        var path = NewPath();
        SampleBag.RecordList(path);

        Assert.Contains(
            "\"verdict\":\"Retried\",\"isComplete\":false",
            System.IO.File.ReadAllText(File(path, "data/000001/meta.json")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"verdict\":\"Schema\",\"isComplete\":true",
            System.IO.File.ReadAllText(File(path, "data/000002/meta.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bag_in_a_bag_is_refused_wherever_in_it_and_nothing_is_written()
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        var before = Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories);

        foreach (var inside in new[] { "other", "data", "data/000001", "data/000001/other" })
        {
            AssertFailure(EvidenceFailure.EvidencePathNotValid, File(path, inside), EvidenceCase.Unknown);
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_empty_folder_that_was_added_and_the_line_of_the_transfers_that_was_changed_are_named()
    {
        var (files, bag) = (new JournalFiles(), Path.Combine(_root.FullName, "bag"));
        SampleBag.Record(files, bag);
        await SampleBag.SealAsync(bag);
        var transfers = new EvidenceTransfers(files, bag);
        transfers.Add(files, new JournalLine().With("from", "Ana"), SampleBag.Now);
        Assert.True((await SampleBag.TestAsync(bag)).IsValid);
        Directory.CreateDirectory(Path.Combine(bag, "data", "extra", "deep"));
        var text = await System.IO.File.ReadAllTextAsync(transfers.FilePath);
        await System.IO.File.WriteAllTextAsync(transfers.FilePath, text.Replace("Ana", "Eve", StringComparison.Ordinal));

        var test = await SampleBag.TestAsync(bag);

        Assert.Contains("'data/extra/' isn't a folder of the bag", test.Checks.Single(check => check.Name == "Log").Detail, StringComparison.Ordinal);
        Assert.Contains("line 2", test.Checks.Single(check => check.Name == "Transfers").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_JSON_of_a_bag_is_read_also_by_who_does_not_tell_upper_case_from_lower_case()
    {
        var (files, bag) = (new JournalFiles(), Path.Combine(_root.FullName, "bag"));
        SampleBag.Record(files, bag);
        await SampleBag.SealAsync(bag);
        new EvidenceTransfers(files, bag).Add(files, new JournalLine().With("from", "Ana"), SampleBag.Now);
        var texts = Directory
            .GetFiles(_root.FullName, "*.*json", SearchOption.AllDirectories)
            .SelectMany(file => file.EndsWith(".ndjson", StringComparison.Ordinal) ? System.IO.File.ReadAllLines(file) : [System.IO.File.ReadAllText(file)])
            .Where(text => !text.StartsWith("{\"Schema\"", StringComparison.Ordinal))
            .ToList();

        Assert.Contains(texts, text => text.Contains("""{"name":"a","type":"String"},{"name":"","type":"String"}""", StringComparison.Ordinal));
        using var shell = new Shell();
        Assert.Equal(texts.Count, shell.RunOver(texts, "$input | ForEach-Object { $_ | ConvertFrom-Json }").ThrowIfFailed().Output.Count);
    }

    [Theory]
    [InlineData("data/a", "data/a")]
    [InlineData("data/100%", "data/100%25")]
    [InlineData("data/a\nb", "data/a%0Ab")]
    public void A_name_in_a_manifest_comes_back(string name, string written)
    {
        var text = BagText.Manifest([new(name, new string('a', 64))]);

        Assert.Equal($"{new string('a', 64)}  {written}\n", text);
        Assert.Equal(name, Assert.Single(BagText.ReadManifest(text, (_, why) => Assert.Fail(why))).Key);
    }

    private static void AssertValid(MdeEvidenceTest test, string what) =>
        Assert.True(test.IsValid, $"{what}: {string.Join(" ", test.Checks.SelectMany(check => check.Faults))}");

    private static string Detail(MdeEvidenceTest test, string name) => test.Checks.Single(check => check.Name == name).Detail;

    private static bool HasLine(string path, string text) =>
        System.IO.File.Exists(File(path, BagFolder.LogName))
        && System.IO.File.ReadAllText(File(path, BagFolder.LogName)) is var log
        && log[..(log.LastIndexOf('\n') + 1)].Contains(text, StringComparison.Ordinal);

    private static void AssertFailure(EvidenceFailure expected, string path, EvidenceCase facts) =>
        Assert.Equal(expected, Assert.Throws<EvidenceException>(() => BagOpening.Open(new JournalFiles(), path, facts, () => Now)).Failure);

    private static async Task AssertFaultAsync(string path, string named, Action damage, Action repair)
    {
        damage();
        var faults = (await SampleBag.TestAsync(path)).Checks.SelectMany(check => check.Faults).ToList();
        Assert.Contains(faults, fault => fault.Contains(named, StringComparison.Ordinal));
        repair();
    }

    private static void Swap(string one, string other)
    {
        System.IO.File.Move(one, one + ".swap");
        System.IO.File.Move(other, one);
        System.IO.File.Move(one + ".swap", other);
    }

    private static IEnumerable<KeyValuePair<string, string>> Claimed(string path)
    {
        var log = File(path, BagFolder.LogName);
        return System.IO.File.Exists(log)
            ? JournalLog.Read(new JournalFiles(), log).Lines.Where(line => line.Text("event") == "stored").SelectMany(line => line.Texts("files"))
            : [];
    }

    private static string File(string path, string file) => Path.Combine(path, file.Replace('/', Path.DirectorySeparatorChar));

    private string NewPath() => Path.Combine(_root.FullName, Path.GetRandomFileName());
}
