using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>A secret that the module holds is in no byte of a bag, wherever somebody wrote it.</summary>
public sealed class EvidenceSecretTests(LabShell lab) : IClassFixture<LabShell>, IDisposable
{
    private const string Password = "the pass word of the file";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-secret-");

    private string Bag => Path.Combine(_root.FullName, "case");

    public void Dispose()
    {
        lab.Shell.Run("try { Stop-MdeEvidence -WarningAction Ignore } catch { }; Get-MdeConnection | Disconnect-MdeTenant");
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("-ClientSecret $s")]
    [InlineData("-AccessToken $s")]
    [InlineData("-CertificatePath $args[3] -CertificatePassword $s")]
    public void A_secret_of_a_connection_is_hidden_in_queries_cases_notes_and_transfers(string options)
    {
        var secret = SecretOf(options);
        var client = options.StartsWith("-AccessToken", StringComparison.Ordinal) ? string.Empty : LabApplications.Runbook.Id.ToString();
        var run = lab.Shell.Run(
            $"""
            $s = $args[1]
            Connect-MdeTenant {TestLab.Contoso} {client} {options} -Environment $args[0] -Name Secret
            Start-MdeEvidence $args[4] -SingleBag -CaseId "case $($args[2])" -Operator $args[2] -Authority $args[2] -Note "Note: $($args[2])"
            Invoke-MdeHuntingQuery "Owner // $($args[2])`n| where Name != '$($args[2])'" -ErrorAction SilentlyContinue
            Invoke-MdeHuntingQuery 'Owner'
            Add-MdeEvidenceNote "It is $($args[2])." -Operator $args[2]
            Add-MdeEvidenceTransfer -From $args[2] -To Bo -Reason "Because of $($args[2])"
            Stop-MdeEvidence
            Add-MdeEvidenceTransfer $args[4] -From $args[2] -To Bo -Reason "Because of $($args[2])"
            """,
            lab.EnvironmentFile,
            TestSecret.Of(secret),
            secret,
            PfxFile(),
            Bag
        );

        Assert.DoesNotContain(run.Errors, error => error.FullyQualifiedErrorId.StartsWith("Evidence", StringComparison.Ordinal));
        AssertNowhere(secret);
        Assert.Equal("Owner // ***\n| where Name != h\"***\"", File.ReadAllText(Path.Combine(Bag, "data", "000001", "query.kql")));
        Assert.Equal("Owner // ***\n| where Name != h\"***\"", SentQuery("000001"));
        Assert.True(Meta("000001").GetProperty("requestIsRedacted").GetBoolean());
        Assert.Equal("Owner", SentQuery("000002"));
        Assert.False(Meta("000002").GetProperty("requestIsRedacted").GetBoolean());
        Assert.Contains("External-Identifier: case ***", File.ReadAllText(Path.Combine(Bag, "bag-info.txt")), StringComparison.Ordinal);
        lab.Shell.Run("Test-MdeEvidence $args[0]", Bag).ThrowIfFailed();
    }

    [Fact]
    public void A_text_that_a_parameter_has_as_a_secret_is_hidden_wherever_else_it_stands()
    {
        const string Secret = "Quartz-Falcon-81";
        lab.Connect();
        lab.Shell.Run(
            """"
            Invoke-MdeHuntingQuery "Owner | where Name == p or Name == ""$($args[1])""" -Parameter @{ p = $args[2] } `
                -EvidencePath $args[0] -SingleBag -CaseId $args[1] -ErrorAction SilentlyContinue
            """",
            Bag,
            Secret,
            TestSecret.Of(Secret)
        );

        AssertNowhere(Secret);
        Assert.Equal("Owner | where Name == p or Name == h\"***\"", File.ReadAllText(Path.Combine(Bag, "data", "000001", "query.kql")));
        Assert.Contains("\"caseId\":\"***\"", File.ReadAllText(Path.Combine(Bag, "case.json")), StringComparison.Ordinal);
        lab.Shell.Run("Test-MdeEvidence $args[0]", Bag).ThrowIfFailed();
    }

    private void AssertNowhere(string secret)
    {
        var files = Directory.GetFiles(_root.FullName, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".pfx").ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    private string? SentQuery(string folder)
    {
        var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bag, "data", folder, "request.json"))).RootElement;
        return JsonDocument.Parse(request.GetProperty("body").GetString()!).RootElement.GetProperty("Query").GetString();
    }

    private JsonElement Meta(string folder) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Bag, "data", folder, "meta.json"))).RootElement;

    private string PfxFile()
    {
        var file = Path.Combine(_root.FullName, "runbook.pfx");
        File.WriteAllBytes(file, lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Certificate!.Export(X509ContentType.Pfx, Password));
        return file;
    }

    private string SecretOf(string options)
    {
        var state = lab.Lab.State;
        var tenant = TestLab.Tenants.Single(one => one.Id == Guid.Parse(TestLab.Contoso));
        return options.StartsWith("-ClientSecret", StringComparison.Ordinal)
                ? state.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret]
            : options.StartsWith("-AccessToken", StringComparison.Ordinal)
                ? state.CreateAccessToken(
                    new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], []),
                    TimeSpan.FromHours(1)
                )
            : Password;
    }
}
