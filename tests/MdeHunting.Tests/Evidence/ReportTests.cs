using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Reports, and what a tenant answers today, as a responder has them.</summary>
public sealed partial class ReportTests(EvidenceCommandTests.TwoTenants tenants) : IClassFixture<EvidenceCommandTests.TwoTenants>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-report-");
    private readonly Shell _shell = tenants.Lab.Shell;

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Report => Path.Combine(_root.FullName, "report.html");

    public void Dispose()
    {
        _shell.Run("try { Stop-MdeEvidence -WarningAction Ignore } catch { }");
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_report_of_evidence_has_queries_hashes_checks_and_rows_and_says_what_is_not_complete()
    {
        Run(
            """
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 3 | extend X = "<b>&"' -Connection Contoso -EvidencePath $args[0] -SingleBag -CaseId 'IR <1>' | Out-Null
            Invoke-MdeHuntingQuery 'DeviceProcessEvents | where' -Connection Contoso -EvidencePath $args[0] -SingleBag -ErrorAction SilentlyContinue
            Stop-MdeEvidence $args[0] | Out-Null
            Export-MdeReport $args[1] -EvidencePath $args[0]
            """
        );

        var html = File.ReadAllText(Report);
        Assert.Contains("IR &lt;1&gt;", html, StringComparison.Ordinal);
        Assert.Contains("No check failed.", html, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;b&gt;&amp;</td>", html, StringComparison.Ordinal);
        Assert.Contains("\"\\u003cb>&\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("Not complete: ", html, StringComparison.Ordinal);
        var meta = File.ReadAllText(Path.Combine(Bag, "data", "000001", "meta.json"));
        Assert.Contains(Sha256().Match(meta).Value, html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_evidence_says_on_what_authority_with_what_tool_where_and_over_what_time_it_was_asked()
    {
        Run(
                """
                Start-MdeEvidence $args[0] -SingleBag -CaseId IR-1 -Authority 'Order 7 of the CISO' -Note 'After the call.'
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 3' -Connection Contoso -Timespan 7d | Out-Null
                Add-MdeEvidenceNote 'Seen by <Bo>.' -Operator Ana
                Stop-MdeEvidence | Out-Null
                Export-MdeReport $args[1] -EvidencePath $args[0]
                """
            )
            .ThrowIfFailed();

        var html = File.ReadAllText(Report);
        var meta = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Bag, "data", "000001", "meta.json"))).RootElement;
        string[] expected =
        [
            "Order 7 of the CISO",
            "After the call.",
            "Seen by &lt;Bo&gt;.",
            MdeHunting.Evidence.EvidenceTool.Agent,
            meta.GetProperty("authorityHost").GetString()!,
            meta.GetProperty("huntingHost").GetString()!,
            "Query as sent (data/000001)",
            meta.GetProperty("start").GetString()![..19].Replace('T', ' '),
            "(exclusive)",
        ];
        Assert.All(expected, text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Contains("Recorded with", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_results_has_what_proves_them_and_is_not_overwritten_unless_wanted()
    {
        var result = (MdeHuntingResult)
            Run("$r = Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 3' -Connection Contoso -AsResult -Timespan 7d; $r | Export-MdeReport $args[1]; $r")
                .ThrowIfFailed()
                .Output.Single()
                .BaseObject;

        Assert.Contains(result.ContentSha256!, File.ReadAllText(Report), StringComparison.Ordinal);
        Assert.StartsWith("ReportExists", Run("1 | Export-MdeReport $args[1]").ErrorId, StringComparison.Ordinal);
        Run("1 | Export-MdeReport $args[1] -Force").ThrowIfFailed();
        Assert.DoesNotContain(result.ContentSha256!, File.ReadAllText(Report), StringComparison.Ordinal);
        Assert.StartsWith("ReportNotWritten", Run("1 | Export-MdeReport \"$($args[1])/below/report.html\"").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_tenant_answers_today_is_compared_row_by_row()
    {
        var same = (MdeEvidenceComparison)
            Run(
                    """
                    Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, ReportId' -Connection Contoso -Timespan 20d -EvidencePath $args[0] -SingleBag | Out-Null
                    Compare-MdeEvidence $args[0]
                    """
                )
                .ThrowIfFailed()
                .Output.Single()
                .BaseObject;

        Assert.True(same.IsSame);
        Assert.True(same.RowsThen > 0);
        Assert.Equal((same.RowsThen, 0, 0), (same.RowsNow, same.Gone.Count, same.Added.Count));

        var other = Run("Compare-MdeEvidence $args[0] -Connection Fabrikam");
        Assert.StartsWith("EvidenceNotComparable", other.ErrorId, StringComparison.Ordinal);
        Assert.Contains("No query was run.", other.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_whose_secret_was_not_recorded_is_not_run_again()
    {
        Run(
                """
                Invoke-MdeHuntingQuery 'DeviceProcessEvents | where DeviceName != s | take 3' -Connection Contoso -EvidencePath $args[0] -SingleBag -Parameter @{ s = (ConvertTo-SecureString Secret-Word -AsPlainText -Force) } | Out-Null
                """
            )
            .ThrowIfFailed();

        Assert.StartsWith("EvidenceNotComparable", Run("Compare-MdeEvidence $args[0]").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_read_live_is_recorded_in_a_started_session()
    {
        var queries = Run(
                "Start-MdeEvidence $args[0] -SingleBag; Get-MdeHuntingSchema DeviceProcessEvents -Live -Connection Contoso -Force | Out-Null; Stop-MdeEvidence | Out-Null; Get-MdeEvidence $args[0]; Test-MdeEvidence $args[0]"
            )
            .ThrowIfFailed()
            .Output;

        var recorded = (MdeEvidence)queries[0].BaseObject;
        Assert.Contains("Get-MdeHuntingSchema -Live", recorded.Query, StringComparison.Ordinal);
        Assert.True(((MdeEvidenceTest)queries[1].BaseObject).IsValid);
    }

    [GeneratedRegex("(?<=\"storedSha256\":\")[0-9a-f]{64}")]
    private static partial Regex Sha256();

    private ShellResult Run(string script) => _shell.Run(script, Bag, Report);
}
