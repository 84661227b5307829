using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>What the expert of the other side looks for: a bag that claims what isn't so, or leaves out what was.</summary>
public sealed class EvidenceClaimTests(EvidenceCommandTests.TwoTenants tenants) : IClassFixture<EvidenceCommandTests.TwoTenants>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-claim-");
    private readonly Shell _shell = tenants.Lab.Shell;

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Log => Path.Combine(Bag, BagFolder.LogName);

    public void Dispose()
    {
        _shell.Run("try { Stop-MdeEvidence -WarningAction Ignore } catch { }");
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_session_without_a_query_is_a_bag_with_a_payload_folder_also_in_its_archive()
    {
        Run("Start-MdeEvidence $args[0] -SingleBag").ThrowIfFailed();
        Assert.True(Directory.Exists(Path.Combine(Bag, "data")));
        Run("Stop-MdeEvidence -Compress").ThrowIfFailed();

        Assert.True(Test(Bag).IsValid);
        Assert.True(Test(Bag + ".zip").IsValid);
        using (var zip = ZipFile.OpenRead(Bag + ".zip"))
        {
            Assert.Contains(zip.Entries, entry => entry.FullName == "case/data/");
        }

        Directory.Delete(Path.Combine(Bag, "data"));
        Assert.Contains("data", Assert.Single(Test(Bag).Checks, check => check.Outcome == MdeEvidenceCheckResult.Failed).Detail, StringComparison.Ordinal);
        var reader = new BagItReader(new JournalFiles(), Bag, CancellationToken.None);
        reader.Read();
        Assert.NotEmpty(reader.Errors);
    }

    [Fact]
    public void A_query_that_was_stopped_before_a_response_came_says_so()
    {
        using (var bag = BagOpening.Open(new JournalFiles(), Bag, EvidenceCase.Unknown, () => SampleBag.Now))
        {
            var connection = new MdeConnection(
                "Contoso",
                null,
                new LabSession(new KqlDatabase(new Dictionary<string, KqlTable>(), SampleBag.Now), TimeSpan.FromDays(30))
            );
            var query = new EvidenceQuery(() => bag, connection, "DeviceInfo");
            query.Begin(new HuntingRequest("DeviceInfo")).Fail(new TaskCanceledException());
            query.End(new MdeHunting.Results.ResultBuilder(connection, "DeviceInfo"), new TaskCanceledException());
        }

        var recorded = (MdeEvidence)Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject;

        Assert.Equal("QueryStopped", recorded.ErrorId);
        Assert.Contains("Import-MdeEvidence returns no rows of it", recorded.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_the_caller_stopped_says_so_and_keeps_the_rows_that_came()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents' -Connection Contoso -EvidencePath $args[0] -SingleBag | Select-Object -First 3").ThrowIfFailed();
        var query = (MdeEvidence)Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject;
        var all = Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents' -Connection Contoso").ThrowIfFailed().Output.Count;
        var read = Run("Import-MdeEvidence $args[0]").ThrowIfFailed();

        Assert.Equal("QueryStopped", query.ErrorId);
        Assert.Contains("The caller stopped the command", query.Missing, StringComparison.Ordinal);
        Assert.Contains("Import-MdeEvidence returns all rows of that response", query.Missing, StringComparison.Ordinal);
        Assert.False(query.IsComplete);
        Assert.Equal(all, read.Output.Count);
        Assert.Contains(read.Warnings, warning => warning.Contains("The caller stopped the command", StringComparison.Ordinal));
        Assert.DoesNotContain("TaskCanceled", File.ReadAllText(Log), StringComparison.Ordinal);
        var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bag, "data", "000001", "meta.json"))).RootElement;
        Assert.Equal(3, query.Rows);
        Assert.Equal(3, meta.GetProperty("rowsBeforeStop").GetInt64());
        Assert.Equal("Stopped", meta.GetProperty("verdict").GetString());
        Run("Stop-MdeEvidence $args[0]").ThrowIfFailed();
        var test = Test(Bag);
        Assert.True(test.IsValid);
        Assert.Contains($"{all - 3:N0} of which commands didn't return", test.Checks.Single(check => check.Name == "Rows").Detail, StringComparison.Ordinal);
        var report = Path.Combine(_root.FullName, "stopped.html");
        Run($"Export-MdeReport '{report}' -EvidencePath $args[0]").ThrowIfFailed();
        Assert.Contains("The command was stopped after 3 rows.", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(50, "")]
    [InlineData(50, "-Split 10d")]
    [InlineData(50, "-ConnectionColumn From -Connection Contoso, Fabrikam -ThrottleLimit 1")]
    public void As_many_rows_are_recorded_as_the_caller_was_given_wherever_it_stopped(int rows, string arguments)
    {
        var connection = arguments.Contains("-Connection ", StringComparison.Ordinal) ? arguments : $"-Connection Contoso {arguments}";
        var given = Run($"Invoke-MdeHuntingQuery 'DeviceProcessEvents' {connection} -EvidencePath $args[0] -SingleBag | Select-Object -First {rows}")
            .ThrowIfFailed()
            .Output.Count;
        var query = (MdeEvidence)Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Last().BaseObject;
        var ended = File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement).Last(line => line.GetProperty("event").GetString() == "ended");

        Assert.Equal(rows, given);
        Assert.Equal(rows, query.Rows);
        Assert.Equal(rows, ended.GetProperty("rows").GetInt64());
        Assert.Equal(query.Responses.Count, ended.GetProperty("responses").GetInt64());
        Assert.True(Test(Bag).IsValid);
    }

    [Fact]
    public void A_split_query_that_was_stopped_says_over_what_time_it_was_asked_and_what_of_it_was_never_sent()
    {
        Run(
                "Invoke-MdeHuntingQuery 'DeviceProcessEvents' -Connection Contoso -Timespan 20d -Split 5d -EvidencePath $args[0] -SingleBag "
                    + "| Select-Object -First 1"
            )
            .ThrowIfFailed();
        var query = (MdeEvidence)Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject;
        var lines = File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var asked = lines.Single(line => line.GetProperty("event").GetString() == "query");
        var sent = lines.Last(line => line.GetProperty("event").GetString() == "request");

        Assert.Equal(TimeSpan.FromDays(20), query.EndTime - query.StartTime);
        Assert.Equal("5d", asked.GetProperty("split").GetString());
        Assert.Equal(query.StartTime!.Value, asked.GetProperty("start").GetDateTime().ToUniversalTime());
        var rest = $"{sent.GetProperty("end").GetString()} to {asked.GetProperty("end").GetString()}: This time range wasn't queried";
        Assert.Contains("The caller stopped the command after 1 row", query.Missing, StringComparison.Ordinal);
        Assert.Contains(rest, query.Missing, StringComparison.Ordinal);
        Assert.Contains(
            rest,
            lines.Single(line => line.GetProperty("event").GetString() == "ended").GetProperty("missing").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains(Run("Import-MdeEvidence $args[0]").Warnings, warning => warning.Contains(rest, StringComparison.Ordinal));
        var report = Path.Combine(_root.FullName, "split.html");
        Run($"Export-MdeReport '{report}' -EvidencePath $args[0]").ThrowIfFailed();
        Assert.Contains(rest, File.ReadAllText(report).Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(Test(Bag).IsValid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_torn_line_that_is_removed_as_a_bag_is_continued_is_told_with_its_length_and_hash(bool hasLines)
    {
        const string Torn = "{\"at\":\"2026-11-30T01:02";
        SampleBag.Record(new JournalFiles(), Bag);
        if (hasLines)
        {
            File.AppendAllText(Log, Torn);
        }
        else
        {
            Directory.Delete(Path.Combine(Bag, "data"), recursive: true);
            File.WriteAllText(Log, Torn);
        }

        SampleBag.Record(new JournalFiles(), Bag);

        var line = JournalLog.Read(new JournalFiles(), Log).Lines.Single(line => line.Text("event") == "unfinished" && line.Text("file") == BagFolder.LogName);
        Assert.Equal(Torn.Length, line.Number("removedBytes"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Torn))), line.Text("removedSha256"));
        Assert.Contains("incomplete", line.Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_line_of_transfers_is_told_likewise()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        Run("Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason Review").ThrowIfFailed();
        File.AppendAllText(Bag + ".transfers.ndjson", "{\"at");

        Run("Add-MdeEvidenceTransfer $args[0] -From Bo -To Cy -Reason Review").ThrowIfFailed();

        Assert.Contains("\"removedBytes\":4,", File.ReadAllText(Bag + ".transfers.ndjson"), StringComparison.Ordinal);
        Assert.True(Test(Bag).IsValid);
    }

    [Fact]
    public async Task Bags_in_a_pipeline_are_tested_one_by_one_whatever_is_wrong_with_the_first()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        Run("Stop-MdeEvidence $args[0] -Compress").ThrowIfFailed();
        var (whole, cut, none) = (Bag + ".zip", Path.Combine(_root.FullName, "a-cut.zip"), Path.Combine(_root.FullName, "b-none"));
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..^100]);
        Directory.CreateDirectory(none);
        File.WriteAllText(Path.Combine(none, "notes.txt"), "mine");
        var inside = Path.Combine(_root.FullName, "case2.zip");
        var bytes = File.ReadAllBytes(whole);
        bytes.AsSpan(bytes.Length / 4, 64).Fill(0xFF);
        File.WriteAllBytes(inside, bytes);

        var run = Run("Get-ChildItem (Split-Path $args[0]) | Sort-Object Name | Test-MdeEvidence");
        var quiet = Run("Get-ChildItem (Split-Path $args[0]) | Sort-Object Name | Test-MdeEvidence -Quiet").ThrowIfFailed();

        var tests = run.Output.Select(one => (MdeEvidenceTest)one.BaseObject).ToList();
        Assert.Equal(["a-cut.zip", "b-none", "case", "case.zip", "case2.zip"], tests.Select(test => Path.GetFileName(test.Path)));
        Assert.Equal([false, false, true, true, false], tests.Select(test => test.IsValid));
        Assert.Equal([false, false, true, true, false], quiet.Output.Select(one => one.BaseObject));
        Assert.Equal(3, run.Errors.Count);
        Assert.Contains("zip archive", tests[0].Checks.Single().Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Errors, error => error.ToString().Contains("Allow reading it", StringComparison.Ordinal));
        var missing = Run("Test-MdeEvidence \"$($args[0])-nowhere\" -Quiet");
        Assert.StartsWith("EvidenceNotFound", missing.ErrorId, StringComparison.Ordinal);
        Assert.Empty(missing.Output);
    }

    [Fact]
    public void The_length_of_a_request_without_its_secret_is_not_told()
    {
        Run(
                """
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | where DeviceName == s' -Connection Contoso -EvidencePath $args[0] -SingleBag -Parameter @{ s = (ConvertTo-SecureString 'c0rrect-horse' -AsPlainText -Force) }
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] -SingleBag | Out-Null
                """
            )
            .ThrowIfFailed();

        Assert.DoesNotContain("Content-Length", File.ReadAllText(Path.Combine(Bag, "data", "000001", "request.json")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Length", File.ReadAllText(Path.Combine(Bag, "data", "000002", "request.json")), StringComparison.OrdinalIgnoreCase);
    }

    private MdeEvidenceTest Test(string path) => (MdeEvidenceTest)Run($"Test-MdeEvidence '{path}' -ErrorAction SilentlyContinue").Output.Single().BaseObject;

    private ShellResult Run(string script) => _shell.Run(script, Bag);
}
