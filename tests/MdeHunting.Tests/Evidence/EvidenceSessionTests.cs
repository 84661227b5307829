using System.Text.Json;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>What a responder would take for granted: nothing is left out, nothing is recorded at the wrong place, and nothing is said that isn't so.</summary>
public sealed class EvidenceSessionTests(EvidenceCommandTests.TwoTenants tenants) : IClassFixture<EvidenceCommandTests.TwoTenants>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-session-");
    private readonly Shell _shell = tenants.Lab.Shell;
    private readonly LabState _lab = tenants.Lab.Lab.State;

    private string Folder => Path.Combine(_root.FullName, "case");

    private string Bag => Path.Combine(Folder, TestLab.Contoso);

    public void Dispose()
    {
        _shell.Run("try { Stop-MdeEvidence -WarningAction Ignore } catch { }");
        _lab.Faults.ClearQueryFaults();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_request_without_a_response_is_recorded_with_its_query_and_what_was_sent()
    {
        _lab.Faults.OnQuery(_ => true, LabResponseFault.BreakBeforeResponse(), times: 100);
        Run("Invoke-MdeHuntingQuery \"DeviceInfo`n| take 1\" -Connection Contoso -EvidencePath $args[0] -RetryLimit 0 -ErrorAction SilentlyContinue");

        var query = Assert.Single(Queries());
        Assert.Equal("DeviceInfo\n| take 1", query.Query);
        Assert.NotNull(query.Account);
        Assert.NotNull(query.ErrorId);
        Assert.False(query.IsComplete);
        Assert.Empty(query.Responses);
        var folder = Path.Combine(Bag, "data", "000001");
        Assert.Equal("DeviceInfo\n| take 1", File.ReadAllText(Path.Combine(folder, "query.kql")));
        var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "request.json"))).RootElement;
        Assert.Contains("take 1", request.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.False(request.GetProperty("headers").TryGetProperty("Authorization", out _));
        var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json"))).RootElement;
        Assert.Equal("Failed", meta.GetProperty("verdict").GetString());
        Assert.False(meta.TryGetProperty("status", out _));
        Run("Stop-MdeEvidence $args[0] | Out-Null; Test-MdeEvidence $args[0]").ThrowIfFailed();
        var report = Path.Combine(_root.FullName, "report.html");
        Run("Export-MdeReport $args[1] -EvidencePath $args[0]", report).ThrowIfFailed();
        Assert.Contains("<td>data/000001</td>", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_sent_again_after_no_response_came_has_both()
    {
        _lab.Faults.OnQuery(_ => true, LabResponseFault.BreakBeforeResponse(), times: 1);
        var rows = Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0]").ThrowIfFailed().Output;

        Assert.Single(rows);
        var folders = Directory.GetDirectories(Path.Combine(Bag, "data")).Order().ToList();
        Assert.Equal(
            ["Retried", "Complete"],
            folders.Select(folder => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json"))).RootElement.GetProperty("verdict").GetString())
        );
        Assert.Single(Run("Import-MdeEvidence $args[0]").ThrowIfFailed().Output);
        Run("Test-MdeEvidence $args[0]").ThrowIfFailed();
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery -Path {pack}", 2)]
    [InlineData("Invoke-MdeHuntingPack -Path {pack}", 2)]
    [InlineData("'nowhere77.exe' | Find-MdeIndicator -Table DeviceProcessEvents", 1)]
    public void A_run_that_is_resumed_records_what_it_sends_and_no_more(string command, int queries)
    {
        var pack = Path.Combine(_root.FullName, "pack");
        Directory.CreateDirectory(pack);
        File.WriteAllText(Path.Combine(pack, "one.kql"), "DeviceProcessEvents | take 1 | project DeviceId");
        File.WriteAllText(Path.Combine(pack, "two.kql"), "DeviceProcessEvents\n| where FileName != 'nowhere77.exe' | take 1 | project DeviceId");
        var script =
            command.Replace("{pack}", $"(Get-ChildItem '{pack}').FullName", StringComparison.Ordinal)
            + $" -Connection Contoso -OutputPath '{Path.Combine(_root.FullName, "out")}' -RetryLimit 0 -EvidencePath $args[0]";
        _lab.Faults.OnQuery(
            static query => query.Query.Contains("nowhere77", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken.")
        );
        Assert.NotEmpty(Run($"{script} -ErrorAction SilentlyContinue -ErrorVariable failed | Out-Null; $failed").Output);
        _lab.Faults.ClearQueryFaults();
        var before = Queries().Count;

        Run($"{script} -Resume").ThrowIfFailed();
        var sent = _lab.Requests.Count;
        Run($"{script} -Resume -WarningAction Ignore").ThrowIfFailed();

        var unrecorded = Run($"{script.Replace(" -EvidencePath $args[0]", string.Empty, StringComparison.Ordinal)} -Resume");

        Assert.Contains(unrecorded.Warnings, warning => warning.Contains($"recorded evidence in '{Folder}'", StringComparison.Ordinal));
        Assert.Equal(queries, before);
        Assert.Equal(queries + 1, Queries().Count);
        Assert.True(Queries()[^1].IsComplete);
        Assert.Contains("nowhere77", Queries()[^1].Query, StringComparison.Ordinal);
        Assert.Equal(sent, _lab.Requests.Count);
        Run("Stop-MdeEvidence $args[0] | Out-Null; Test-MdeEvidence $args[0]").ThrowIfFailed();
    }

    [Fact]
    public void A_query_that_found_nothing_is_compared_and_one_that_was_refused_is_not_said_to_be_the_same()
    {
        Run(
            """
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 2 | project ReportId' -Connection Contoso -EvidencePath $args[0]
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | where' -Connection Contoso -EvidencePath $args[0] -ErrorAction SilentlyContinue
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | where FileName == "nowhere.exe"' -Connection Contoso -EvidencePath $args[0]
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | project ReportId' -MaxRows 1 -Connection Contoso -EvidencePath $args[0]
            """
        );

        var run = Run("Compare-MdeEvidence $args[0]").ThrowIfFailed();
        var compared = run.Output.Select(one => (MdeEvidenceComparison)one.BaseObject).ToList();

        Assert.Equal([1, 3, 4], compared.Select(one => one.Number));
        Assert.All(compared, one => Assert.True(one.IsSame, one.ToString()));
        Assert.Contains(run.Warnings, warning => warning.Contains("Query 2 ", StringComparison.Ordinal));
        var refused = Run("Compare-MdeEvidence $args[0] -Number 2");
        Assert.StartsWith("EvidenceNotComparable", refused.ErrorId, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -EvidencePath $args[0]")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -EvidencePath \"$($args[0])/data/other\" -SingleBag")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -EvidencePath \"$($args[0])/other\"")]
    [InlineData("Start-MdeEvidence $args[0]")]
    [InlineData("Start-MdeEvidence \"$($args[0])/other\" -SingleBag")]
    [InlineData("1 | Export-MdeReport \"$($args[0])/report.html\"")]
    public void Nothing_is_written_into_a_bag_but_what_belongs_to_it(string script)
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] -SingleBag | Out-Null").ThrowIfFailed();
        var (sent, before) = (_lab.Requests.Count, Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories));

        var refused = Run(script);

        Assert.StartsWith("EvidencePathNotValid", refused.ErrorId, StringComparison.Ordinal);
        Assert.Contains("is in a bag", refused.Error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(sent, _lab.Requests.Count);
        Assert.Equal(before, Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_session_has_its_bag_from_the_beginning_on_for_notes_transfers_and_sealing()
    {
        using var shell = new Shell();
        shell
            .Run("Select-MdeConnection $args[1]; Start-MdeEvidence $args[0] -CaseId IR-1", Folder, Run("Get-MdeConnection Contoso").Output.Single())
            .ThrowIfFailed();
        Assert.True(File.Exists(Path.Combine(Bag, "log.ndjson")));

        shell.Run("Add-MdeEvidenceNote 'Began.'; Add-MdeEvidenceTransfer -From Ana -To Bo -Reason Shift").ThrowIfFailed();
        var bag = (MdeEvidenceBag)shell.Run("Stop-MdeEvidence").ThrowIfFailed().Output.Single().BaseObject;

        Assert.NotNull(bag.SealedAt);
        Assert.Equal(0, bag.Queries);
        Assert.True(((MdeEvidenceTest)Run("Test-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject).IsValid);
        Assert.StartsWith("EvidenceSealed", Run("Start-MdeEvidence $args[0]").ErrorId, StringComparison.Ordinal);
        Assert.StartsWith("EvidenceNotFound", shell.Run("Stop-MdeEvidence").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_note_before_the_first_query_on_one_of_several_tenants_has_its_place()
    {
        Run("Select-MdeConnection Contoso; Start-MdeEvidence $args[0]; Add-MdeEvidenceNote 'Began.'").ThrowIfFailed();

        Assert.Contains("Began.", File.ReadAllText(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
        Assert.Single(Run("Stop-MdeEvidence").ThrowIfFailed().Output);
    }

    [Fact]
    public void What_took_precedence_over_a_session_is_in_the_log_of_the_session_also_before_its_first_query()
    {
        Run(
                "Select-MdeConnection Contoso; Start-MdeEvidence $args[0]; Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -EvidencePath \"$($args[0])-other\" | Out-Null"
            )
            .ThrowIfFailed();

        Assert.Contains("-other' instead.", File.ReadAllText(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_beside_a_sealed_bag_notes_in_its_own_and_ends_whatever_becomes_of_it()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Fabrikam -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0]")
            .ThrowIfFailed();
        using var shell = new Shell();
        shell
            .Run(
                "Select-MdeConnection $args[1]; Start-MdeEvidence $args[0]; Add-MdeEvidenceNote 'Began.'; Add-MdeEvidenceTransfer -From Ana -To Bo -Reason Shift",
                Folder,
                Run("Get-MdeConnection Contoso").Output.Single()
            )
            .ThrowIfFailed();

        Assert.Empty(Directory.GetFiles(Folder));
        Directory.Delete(Bag, recursive: true);
        shell.Run("try { Stop-MdeEvidence -WarningAction Ignore } catch { }").ThrowIfFailed();
        Assert.StartsWith("EvidenceNotFound", shell.Run("Stop-MdeEvidence").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_whose_bag_could_not_be_sealed_still_records_and_says_so()
    {
        Run("Select-MdeConnection Contoso; Start-MdeEvidence $args[0] -CaseId IR-117; Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' | Out-Null")
            .ThrowIfFailed();
        var failed = Run("Stop-MdeEvidence -TimestampServer http://127.0.0.1:9/");

        Assert.StartsWith("EvidenceTimestampFailed", failed.ErrorId, StringComparison.Ordinal);
        Assert.Contains(failed.Warnings, warning => warning.Contains("The session still records evidence in", StringComparison.Ordinal));
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 2' | Out-Null; Add-MdeEvidenceNote 'Went on.'").ThrowIfFailed();
        Assert.Equal(2, Queries().Count);
        Run("Stop-MdeEvidence | Out-Null; Test-MdeEvidence $args[0]").ThrowIfFailed();
    }

    [Fact]
    public void A_runspace_beside_the_one_that_records_says_that_it_does_not()
    {
        Run("Select-MdeConnection Contoso; Start-MdeEvidence $args[0]").ThrowIfFailed();
        using var other = new Shell();
        const string Query = "Select-MdeConnection $args[0]; Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1'";
        var connection = Run("Get-MdeConnection Contoso").Output.Single();

        Assert.Contains($"records evidence in '{Folder}'", Assert.Single(other.Run(Query, connection).ThrowIfFailed().Warnings), StringComparison.Ordinal);
        Assert.Empty(other.Run(Query, connection).ThrowIfFailed().Warnings);
        Assert.Empty(other.Run($"{Query} -EvidencePath $args[1]", connection, Folder).ThrowIfFailed().Warnings);
        Run("Stop-MdeEvidence").ThrowIfFailed();
        Assert.Single(Queries());
        using var third = new Shell();
        Assert.Empty(third.Run(Query, connection).ThrowIfFailed().Warnings);
    }

    [Fact]
    public void Without_a_connection_a_sealed_folder_is_refused_and_a_session_that_recorded_nothing_ends_without_an_error()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0]")
            .ThrowIfFailed();
        using var shell = new Shell();

        Assert.StartsWith("EvidenceSealed", shell.Run("Start-MdeEvidence $args[0]", Folder).ErrorId, StringComparison.Ordinal);
        shell.Run("Start-MdeEvidence $args[0]", Folder + "-other").ThrowIfFailed();
        Assert.Contains(shell.Run("Stop-MdeEvidence").ThrowIfFailed().Warnings, warning => warning.Contains("Nothing was recorded", StringComparison.Ordinal));
        Assert.StartsWith("EvidenceNotFound", shell.Run("Stop-MdeEvidence").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleting_the_tag_manifest_opens_a_sealed_bag_for_no_command()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0]")
            .ThrowIfFailed();
        File.Delete(Path.Combine(Bag, "tagmanifest-sha256.txt"));

        var test = Run("Test-MdeEvidence $args[0]");

        Assert.StartsWith("EvidenceNotValid", test.ErrorId, StringComparison.Ordinal);
        var found = (MdeEvidenceTest)test.Output.Single().BaseObject;
        Assert.True(found.IsSealed);
        Assert.Equal(["TagFiles"], found.Checks.Where(check => check.Outcome == MdeEvidenceCheckResult.Failed).Select(check => check.Name));
        foreach (
            var command in new[] { "Add-MdeEvidenceNote Text -Path $args[0]", "Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -EvidencePath $args[0]" }
        )
        {
            Assert.StartsWith("EvidenceSealed", Run(command).ErrorId, StringComparison.Ordinal);
        }

        Assert.Contains(Run("Stop-MdeEvidence $args[0]").Warnings, warning => warning.Contains("already sealed", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Bag, "tagmanifest-sha256.txt")));
        Assert.Single(Queries());
    }

    [Fact]
    public void Rows_of_two_tenants_are_told_apart_and_a_query_is_also_found_by_the_name_that_its_request_has()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso, Fabrikam -EvidencePath $args[0] | Out-Null").ThrowIfFailed();

        Assert.Equal(
            ["Contoso", "Fabrikam"],
            Run("(Import-MdeEvidence $args[0]).MdeConnection | Sort-Object").ThrowIfFailed().Output.Select(one => one.BaseObject)
        );
        Assert.Equal(2, Run("(Get-MdeEvidence $args[0] | Import-MdeEvidence -ConnectionColumn Tenant).Tenant").ThrowIfFailed().Output.Count);
        var alone = Run("Import-MdeEvidence \"$($args[0])/$($args[1])\" -Request 1", TestLab.Contoso).ThrowIfFailed().Output.Single();
        Assert.Null(alone.Properties["MdeConnection"]);
    }

    [Fact]
    public void What_is_not_there_is_not_said_to_have_passed_and_a_query_of_several_lines_is_one_line()
    {
        Run("Invoke-MdeHuntingQuery \"DeviceProcessEvents`r`n| take 1\" -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0]")
            .ThrowIfFailed();

        var test = (MdeEvidenceTest)Run("Test-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject;
        Assert.Equal(
            ["Transfers", "Signature", "Timestamp"],
            test.Checks.Where(check => check.Outcome == MdeEvidenceCheckResult.Absent).Select(check => check.Name)
        );
        Assert.All(test.Checks, check => Assert.NotEqual("Nothing was found.", check.Detail));
        foreach (var view in new[] { "Get-MdeEvidence $args[0] | Out-String -Width 200", "Get-MdeEvidence $args[0] | Format-List | Out-String -Width 200" })
        {
            var shown = Run(view).ThrowIfFailed().Output.Single().ToString();
            Assert.DoesNotContain("U+000", shown, StringComparison.Ordinal);
            Assert.Contains("DeviceProcessEvents | take 1", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_of_a_bag_that_was_changed_says_so_when_it_is_made()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0]")
            .ThrowIfFailed();
        File.AppendAllText(Path.Combine(Bag, "case.json"), " ");

        var run = Run("Export-MdeReport $args[1] -EvidencePath $args[0]", Path.Combine(_root.FullName, "report.html")).ThrowIfFailed();

        Assert.Contains(run.Warnings, warning => warning.Contains("case.json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_of_a_bag_that_lacks_a_response_has_the_rest_and_says_so()
    {
        Run("foreach ($n in 1, 2) { Invoke-MdeHuntingQuery \"DeviceProcessEvents | take $n\" -Connection Contoso -EvidencePath $args[0] | Out-Null }")
            .ThrowIfFailed();
        File.Delete(Directory.GetFiles(Path.Combine(Bag, "data", "000001"), "response.json*").Single());
        var report = Path.Combine(_root.FullName, "report.html");

        var run = Run("Export-MdeReport $args[1] -EvidencePath $args[0]", report).ThrowIfFailed();

        Assert.Contains(run.Warnings, warning => warning.Contains("000001", StringComparison.Ordinal));
        Assert.Contains("data/000001/response.json", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Contains("Query 2 of", File.ReadAllText(report), StringComparison.Ordinal);
    }

    private List<MdeEvidence> Queries() => [.. Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Select(query => (MdeEvidence)query.BaseObject)];

    private ShellResult Run(string script, params object?[] arguments) => _shell.Run(script, [Folder, .. arguments]);
}
