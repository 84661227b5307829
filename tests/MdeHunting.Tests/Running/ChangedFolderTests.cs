using MdeHunting.Journal;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A query's rows in a folder: what was changed since they were written is found.</summary>
public sealed class ChangedFolderTests : OutputFolderCase
{
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
        Assert.Contains(resumed.Report.Warnings, warning => warning.Contains($"queried again: {first.Files[2].Name}.", StringComparison.Ordinal));
        Assert.Contains(resumed.Report.Warnings, warning => warning.Contains("left unchanged: notes.txt.", StringComparison.Ordinal));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder, "notes.txt")));
        Assert.Equal(whole, FolderRun.Rows(Folder));
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
        var outside = Path.Combine(Root, "outside.jsonl");
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
}
