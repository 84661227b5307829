using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Certificate files as OpenSSL, Key Vault, Windows and Let's Encrypt write them.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private const string Password = "right password";
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-certfile-").FullName;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _leaf;
    private readonly RSA _key = TestKeys.Next();

    public CertificateFileTests()
    {
        using var authorityKey = TestKeys.Next();
        var request = new CertificateRequest("CN=mdehunting authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(20));
        var leaf = new CertificateRequest("CN=mdehunting leaf", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var bare = leaf.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10), [1, 2, 3]);
        _leaf = bare.CopyWithPrivateKey(_key);
    }

    private string Leaf => _leaf.ExportCertificatePem() + "\n";

    private string Authority => _authority.ExportCertificatePem() + "\n";

    private string Pkcs8 => _key.ExportPkcs8PrivateKeyPem() + "\n";

    private string Encrypted =>
        _key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";

    public void Dispose()
    {
        _authority.Dispose();
        _leaf.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_certificate_of_the_key_is_found_in_any_order_and_spelling()
    {
        const string bag =
            "Bag Attributes\n    localKeyID: 01 00 00 00\n    friendlyName: le-1234\nsubject=CN = mdehunting leaf\nissuer=CN = mdehunting authority\n";
        string[] texts =
        [
            Leaf + Pkcs8,
            Pkcs8 + Leaf + Authority,
            Authority + Leaf + Pkcs8,
            Pkcs8 + Authority + Leaf,
            Leaf + _key.ExportRSAPrivateKeyPem(),
            bag + Authority + bag + Leaf + "Bag Attributes: <No Attributes>\nKey Attributes: <No Attributes>\n" + Pkcs8,
            (Authority + Leaf + Pkcs8).ReplaceLineEndings("\r\n"),
            (Authority + Leaf + Pkcs8).ReplaceLineEndings("\r"),
            (Leaf + Pkcs8).Replace("\n", "  \n", StringComparison.Ordinal),
            $"# runbook\n{Leaf}\n# key\n{Pkcs8}",
            Leaf + Key(RSA.Create(2048)) + Pkcs8,
        ];

        foreach (var text in texts)
        {
            RequireLeaf(Write("a.pem", new UTF8Encoding(false).GetBytes(text)), null);
            RequireLeaf(Write("b.pem", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]), null);
            RequireLeaf(Write("c.pem", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]), null);
            RequireLeaf(Write("d.pem", Encoding.Unicode.GetBytes(text)), null);
            RequireLeaf(Write("e.pem", Encoding.BigEndianUnicode.GetBytes(text)), null);
        }
    }

    [Fact]
    public void PEM_is_read_whatever_a_variable_a_script_or_a_word_processor_has_made_of_it()
    {
        var pem = Leaf + Pkcs8;
        var lines = pem.TrimEnd('\n').Split('\n');
        string[] texts =
        [
            pem.Replace("\n", "\\n", StringComparison.Ordinal),
            pem.Replace("\n", "\\r\\n", StringComparison.Ordinal),
            pem.Replace("\n", "\\\\n", StringComparison.Ordinal),
            pem.Replace("\n", "`n", StringComparison.Ordinal),
            pem.Replace("\n", "&#10;", StringComparison.Ordinal),
            System.Text.Json.JsonSerializer.Serialize(pem),
            System.Text.Json.JsonSerializer.Serialize(new { certificate = pem }),
            System.Text.Json.JsonSerializer.Serialize(lines),
            pem.Replace("/", "\\/", StringComparison.Ordinal),
            Uri.EscapeDataString(pem),
            $"\"{pem}\"",
            $"CERTIFICATE='{pem}'\n",
            string.Join('\n', lines.Select(line => $"    {line}")),
            string.Join("\r\n", lines.Select(line => $"\t{line}\t")),
            string.Join(" +\n", lines.Select(line => line.StartsWith('-') ? line : $"\"{line}\"")).Replace(" +", string.Empty, StringComparison.Ordinal),
            string.Join(' ', lines),
            string.Concat(lines),
            string.Join("\u200B\n\u00A0", lines),
            pem.Replace("-----", "\u2013\u2013-", StringComparison.Ordinal),
            pem.Replace("-----", "\u2014\u2014\u2010", StringComparison.Ordinal),
            pem.Replace("-----BEGIN", "----BEGIN", StringComparison.Ordinal),
            pem.Replace("BEGIN CERTIFICATE", "BEGIN\u00A0CERTIFICATE", StringComparison.Ordinal),
        ];

        foreach (var text in texts)
        {
            RequireLeaf(Write("a.pem", Encoding.UTF8.GetBytes(text)), null);
        }
    }

    [Fact]
    public void Base64_of_a_file_is_that_file()
    {
        var pfx = Pfx(Password, _leaf);
        var pem = Convert.ToBase64String(Encoding.UTF8.GetBytes(Leaf + Pkcs8));
        RequireLeaf(Write("a.txt", Encoding.ASCII.GetBytes(pem)), null);
        RequireLeaf(Write("b.txt", Encoding.ASCII.GetBytes($"'{pem}'\r\n")), null);
        RequireLeaf(Write("c.txt", Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)))), null);
        RequireLeaf(Write("d.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Convert.ToBase64String(pfx))]), Password);
        RequireLeaf(Write("e.txt", Encoding.ASCII.GetBytes($"\"{Convert.ToBase64String(pfx)}\"")), Password);
        RequireLeaf(Write("f.txt", Encoding.ASCII.GetBytes(Convert.ToBase64String(pfx).Insert(64, "\\n"))), Password);
        RequireLeaf(Write("g.txt", Encoding.ASCII.GetBytes(Convert.ToBase64String(pfx).Replace('+', '-').Replace('/', '_').TrimEnd('='))), Password);
        RequireLeaf(Write("h.txt", Encoding.ASCII.GetBytes($"data:application/x-pkcs12;base64,{Convert.ToBase64String(pfx)}")), Password);
        RequireLeaf(
            Write(
                "i.txt",
                Encoding.ASCII.GetBytes(
                    $"-----BEGIN CERTIFICATE-----\n{Convert.ToBase64String(pfx, Base64FormattingOptions.InsertLineBreaks)}\n-----END CERTIFICATE-----\n"
                )
            ),
            Password
        );
        RequireNamed(Encoding.ASCII.GetBytes(Convert.ToBase64String([0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2])), "Java key store", "keytool");
        RequireNamed(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes("{\"value\":\"x\"}"))), "JSON", "az keyvault");
        RequireNamed(Encoding.ASCII.GetBytes(Convert.ToBase64String("hello there"u8)), "neither PFX nor PEM", "PFX");
    }

    [Fact]
    public void The_certificate_in_place_of_a_path_is_not_repeated()
    {
        foreach (var given in new[] { Leaf + Pkcs8, (Pkcs8 + Leaf).Replace("\n", "\\n", StringComparison.Ordinal), Convert.ToBase64String(Pfx(null, _leaf)) })
        {
            var failure = Fail(Path.Combine(_folder, given), null);

            Assert.Equal(SignInFailure.CertificateNotFound, failure.Failure);
            Assert.Contains("-CertificatePath", failure.NextStep);
            Assert.DoesNotContain(given.Substring(given.Length / 2, 20), failure.ToString());
            Assert.Null(failure.Target);
        }
    }

    [Theory]
    [InlineData(Password, null)]
    [InlineData($"'{Password}'", null)]
    [InlineData(Password + "\n", null)]
    [InlineData("wrong", SignInFailure.CertificatePasswordWrong)]
    [InlineData(null, SignInFailure.CertificatePasswordWrong)]
    public void An_encrypted_key_needs_its_password(string? password, SignInFailure? expected)
    {
        foreach (var file in new[] { Write("e.pem", Encoding.ASCII.GetBytes(Authority + Leaf + Encrypted)), Write("e.pfx", Pfx(Password, _authority, _leaf)) })
        {
            if (expected is null)
            {
                RequireLeaf(file, password);
                continue;
            }

            var failure = Fail(file, password);
            Assert.Equal(expected, failure.Failure);
            Assert.DoesNotContain("right password", failure.ToString());
        }
    }

    [Fact]
    public void Of_a_PFX_with_a_chain_the_one_with_the_key_is_taken_also_in_base64_as_Key_Vault_keeps_it()
    {
        using var bare = X509CertificateLoader.LoadCertificate(_authority.RawData);
        var pfx = Pfx(null, bare, _leaf);

        RequireLeaf(Write("chain.pfx", pfx), null);
        RequireLeaf(Write("chain.txt", Encoding.ASCII.GetBytes(Convert.ToBase64String(pfx) + "\n")), null);
        RequireLeaf(Write("lines.txt", Encoding.ASCII.GetBytes(Convert.ToBase64String(pfx, Base64FormattingOptions.InsertLineBreaks))), null);
    }

    [Fact]
    public void An_elliptic_key_is_read_and_named_as_what_Entra_ID_does_not_take()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=elliptic", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        foreach (
            var pem in new[]
            {
                key.ExportECPrivateKeyPem(),
                key.ExportPkcs8PrivateKeyPem(),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + key.ExportECPrivateKeyPem(),
            }
        )
        {
            using var found = Find(Write("ec.pem", Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n" + pem)), null);
            Assert.True(found.HasPrivateKey);
        }
    }

    [Fact]
    public void A_certificate_alone_has_no_key()
    {
        foreach (
            var file in new[]
            {
                Write("a.cer", _leaf.RawData),
                Write("b.cer", Encoding.ASCII.GetBytes(Leaf)),
                Write("fullchain.pem", Encoding.ASCII.GetBytes(Leaf + Authority)),
            }
        )
        {
            using var found = Find(file, null);
            Assert.Equal(_leaf.Thumbprint, found.Thumbprint);
            Assert.False(found.HasPrivateKey);
        }
    }

    [Theory]
    [InlineData("/u3+7QAAAAIAAAAB", "Java key store", "keytool")]
    [InlineData("zs7OzgAAAAIAAAAB", "Java key store", "keytool")]
    [InlineData("HvG1sAAAAAA=", "PVK", "pvk2pfx")]
    [InlineData("UEsDBAAAAAA=", "ZIP", "Unpack")]
    public void A_store_of_another_kind_is_named_with_how_to_convert_it(string base64, string what, string next) =>
        RequireNamed(Convert.FromBase64String(base64), what, next);

    [Theory]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n", "OpenSSH", "ssh-keygen")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIBIjAN\n-----END PUBLIC KEY-----\n", "public key", "private key")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nMIIBIjAN\n-----END RSA PUBLIC KEY-----\n", "public key", "private key")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nMIIBIjAN\n-----END CERTIFICATE REQUEST-----\n", "request", "private key")]
    [InlineData("-----BEGIN PKCS7-----\nMIIBIjAN\n-----END PKCS7-----\n", "PKCS #7", "PFX")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOY\n-----END PGP PRIVATE KEY BLOCK-----\n", "PGP", "PFX")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2E= me@here", "public key of SSH", "private key")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\n", "PuTTY", "certificate")]
    [InlineData("<!DOCTYPE html><html></html>", "web page", "PFX")]
    [InlineData("{\"value\":\"x\"}", "JSON", "az keyvault")]
    [InlineData("", "empty", "file")]
    [InlineData("hello", "neither PFX nor PEM", "PFX")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB", "lacks its end", "whole file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "damaged", "again")]
    public void What_is_no_certificate_with_its_key_is_named(string text, string what, string next) => RequireNamed(Encoding.ASCII.GetBytes(text), what, next);

    [Fact]
    public void PEM_that_is_cut_anywhere_in_its_key_is_told_as_cut()
    {
        foreach (var key in new[] { Pkcs8, Encrypted, _key.ExportRSAPrivateKeyPem() + "\n" })
        {
            for (var end = "-----BE".Length; end <= key.TrimEnd('\n', '-').Length; end += end < 40 || end > key.Length - 30 ? 1 : 97)
            {
                RequireNamed(Encoding.ASCII.GetBytes(Leaf + key[..end]), "lacks its end", "whole file");
            }

            RequireNamed(Encoding.ASCII.GetBytes(Leaf + key[30..]), "lacks its end", "whole file");
            var lines = key.TrimEnd().Split('\n');
            RequireNamed(Encoding.ASCII.GetBytes(Leaf + string.Join('\n', lines.Where((_, i) => i != 9))), "or a line", "whole file");
        }
    }

    [Fact]
    public void A_chain_that_is_cut_after_the_key_and_its_certificate_is_no_matter() =>
        RequireLeaf(Write("a.pem", Encoding.ASCII.GetBytes(Leaf + Pkcs8 + Authority[..200])), null);

    [Fact]
    public void Keys_alone_of_another_certificate_or_in_an_old_form_are_named()
    {
        RequireNamed(Encoding.ASCII.GetBytes(Pkcs8), "no certificate", "openssl pkcs12");
        RequireNamed(_key.ExportPkcs8PrivateKey(), "private key without a certificate", "openssl pkcs12");
        RequireNamed(_key.ExportRSAPrivateKey(), "private key without a certificate", "openssl pkcs12");
        RequireNamed(Encoding.ASCII.GetBytes(Leaf + Key(RSA.Create(2048))), "any of its certificates", "own private key");
        RequireNamed(
            Encoding.ASCII.GetBytes(
                Leaf + "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
            ),
            "before 2010",
            "openssl pkcs8 -topk8"
        );
    }

    [Fact]
    public async Task What_OpenSSL_makes_of_it_is_read()
    {
        var openssl = new[] { "/usr/bin/openssl", "/opt/homebrew/bin/openssl" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(openssl is null, "OpenSSL is not installed here.");
        var pem = Write("made.pem", Encoding.ASCII.GetBytes(Pkcs8 + Leaf));
        await RunAsync(openssl, $"pkcs12 -export -in {pem} -out {_folder}/new.pfx -passout pass:x");
        await RunAsync(openssl, $"pkcs12 -in {_folder}/new.pfx -out {_folder}/new.pem -passin pass:x -passout pass:x");
        await RunAsync(openssl, $"pkcs12 -in {_folder}/new.pfx -out {_folder}/plain.pem -passin pass:x -nodes");
        await RunAsync(openssl, $"pkcs8 -topk8 -in {pem} -out {_folder}/key8.pem -passout pass:x");

        RequireLeaf(Path.Combine(_folder, "new.pfx"), "x");
        RequireLeaf(Path.Combine(_folder, "new.pem"), "x");
        RequireLeaf(Path.Combine(_folder, "plain.pem"), null);
        RequireLeaf(
            Write(
                "both.pem",
                Encoding.ASCII.GetBytes(await File.ReadAllTextAsync(Path.Combine(_folder, "key8.pem"), TestContext.Current.CancellationToken) + Leaf)
            ),
            "x"
        );
    }

    private static async Task RunAsync(string program, string arguments)
    {
        var ended = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments));
        Assert.True(ended.ExitCode == 0, ended.Error);
    }

    private static string Key(RSA key)
    {
        using (key)
        {
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    private static byte[] Pfx(string? password, params X509Certificate2[] certificates) =>
        new X509Certificate2Collection(certificates).Export(X509ContentType.Pfx, password)!;

    private void RequireNamed(byte[] content, string what, string next)
    {
        var failure = Fail(Write("x", content), null);
        Assert.Equal(SignInFailure.CertificateUnreadable, failure.Failure);
        Assert.Contains(what, failure.Message);
        Assert.Contains(next, failure.NextStep);
    }

    private void RequireLeaf(string file, string? password)
    {
        using var found = Find(file, password);
        Assert.Equal(_leaf.Thumbprint, found.Thumbprint);
        Assert.True(found.HasPrivateKey);
    }

    private static SignInException Fail(string file, string? password) => Assert.Throws<SignInException>(() => Find(file, password));

    private static X509Certificate2 Find(string file, string? password) =>
        CertificateSource.Find(new CertificateFileChoice(file, password is null ? null : TestSecret.Of(password)));

    private string Write(string name, byte[] content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
