using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public sealed class CertificateSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-cert-").FullName;
    private readonly X509Certificate2 _certificate = Make();

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pass word ä")]
    public void A_PFX_and_a_PEM_are_read_with_and_without_a_password(string? password)
    {
        using var key = _certificate.GetRSAPrivateKey()!;
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var pem =
            _certificate.ExportCertificatePem()
            + "\n"
            + (password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters));

        foreach (
            var file in new[] { Write("a.pfx", _certificate.Export(X509ContentType.Pfx, password)), Write("a.pem", System.Text.Encoding.ASCII.GetBytes(pem)) }
        )
        {
            using var found = CertificateSource.Find(new CertificateFileChoice(file, Password(password)));
            Assert.Equal(_certificate.Thumbprint, found.Thumbprint);
            Assert.True(found.HasPrivateKey);
        }
    }

    [Theory]
    [InlineData("wrong", "is wrong")]
    [InlineData(null, "needs a password")]
    public void A_wrong_or_a_missing_password_is_told_apart_from_a_broken_file(string? password, string said)
    {
        var file = Write("b.pfx", _certificate.Export(X509ContentType.Pfx, "right"));

        var failure = Fail(new CertificateFileChoice(file, Password(password)));

        Assert.Equal(SignInFailure.CertificatePasswordWrong, failure.Failure);
        Assert.Contains(said, failure.Message);
        Assert.DoesNotContain("right", failure.ToString());
    }

    [Fact]
    public void What_is_no_certificate_file_or_not_there_is_named()
    {
        Assert.Equal(SignInFailure.CertificateUnreadable, Fail(new CertificateFileChoice(Write("c.pfx", "hello"u8.ToArray()), null)).Failure);
        Assert.Equal(
            SignInFailure.CertificateUnreadable,
            Fail(new CertificateFileChoice(Write("c.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"u8.ToArray()), null)).Failure
        );
        Assert.Equal(SignInFailure.CertificateNotFound, Fail(new CertificateFileChoice(Path.Combine(_folder, "none.pfx"), null)).Failure);
        Assert.Equal(SignInFailure.CertificateUnreadable, Fail(new CertificateFileChoice(_folder, null)).Failure);
    }

    [Fact]
    public void A_thumbprint_is_looked_for_in_the_stores()
    {
        var failure = Fail(new CertificateThumbprintChoice("\u200E00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 00 11 22 33"));
        Assert.Equal(SignInFailure.CertificateNotFound, failure.Failure);

        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        using var kept = X509CertificateLoader.LoadPkcs12(_certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.PersistKeySet);
        store.Add(kept);
        try
        {
            using var found = CertificateSource.Find(
                new CertificateThumbprintChoice("\u200E" + string.Join(" ", _certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(c => new string(c))))
            );
            Assert.Equal(_certificate.Thumbprint, found.Thumbprint);
        }
        finally
        {
            store.Remove(kept);
        }
    }

    internal static X509Certificate2 Make(DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = TestKeys.Next();
        var request = new CertificateRequest("CN=mdehunting test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(from ?? DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    private static SignInException Fail(SignInChoice choice) => Assert.Throws<SignInException>(() => CertificateSource.Find(choice));

    private static SecureString? Password(string? text) => text is null ? null : TestSecret.Of(text);

    private string Write(string name, byte[] content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
