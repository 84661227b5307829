using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Timestamps;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Bags that are signed, time-stamped, archived and given away, with the cmdlets, and what others' programs say of them.</summary>
public sealed class SealingTests(SealingTests.Authority authority) : IClassFixture<SealingTests.Authority>, IDisposable
{
    private const string Password = "p4ssw0rd of the signer";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-sealing-");
    private readonly Shell _shell = authority.Lab.Shell;

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Root => Path.Combine(_root.FullName, "root.pem");

    public void Dispose()
    {
        authority.Server.Fault = LabStampFault.None;
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_signed_and_stamped_bag_says_who_made_it_and_when_and_sends_a_hash_alone()
    {
        Record();
        var sent = authority.Server.Requests.Count;

        var sealedBag = (MdeEvidenceBag)Seal(Sign + Stamp).Output.Single().BaseObject;
        var test = Test();

        Assert.Equal("CN=Ana Kovac, O=Contoso Incident Response", sealedBag.Signer);
        Assert.NotNull(sealedBag.StampedAt);
        Assert.All(test.Checks, check => Assert.True(check.Passed || check.Name == "Transfers", $"{check.Name}: {check.Detail}"));
        Assert.Contains("CN=Ana Kovac", Detail(test, "Signature"), StringComparison.Ordinal);
        Assert.Contains("Judged at the stamped time", Detail(test, "Trust"), StringComparison.Ordinal);
        Assert.Contains("wasn't checked; -CheckRevocation", Detail(test, "Trust"), StringComparison.Ordinal);
        Assert.Contains("CN=MdeHunting lab time stamps", Detail(test, "Timestamp"), StringComparison.Ordinal);
        var request = Assert.Single(authority.Server.Requests.Skip(sent));
        Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Bag, "tagmanifest-sha256.txt.p7s")))), request);
        Assert.True(request.Split('\n')[^1].Length < 200, "More than a hash was sent.");
        AssertNoSecret();
    }

    [Fact]
    public void Without_a_signature_the_stamp_is_of_the_tag_manifest_and_without_a_stamp_trust_is_judged_now()
    {
        Record();
        Seal(Stamp);
        var stamped = Test();
        Assert.True(stamped.IsValid, string.Join(" ", stamped.Checks.SelectMany(check => check.Faults)));
        Assert.Contains("isn't signed", Detail(stamped, "Signature"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Bag, "tagmanifest-sha256.txt.tsr")));

        Directory.Delete(Bag, recursive: true);
        Record();
        Seal(Sign);
        var signed = Test();
        Assert.True(signed.IsValid);
        Assert.Contains("Judged now", Detail(signed, "Trust"), StringComparison.Ordinal);
        Assert.Contains("isn't time-stamped", Detail(signed, "Timestamp"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_whom_this_machine_does_not_trust_fails_and_is_told_apart_from_a_signature_that_was_changed()
    {
        Record();
        Seal(Sign + Stamp);

        var untrusted = (MdeEvidenceTest)_shell.Run("Test-MdeEvidence $args[0] -ErrorAction SilentlyContinue", Bag).Output.Single().BaseObject;

        Assert.Equal(["Trust", "Timestamp"], untrusted.Checks.Where(check => check.Outcome == MdeEvidenceCheckResult.Failed).Select(check => check.Name));
        Assert.Contains("isn't one that this machine trusts", Detail(untrusted, "Trust"), StringComparison.Ordinal);
        Assert.Contains("-TrustedRootPath", _shell.Run("Test-MdeEvidence $args[0]", Bag).Error!.ToString(), StringComparison.Ordinal);
        Run(
                "Export-MdeReport \"$($args[0])-untrusted.html\" -EvidencePath $args[0] -WarningVariable told -WarningAction Ignore; if (-not $told) { throw 'silent' }"
            )
            .ThrowIfFailed();
        Assert.Empty(Run("Export-MdeReport \"$($args[0])-trusted.html\" -EvidencePath $args[0] -TrustedRootPath $args[1]").ThrowIfFailed().Warnings);
    }

    [Fact]
    public void Every_damage_to_signature_and_stamp_is_named()
    {
        Record();
        Seal(Sign + Stamp);
        foreach (var name in new[] { "tagmanifest-sha256.txt.p7s", "tagmanifest-sha256.txt.p7s.tsr" })
        {
            var file = Path.Combine(Bag, name);
            var bytes = File.ReadAllBytes(file);
            foreach (var damage in new[] { bytes[..^9], [], Flipped(bytes, bytes.Length - 1), Flipped(bytes, 60) })
            {
                File.WriteAllBytes(file, damage);
                Assert.Contains(Test().Checks.SelectMany(check => check.Faults), fault => fault.Contains(name, StringComparison.Ordinal));
            }

            File.Delete(file);
            Assert.Contains(Test().Checks.SelectMany(check => check.Faults), fault => fault.Contains($"{name} is missing", StringComparison.Ordinal));
            File.WriteAllBytes(file, bytes);
        }

        // A manifest that was made anew has another hash than the one that was signed.
        File.AppendAllText(Path.Combine(Bag, "tagmanifest-sha256.txt"), "\n");
        Assert.Contains(Test().Checks, check => check is { Name: "Signature", Passed: false });
    }

    [Fact]
    public void What_is_said_of_trust_and_of_what_is_missing_is_that_of_a_bag_with_a_signature_and_a_stamp()
    {
        Record();
        Seal(Sign + Stamp);

        var untrusted = (MdeEvidenceTest)Run("Test-MdeEvidence $args[0] -ErrorAction SilentlyContinue").Output.Single().BaseObject;
        foreach (var file in Directory.GetFiles(Bag, "*.p7s*").Append(Path.Combine(Bag, "proof-sha256.txt")))
        {
            File.Delete(file);
        }

        Assert.Contains("the check of the time stamp, which says when it was signed, failed", Detail(untrusted, "Trust"), StringComparison.Ordinal);
        Assert.Contains("tagmanifest-sha256.txt.p7s.tsr is missing", Detail(Test(), "Timestamp"), StringComparison.Ordinal);

        static string Detail(MdeEvidenceTest test, string name) => test.Checks.Single(check => check.Name == name).Detail;
    }

    [Theory]
    [InlineData(LabStampFault.Refuse, "EvidenceTimestampFailed", "Not today.")]
    [InlineData(LabStampFault.ServerError, "EvidenceTimestampFailed", "HTTP 500")]
    [InlineData(LabStampFault.Redirect, "EvidenceTimestampFailed", "HTTP 302")]
    [InlineData(LabStampFault.Page, "EvidenceTimestampFailed", "text/html")]
    [InlineData(LabStampFault.Endless, "EvidenceTimestampFailed", "more than a time stamp has")]
    [InlineData(LabStampFault.Noise, "EvidenceTimestampNotValid", "isn't one of a time-stamp authority")]
    [InlineData(LabStampFault.OtherNonce, "EvidenceTimestampNotValid", "isn't the response to this request")]
    [InlineData(LabStampFault.NoNonce, "EvidenceTimestampNotValid", "isn't the response to this request")]
    [InlineData(LabStampFault.OtherContent, "EvidenceTimestampNotValid", "of other content")]
    [InlineData(LabStampFault.OtherPurpose, "EvidenceTimestampNotValid", "isn't for time stamps")]
    [InlineData(LabStampFault.Late, "EvidenceTimestampNotValid", "the service's clock agreed with this computer's")]
    [InlineData(LabStampFault.Early, "EvidenceTimestampNotValid", "differ by more than 5 minutes")]
    [InlineData(LabStampFault.BadSignature, "EvidenceTimestampNotValid", "signature that isn't valid")]
    public void A_server_that_refuses_or_lies_leaves_the_bag_open_and_its_log_says_so(LabStampFault fault, string errorId, string says)
    {
        Record();
        authority.Server.Fault = fault;

        var run = Run($"Stop-MdeEvidence $args[0] {Stamp}");

        Assert.StartsWith(errorId, run.ErrorId, StringComparison.Ordinal);
        Assert.Contains(says, run.Error!.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Bag, "tagmanifest-sha256.txt")));
        Assert.Contains("\"event\":\"notSealed\"", File.ReadAllText(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
        authority.Server.Fault = LabStampFault.None;
        Seal(Stamp);
        Assert.True(Test().IsValid);
    }

    [Fact]
    public async Task A_server_that_never_responds_ends_with_Ctrl_C()
    {
        Record();
        authority.Server.Fault = LabStampFault.Silent;
        using var shell = _shell.Prepare("Stop-MdeEvidence $args[0] -TimestampServer $args[1]", Bag, authority.Server.Address);
        var sent = authority.Server.Requests.Count;
        var running = shell.BeginInvoke();
        while (authority.Server.Requests.Count == sent && !running.IsCompleted)
        {
            await Task.Yield();
        }

        shell.Stop();

        Assert.False(File.Exists(Path.Combine(Bag, "tagmanifest-sha256.txt")));
        Assert.Contains("It was stopped.", await File.ReadAllTextAsync(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-TimestampServer ftp://stamps.example", "EvidenceTimestampFailed", "isn't an http or https address")]
    [InlineData("-TimestampServer http://user:s3cret@stamps.example", "EvidenceTimestampFailed", "no credentials are sent")]
    [InlineData("-TimestampServer http://nowhere.invalid", "EvidenceTimestampFailed", "can't be reached")]
    [InlineData("-CertificatePath ./nowhere.pfx", "EvidenceCertificateNotValid", "nowhere.pfx")]
    [InlineData("-CertificatePath $args[2]", "EvidenceCertificateNotValid", "needs a password")]
    [InlineData("-CertificatePath $args[1]", "EvidenceCertificateNotValid", "doesn't have a private key here")]
    [InlineData("-CertificatePath $args[4]", "EvidenceCertificateNotValid", "but not now")]
    [InlineData("-CertificateThumbprint 0123456789012345678901234567890123456789", "EvidenceCertificateNotValid", "No certificate with the thumbprint")]
    [InlineData("-CertificateThumbprint 01 -CertificatePath $args[2]", "ArgumentConflict", "can't be used together")]
    [InlineData("-CertificatePassword $args[3]", "ArgumentConflict", "without a certificate")]
    public void What_cannot_sign_or_stamp_is_said_and_nothing_is_sealed(string arguments, string errorId, string says)
    {
        Record();

        var run = Run($"Stop-MdeEvidence $args[0] {arguments}");

        Assert.StartsWith(errorId, run.ErrorId, StringComparison.Ordinal);
        Assert.Contains(says, run.Error!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error!.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Bag, "tagmanifest-sha256.txt")));
    }

    [Fact]
    public async Task OpenSSL_verifies_the_signature_and_the_stamp_and_sha256sum_the_manifests()
    {
        Assert.SkipUnless(await IsThereAsync("openssl", "version"), "OpenSSL isn't on this machine.");
        Record();
        Seal(Sign + Stamp);
        await File.WriteAllTextAsync(Root, authority.Certificates.Root.ExportCertificatePem());

        await ExecuteAsync(
            "openssl",
            $"cms -verify -binary -inform DER -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -CAfile {Root} -purpose any -out verified.txt"
        );
        await ExecuteAsync("openssl", $"ts -verify -in tagmanifest-sha256.txt.p7s.tsr -data tagmanifest-sha256.txt.p7s -CAfile {Root}");
        if (await IsThereAsync("sha256sum", "--version"))
        {
            await ExecuteAsync("sha256sum", "-c --strict manifest-sha256.txt");
            await ExecuteAsync("sha256sum", "-c --strict tagmanifest-sha256.txt");
        }

        Directory.Delete(Bag, recursive: true);
        Record();
        Seal(Stamp);
        await ExecuteAsync("openssl", $"ts -verify -in tagmanifest-sha256.txt.tsr -data tagmanifest-sha256.txt -CAfile {Root}");
    }

    [Fact]
    public void An_archive_is_read_as_its_folder_and_shares_the_transfers()
    {
        Record();
        var rows = Run("Import-MdeEvidence $args[0]").ThrowIfFailed().Output.Count;
        var archive = ((MdeEvidenceBag)Seal($"{Sign}{Stamp} -Compress").Output.Single().BaseObject).ArchivePath!;

        Run(
                "Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason 'Court order'; Add-MdeEvidenceTransfer \"$($args[0]).zip\" -From Bo -To Cy -Reason Review"
            )
            .ThrowIfFailed();
        var test = Test(archive);

        Assert.Equal(Bag + ".zip", archive);
        Assert.All(test.Checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Detail}"));
        Assert.Contains("2, the last from 'Bo' to 'Cy'", Detail(test, "Transfers"), StringComparison.Ordinal);
        Assert.Equal(Detail(test, "Transfers"), Detail(Test(), "Transfers"));
        Assert.Equal(rows, Run("Import-MdeEvidence \"$($args[0]).zip\"").ThrowIfFailed().Output.Count);
        Assert.Single(Run("Get-MdeEvidence \"$($args[0]).zip\"").ThrowIfFailed().Output);
        using var zip = ZipFile.OpenRead(archive);
        Assert.All(zip.Entries, entry => Assert.StartsWith("case/", entry.FullName, StringComparison.Ordinal));
        Assert.StartsWith("EvidenceArchiveExists", Run("Stop-MdeEvidence $args[0] -Compress").ErrorId, StringComparison.Ordinal);

        // A line that was changed, and those of another bag.
        var file = Bag + ".transfers.ndjson";
        var text = File.ReadAllText(file);
        Assert.Contains($"\"tagManifestSha256\":\"{Sha256(Path.Combine(Bag, "tagmanifest-sha256.txt"))}\"", text.Split('\n')[0], StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace("Court order", "Gift", StringComparison.Ordinal));
        Assert.Equal(["Transfers"], Test().Checks.Where(check => !check.Passed).Select(check => check.Name));
        File.WriteAllText(file, string.Join('\n', text.Split('\n')[1..]));
        Assert.False(Test().IsValid);
    }

    [Fact]
    public void A_sealed_bag_that_was_changed_is_archived_as_it_is_and_that_is_told()
    {
        Record();
        Seal(string.Empty);
        File.AppendAllText(Path.Combine(Bag, "data", "000001", "query.kql"), " ");

        var run = Run("Stop-MdeEvidence $args[0] -Compress").ThrowIfFailed();

        Assert.Contains(run.Warnings, warning => warning.Contains("data/000001/query.kql' was changed", StringComparison.Ordinal));
        Assert.False(Test(Bag + ".zip").IsValid);
    }

    [Fact]
    public async Task A_key_of_a_kind_that_cannot_sign_is_named()
    {
        Assert.SkipUnless(await IsThereAsync("openssl", "version"), "OpenSSL isn't on this machine.");
        Record();
        var (key, certificate, both) = (Root + ".key", Root + ".cer", Path.Combine(_root.FullName, "ed25519.pem"));
        await ExecuteAsync("openssl", $"req -x509 -newkey ed25519 -nodes -keyout {key} -out {certificate} -subj /CN=Ana -days 30");
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(certificate) + await File.ReadAllTextAsync(key));

        var pfx = Path.Combine(_root.FullName, "ed25519.pfx");
        await ExecuteAsync("openssl", $"pkcs12 -export -in {certificate} -inkey {key} -out {pfx} -passout pass:word");
        foreach (
            var (file, password) in new[] { (both, ""), (certificate, ""), (pfx, "-CertificatePassword (ConvertTo-SecureString word -AsPlainText -Force)") }
        )
        {
            var run = _shell.Run($"Stop-MdeEvidence $args[0] -CertificatePath $args[1] {password}", Bag, file);

            Assert.StartsWith("EvidenceCertificateNotValid", run.ErrorId, StringComparison.Ordinal);
            Assert.Contains("Ed25519", run.Error!.ToString(), StringComparison.Ordinal);
            Assert.Contains("RSA", run.Error!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_follows_the_question_mark_of_a_time_stamp_servers_address_is_in_no_byte_of_the_bag()
    {
        Record();
        Seal($"{Stamp}?apikey=k3y-of-mine#k3y-of-mine");

        Assert.All(
            Directory.GetFiles(Bag, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("k3y-of-mine", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal)
        );
        Assert.Contains($"\"timestampServer\":\"{authority.Server.Address}", File.ReadAllText(Path.Combine(Bag, "log.ndjson")), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_sealing_a_transfer_is_a_line_of_the_log()
    {
        Record();
        Run("Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason Shift -Time 2026-11-29T08:00Z").ThrowIfFailed();
        Seal(string.Empty);

        Assert.Contains("1, the last from 'Ana' to 'Bo' at 2026-11-29T08:00:00", Detail(Test(), "Transfers"), StringComparison.Ordinal);
        Assert.False(File.Exists(Bag + ".transfers.ndjson"));
    }

    public static TheoryData<string, string[], string> HostileArchives =>
        new()
        {
            { "climbs", ["case/bagit.txt", "case/../../outside"], "leads out of it" },
            { "absolute", ["case/bagit.txt", "/etc/passwd"], "leads out of it" },
            { "drive", ["case/bagit.txt", "C:/outside"], "leads out of it" },
            { "backslash", ["case/bagit.txt", @"case\..\outside"], "leads out of it" },
            { "two folders", ["case/bagit.txt", "other/bagit.txt"], "beside the folder" },
            { "no folder", ["bagit.txt", "data/a"], "beside the folder" },
            { "twice", ["case/bagit.txt", "case/bagit.txt"], "the same file" },
            { "case alone", ["case/bagit.txt", "case/BAGIT.txt"], "the same file" },
            { "normalization", ["case/bagit.txt", "case/data/\u00e9", "case/data/e\u0301"], "the same file" },
        };

    [Theory]
    [MemberData(nameof(HostileArchives))]
    public void A_hostile_archive_is_refused_by_every_command_that_reads(string name, string[] entries, string says)
    {
        var path = Path.Combine(_root.FullName, $"{name}.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var entry in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
                writer.Write("BagIt-Version: 1.0\n");
            }
        }

        foreach (var command in new[] { "Get-MdeEvidence", "Test-MdeEvidence", "Import-MdeEvidence", "Add-MdeEvidenceTransfer -From A -To B -Reason C" })
        {
            var run = _shell.Run($"{command} -Path $args[0]", path);
            Assert.StartsWith("EvidenceArchiveNotValid", run.ErrorId, StringComparison.Ordinal);
            Assert.Contains(says, run.Error!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_in_an_archive_and_a_file_that_is_none_are_refused()
    {
        var path = Path.Combine(_root.FullName, "link.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("case/bagit.txt").ExternalAttributes = unchecked((int)0xA1FF0000);
        }

        var text = Path.Combine(_root.FullName, "text.zip");
        File.WriteAllText(text, "no archive");

        Assert.StartsWith("EvidenceArchiveNotValid", _shell.Run("Test-MdeEvidence $args[0]", path).ErrorId, StringComparison.Ordinal);
        Assert.StartsWith("EvidenceArchiveNotValid", _shell.Run("Test-MdeEvidence $args[0]", text).ErrorId, StringComparison.Ordinal);
    }

    private static string Sign => " -CertificatePath $args[2] -CertificatePassword $args[3]";

    private string Stamp => $" -TimestampServer {authority.Server.Address}";

    private static string Detail(MdeEvidenceTest test, string name) => test.Checks.Single(check => check.Name == name).Detail;

    private static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static byte[] Flipped(byte[] bytes, int place)
    {
        var copy = bytes.ToArray();
        copy[place] ^= 1;
        return copy;
    }

    private static async Task<bool> IsThereAsync(string program, string argument)
    {
        try
        {
            return (await ChildProcess.RunAsync(new ProcessStartInfo(program, [argument]))).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task ExecuteAsync(string program, string arguments)
    {
        var done = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = Bag });
        Assert.True(done.ExitCode == 0, $"{program} {arguments}: {done.Output}{done.Error}");
    }

    private void AssertNoSecret()
    {
        foreach (var file in Directory.GetFiles(Bag, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Password, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        }
    }

    private void Record() =>
        _shell
            .Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 3' -Connection Contoso -EvidencePath $args[0] -SingleBag | Out-Null", Bag)
            .ThrowIfFailed();

    private ShellResult Seal(string arguments) => Run($"Stop-MdeEvidence $args[0]{arguments}").ThrowIfFailed();

    private MdeEvidenceTest Test(string? path = null) =>
        (MdeEvidenceTest)Run($"Test-MdeEvidence '{path ?? Bag}' -TrustedRootPath $args[1] -ErrorAction SilentlyContinue").Output.Single().BaseObject;

    // With the bag, the root, the signer's file and its password, and a certificate that has expired.
    private ShellResult Run(string script) => _shell.Run(script, Arguments());

    private object?[] Arguments()
    {
        var signer = Path.Combine(_root.FullName, "signer.pfx");
        var expired = Path.Combine(_root.FullName, "expired.pfx");
        if (!File.Exists(signer))
        {
            File.WriteAllText(Root, authority.Certificates.Root.ExportCertificatePem());
            File.WriteAllBytes(signer, authority.Certificates.ExportSigner(Password));
            File.WriteAllBytes(expired, authority.Expired.Export(X509ContentType.Pfx));
        }

        return [Bag, Root, signer, TestSecret.Of(Password), expired];
    }

    public sealed class Authority() : SkewedTenants(60, TimeShape.Uniform, "Fabrikam")
    {
        internal LabAuthority Certificates { get; } = LabAuthority.Create();

        internal LabTimestampServer Server { get; private set; } = null!;

        internal X509Certificate2 Expired { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Server = await LabTimestampServer.StartAsync(Certificates, TimeProvider.System);
            Expired = Certificates.Issue("CN=Late", null, DateTimeOffset.UtcNow.AddHours(-20), DateTimeOffset.UtcNow.AddHours(-1));
        }

        public override async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Expired.Dispose();
            Certificates.Dispose();
            await base.DisposeAsync();
        }
    }
}
