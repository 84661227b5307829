using System.IO.Compression;
using System.Text;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Evidence as a responder records, reads, and tests it.</summary>
public sealed class EvidenceCommandTests(EvidenceCommandTests.TwoTenants tenants) : IClassFixture<EvidenceCommandTests.TwoTenants>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-evidence-");
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
    public void A_session_is_recorded_with_its_refusals_and_read_again_without_the_tenant()
    {
        var rows = Run(
                """
                Start-MdeEvidence $args[0] -CaseId IR-117 -Operator Ana
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, DeviceName, ReportId, AdditionalFields | order by Timestamp asc' -Connection Contoso
                try { Invoke-MdeHuntingQuery 'DeviceProcessEvents | where' -Connection Contoso -ErrorAction Stop } catch { }
                Invoke-MdeHuntingQuery 'DeviceNetworkEvents' -Connection Contoso -Timespan 7d -Split 1d | Out-Null
                Add-MdeEvidenceNote 'Said by the CISO.' -Operator Ana
                Stop-MdeEvidence | Out-Null
                """
            )
            .ThrowIfFailed()
            .Output;
        var sent = _lab.Requests.Count;

        var again = Run("Import-MdeEvidence $args[0] -Number 1").ThrowIfFailed().Output;
        var queries = Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Select(query => (MdeEvidence)query.BaseObject).ToList();
        var test = (MdeEvidenceTest)Run("Test-MdeEvidence $args[0]").ThrowIfFailed().Output.Single().BaseObject;

        Assert.Equal(sent, _lab.Requests.Count);
        Assert.NotEmpty(rows);
        Assert.Equal(rows.Select(Text), again.Select(Text));
        Assert.Equal([true, false, true], queries.Select(query => query.IsComplete));
        Assert.Equal(["", "QueryRefused", ""], queries.Select(query => query.ErrorId ?? ""));
        Assert.Equal([1, 1, 7], queries.Select(query => query.Responses.Count));
        Assert.Equal("DeviceProcessEvents | where", queries[1].Query);
        Assert.All(test.Checks, check => Assert.True(check.Outcome != MdeEvidenceCheckResult.Failed, $"{check.Name}: {check.Detail}"));
        Assert.Equal(["Transfers", "Signature", "Timestamp"], test.Checks.Where(check => !check.Passed).Select(check => check.Name));
        Assert.True(test.IsSealed);
        Assert.Contains("\"text\":\"Said by the CISO.\",\"operator\":\"Ana\"", File.ReadAllText(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
        Assert.Contains(
            "\"caseId\":\"IR-117\",\"operator\":\"Ana\",\"authority\":\"(not given)\"",
            File.ReadAllText(Path.Combine(Bag, "case.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_response_is_stored_as_it_came_and_the_request_as_it_was_sent()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 2' -Connection Contoso -EvidencePath $args[0] | Out-Null").ThrowIfFailed();

        var folder = Path.Combine(Bag, "data", "000001");
        var sent = _lab.Requests.Last(request => request.Path.EndsWith("runHuntingQuery", StringComparison.Ordinal));
        var recorded = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "request.json"))).RootElement;
        Assert.Equal("{\"Query\":\"DeviceProcessEvents | take 2\"}", recorded.GetProperty("body").GetString());
        Assert.False(recorded.GetProperty("headers").TryGetProperty("Authorization", out _));
        Assert.Equal("DeviceProcessEvents | take 2", File.ReadAllText(Path.Combine(folder, "query.kql")));
        using var json = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "response.json.gz")), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Contains("\"Schema\"", json.ReadToEnd(), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(sent);
    }

    [Fact]
    public void Each_tenant_has_a_bag_unless_one_is_asked_for_and_two_commands_go_on_with_one()
    {
        const string Query =
            "Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso, Fabrikam -EvidencePath $args[0] -CaseId IR-1 | Out-Null";
        Run($"{Query}; {Query}").ThrowIfFailed();
        Assert.Equal(2, Directory.GetDirectories(Folder).Length);
        Assert.Equal(4, Run("Get-MdeEvidence $args[0]").ThrowIfFailed().Output.Count);

        Run(Query.Replace("$args[0]", "\"$($args[0])-one\" -SingleBag", StringComparison.Ordinal)).ThrowIfFailed();
        Assert.Equal(["data"], Directory.GetDirectories(Folder + "-one").Select(Path.GetFileName));
        Assert.Equal(2, Run("Get-MdeEvidence \"$($args[0])-one\"").ThrowIfFailed().Output.Count);
    }

    [Fact]
    public void A_sealed_bag_is_refused_before_anything_is_sent()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0] | Out-Null")
            .ThrowIfFailed();
        var sent = _lab.Requests.Count;

        var refused = Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso, Fabrikam -EvidencePath $args[0]");

        Assert.StartsWith("EvidenceSealed", refused.ErrorId, StringComparison.Ordinal);
        Assert.Equal(sent, _lab.Requests.Count);
    }

    [Fact]
    public void What_if_writes_nothing()
    {
        Run("Start-MdeEvidence $args[0] -WhatIf; Invoke-MdeHuntingQuery DeviceProcessEvents -Connection Contoso -EvidencePath $args[0] -WhatIf")
            .ThrowIfFailed();

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void No_token_and_no_secret_of_a_query_is_in_any_byte_also_where_the_service_repeats_them()
    {
        const string Secret = "c0rrect-horse-battery";
        _lab.Faults.OnQuery(_ => true, LabResponseFault.Echo(token => $"{token} {Secret}", 400), times: 1);
        var run = Run(
            """
            Start-MdeEvidence $args[0]
            foreach ($i in 1, 2) {
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | where DeviceName == s' -Connection Contoso -RetryLimit 0 -Parameter @{ s = (ConvertTo-SecureString $args[1] -AsPlainText -Force) } -ErrorAction SilentlyContinue
            }
            Stop-MdeEvidence | Out-Null
            """,
            Secret
        );

        Assert.DoesNotContain(run.Errors, error => error.FullyQualifiedErrorId.StartsWith("Evidence", StringComparison.Ordinal));
        var texts = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(Decoded).ToList();
        Assert.NotEmpty(texts);
        Assert.Contains(texts, text => text.Contains("h\\\"***\\\"", StringComparison.Ordinal) || text.Contains("***", StringComparison.Ordinal));
        Assert.All(
            texts,
            text =>
            {
                Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotMatch("eyJ[A-Za-z0-9_-]{20,}", text);
            }
        );
        Assert.Contains(texts, text => text.Contains("\"requestIsRedacted\":true", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bag_that_was_changed_is_an_output_and_an_error_and_False_in_quiet()
    {
        Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -Connection Contoso -EvidencePath $args[0] | Out-Null; Stop-MdeEvidence $args[0] | Out-Null")
            .ThrowIfFailed();
        File.AppendAllText(Path.Combine(Bag, "data", "000001", "query.kql"), " ");

        var run = Run("Test-MdeEvidence $args[0]");

        Assert.False(((MdeEvidenceTest)run.Output.Single().BaseObject).IsValid);
        Assert.StartsWith("EvidenceNotValid", run.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("query.kql", run.Errors.Single().ToString(), StringComparison.Ordinal);
        Assert.Equal(false, Run("Test-MdeEvidence $args[0] -Quiet").ThrowIfFailed().Output.Single().BaseObject);
    }

    [Theory]
    [InlineData("Get-MdeEvidence $args[0]", "EvidenceNotFound")]
    [InlineData("Test-MdeEvidence $args[0]", "EvidenceNotFound")]
    [InlineData("Import-MdeEvidence $args[0]", "EvidenceNotFound")]
    [InlineData("Stop-MdeEvidence $args[0]", "EvidenceNotFound")]
    [InlineData("Stop-MdeEvidence", "EvidenceNotFound")]
    [InlineData("Add-MdeEvidenceNote Text", "EvidenceNotFound")]
    [InlineData("Start-MdeEvidence env:HOME", "EvidencePathNotValid")]
    [InlineData("Invoke-MdeHuntingQuery DeviceProcessEvents -EvidencePath env:HOME", "EvidencePathNotValid")]
    [InlineData("Invoke-MdeHuntingQuery DeviceProcessEvents -CaseId 1", "ArgumentConflict")]
    [InlineData("Start-MdeEvidence $args[0]; Start-MdeEvidence $args[0]", "EvidenceInUse")]
    public void What_cannot_be_done_is_said(string script, string errorId) => Assert.StartsWith(errorId, Run(script).ErrorId, StringComparison.Ordinal);

    private static string Text(System.Management.Automation.PSObject row) =>
        string.Join("|", row.Properties.Select(property => $"{property.Name}={property.Value}:{property.Value?.GetType().Name}"));

    private static string Decoded(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllText(file);
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private ShellResult Run(string script, params object?[] arguments) => _shell.Run(script, [Folder, .. arguments]);

    public sealed class TwoTenants() : SkewedTenants(60, TimeShape.Uniform, "Fabrikam");
}
